import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { raw } from "../../sql/sql.ts";
import { clickhouseError } from "./errors.ts";
import { type ClickHouseWarehouse, openClickHouse } from "./instance.ts";

type Fault = (response: ServerResponse) => void;

const HALF: Fault = (response) => {
  response.writeHead(200).write('["n"]\n["Int64"]\n["1"]\n');
  setTimeout(() => response.destroy(), 50);
};
const NOTHING: Fault = (response) => response.destroy();
const PROXY: Fault = (response) => response.writeHead(503).end("<html><h1>503 Service Unavailable</h1></html>");
const REPLICAS: Fault = (response) =>
  response
    .writeHead(500, { "x-clickhouse-exception-code": "279" })
    .end("Code: 279. DB::Exception: All connection tries failed. (ALL_CONNECTION_TRIES_FAILED)");

/** What comes of work on a server that does `fault` to its first requests and answers the others, and how often it is asked. */
async function faced<T>(
  { fault, times }: { readonly fault: Fault; readonly times: number },
  work: (server: ClickHouseWarehouse) => Promise<T>,
): Promise<{ readonly came: T | { code: string; hint: string }; readonly asked: number }> {
  let asked = 0;
  const server = createServer((request, response) => {
    request.resume().once("end", () => {
      if (++asked <= times) fault(response);
      else response.end('["n"]\n["Int64"]\n["1"]\n["2"]\n');
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  await using warehouse = openClickHouse({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  const came = await work(warehouse).catch(({ code, hint }) => ({ code, hint }));
  server.closeAllConnections();
  server.close();
  return { came, asked };
}

const read = (server: ClickHouseWarehouse) => server.table(raw("select n from t"));
const insert = (server: ClickHouseWarehouse) =>
  server.insert(raw("insert into t format Parquet"), () => Readable.from([Buffer.alloc(100)]));

test.each([
  ["whose connection broke amid the rows", HALF],
  ["whose connection broke", NOTHING],
  ["that a proxy could not pass on", PROXY],
  ["for which no replica of a shard was there", REPLICAS],
])("a read %s is asked again, and no row is there twice", async (_, fault) => {
  const { came, asked } = await faced({ fault, times: 2 }, read);
  expect(came).toMatchObject({ rows: [[1], [2]] });
  expect(asked).toBe(3);
});

test.each([
  ["connection broke", NOTHING],
  ["proxy could not pass it on", PROXY],
  ["shard had no replica", REPLICAS],
])("an insert is not sent again when its %s: it may have been done", async (_, fault) => {
  const { came, asked } = await faced({ fault, times: 2 }, insert);
  expect(came).toMatchObject({ code: "ENGINE_UNREACHABLE" });
  expect(asked).toBe(1);
});

test("who does not answer is said to be unreachable, in words and not in HTML", async () => {
  expect(await faced({ fault: REPLICAS, times: 9 }, read)).toMatchObject({
    came: { code: "ENGINE_UNREACHABLE", hint: expect.stringContaining("cluster") },
    asked: 4,
  });
  const meant = (error: Error) => clickhouseError(error, "select 1");
  expect(meant(Object.assign(new Error("connect ETIMEDOUT 10.0.0.5:8123"), { code: "ETIMEDOUT" }))).toMatchObject({
    code: "ENGINE_UNREACHABLE",
    hint: expect.stringContaining("engine.url"),
  });
  expect(meant(new Error("<html>\n<h1>502 Bad Gateway</h1>\n</html>")).message).toBe(
    "the ClickHouse server does not answer: 502 Bad Gateway",
  );
  const inWords = ["no healthy upstream", "upstream connect error", "504 Gateway Time-out", "Service Unavailable"];
  expect(inWords.map((said) => meant(new Error(said)).code)).toEqual(inWords.map(() => "ENGINE_UNREACHABLE"));
  expect(meant(new Error('"the upstream " is no valid JSON')).code).toBe("QUERY_FAILED");
  expect(meant(new Error("")).message).toBe("the ClickHouse server does not answer");
});
