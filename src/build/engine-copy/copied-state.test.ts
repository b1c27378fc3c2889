import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { createGunzip } from "node:zlib";
import { expect, test } from "vitest";
import { openClickHouse } from "../../warehouse/clickhouse/instance.ts";
import { writeCopiedState } from "./copied-state.ts";

test("of a cluster every replica has the state before it is complete, and a swap waits for all of them", async () => {
  const asked: string[] = [];
  const waits = new Set<string | null>();
  const server = createServer(async (request, response) => {
    const packed = request.headers["content-encoding"] === "gzip";
    asked.push(await text(packed ? request.pipe(createGunzip()) : request));
    waits.add(new URL(request.url ?? "", "http://server").searchParams.get("alter_sync"));
    response.end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  {
    await using warehouse = openClickHouse({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    const parts = new Set(Array.from({ length: 1500 }, (_, i) => `p${i}`));
    const state = { relations: "r", metrics: "m", dataVersion: "v", parts, copied: [] };
    await writeCopiedState(warehouse, state, { cluster: "shop" });
  }
  server.close();
  const sync = 'system sync replica on cluster "shop" "tidemark_models"';
  const kinds = asked.map((statement) => (statement === sync ? sync : statement.trim().split(" ", 2).join(" ")));
  expect(kinds).toEqual(["drop table", "create table", sync, "insert into", sync, "insert into", sync]);
  expect([...waits]).toEqual(["2"]);
});
