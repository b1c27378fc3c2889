import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { openEngine } from "./analysis-engine.ts";
import type { ProjectSession } from "./project-session.ts";

/** A database that says which models it holds, and nothing else. */
async function stateServer(held: () => string | null): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const statement = (request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body).toString();
    const version = held();
    const state = { data_version: version, relations: "r", metrics: "m" };
    const rows = statement.includes("system.tables") ? [["1", ""]] : version === null ? [] : Object.entries(state);
    response.end([["kind", "value"], ["String", "String"], ...rows].map((row) => `${JSON.stringify(row)}\n`).join(""));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/shop`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

test("an answer is refused when a copy has begun to fill the engine since its first query", async () => {
  let held: string | null = "v1";
  await using server = await stateServer(() => held);
  const project = { engine: { kind: "clickhouse", url: server.url } };
  const request = {
    session: { project } as unknown as ProjectSession,
    local: {} as never,
    models: { dataVersion: "v1", relations: "r", metrics: "m" } as never,
  };
  await using engine = await openEngine("clickhouse", request);
  await engine.confirm();
  held = null;
  await expect(engine.confirm()).rejects.toMatchObject({
    code: "NOT_BUILT",
    message: 'the ClickHouse database "shop" holds no complete models',
    hint: expect.stringContaining("wait for the copy"),
  });
  held = "v2";
  await expect(engine.confirm()).rejects.toMatchObject({ message: expect.stringContaining("holds other models") });
  await expect(openEngine("clickhouse", request)).rejects.toMatchObject({ code: "NOT_BUILT" });
});
