import { EventEmitter, once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { createGunzip } from "node:zlib";
import { expect, test } from "vitest";
import { sql } from "../../sql/sql.ts";
import { openClickHouse } from "./instance.ts";

test("a statement can be cancelled on a server that answers nothing any more, the order to end it included", async () => {
  let asked = 0;
  const hangs = createServer((request) => {
    request.resume();
    asked++;
  }).listen(0, "127.0.0.1");
  await once(hangs, "listening");
  const { port } = hangs.address() as AddressInfo;
  const stop = new AbortController();
  {
    await using server = openClickHouse({ url: `http://127.0.0.1:${port}` });
    const answer = server.table(sql`select 1`, { signal: stop.signal });
    await once(hangs, "request");
    const began = performance.now();
    stop.abort(new Error("taken back"));
    await expect(answer).rejects.toThrow("taken back");
    expect(performance.now() - began).toBeLessThan(60_000);
  }
  expect(asked).toBe(2);
  hangs.closeAllConnections();
  hangs.close();
});

test("of a cluster every server is told to end a statement: what stands before them may ask another one", async () => {
  const asked: string[] = [];
  const arrived = new EventEmitter();
  const server = createServer(async (request, response) => {
    const packed = request.headers["content-encoding"] === "gzip";
    const statement = await text(packed ? request.pipe(createGunzip()) : request);
    asked.push(statement);
    arrived.emit("asked");
    if (statement.startsWith("KILL")) response.end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const stop = new AbortController();
  {
    await using warehouse = openClickHouse({ url: `http://127.0.0.1:${port}`, cluster: "shop" });
    const first = once(arrived, "asked");
    const answer = warehouse.table(sql`select 1`, { signal: stop.signal });
    await first;
    stop.abort(new Error("taken back"));
    await expect(answer).rejects.toThrow("taken back");
  }
  expect(asked[1]).toMatch(/^KILL QUERY on cluster "shop" WHERE query_id = '[-0-9a-f]{36}' ASYNC/);
  server.closeAllConnections();
  server.close();
});
