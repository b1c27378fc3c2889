import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
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
