import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type ClickHouseServer, startClickHouse } from "../../../test/engines/clickhouse-server.ts";
import { raw, sql } from "../../sql/sql.ts";
import { type ClickHouseWarehouse, openClickHouse } from "./instance.ts";

let server: ClickHouseServer;
let warehouse: ClickHouseWarehouse;
beforeAll(async () => {
  server = await startClickHouse({ shards: 3 });
  warehouse = await server.database("instance");
});
afterAll(() => server[Symbol.asyncDispose]());

test("values are bound by type and rows are decoded", async () => {
  const text = "it's \\ a 'quote' \u00e9\n";
  const rows = await warehouse.rows({
    name: "bound",
    row: z.object({ a: z.string(), b: z.number(), c: z.number(), d: z.boolean(), e: z.null(), f: z.string() }),
    text: sql`select ${text} as a, ${3} as b, ${0.25} as c, ${true} as d, ${null} as e, ${2n ** 62n} as f`,
  });
  expect(rows).toEqual([{ a: text, b: 3, c: 0.25, d: true, e: null, f: "4611686018427387904" }]);
});

test("cells have the forms of the port", async () => {
  const { columns, rows } = await warehouse.table(
    raw(`select 9007199254740993 as big, cast(10.5 as Decimal(18, 2)) as money, cast('123456789012345678.50' as Decimal(38, 2)) as wide,
      toDateTime64('2024-02-29 23:30:00.120', 6, 'UTC') as at, toDateTime64('2024-02-29 23:30:00', 6, 'UTC') as whole,
      toDate32('1950-02-28') as day, nan as bad, [1, 2] as list, cast(null as Nullable(Int64)) as none, true as yes`),
  );
  expect(columns.map(({ name }) => name).slice(0, 2)).toEqual(["big", "money"]);
  expect(rows).toEqual([
    [
      "9007199254740993",
      10.5,
      "123456789012345678.50",
      "2024-02-29T23:30:00.120Z",
      "2024-02-29T23:30:00Z",
      "1950-02-28",
      null,
      "[1,2]",
      null,
      true,
    ],
  ]);
});

test("parameters longer than an address may be are sent in the body", async () => {
  const long = "x".repeat(200_000);
  expect((await warehouse.table(sql`select length(${long}) as n`)).rows).toEqual([[200_000]]);
});

test("a quarter of a million rows arrive whole", async () => {
  let sum = 0;
  await warehouse.stream(raw("select number as n, repeat('x', 20) as t from numbers(250000)"), {
    onColumns: () => {
      sum = 0;
    },
    onRow: ([n]) => {
      sum += Number(n);
    },
  });
  expect(sum).toBe((250_000 * 249_999) / 2);
});

test("the server's errors have Tidemark's codes", async () => {
  const code = async (text: string): Promise<unknown> =>
    warehouse.table(raw(text)).catch((error: unknown) => (error as { code: string }).code);
  expect(await code("select * from nothing_here")).toBe("NOT_BUILT");
  expect(await code("selec 1")).toBe("QUERY_FAILED");
  expect(await code("select throwIf(number = 200000) from numbers(300000)")).toBe("QUERY_FAILED");
});

test("whatever a server's profile says, an answer is whole or an error, and a swap waits for every replica", async () => {
  const { rows } = await warehouse.table(
    raw(`select name, value from system.settings where changed and (name like '%overflow_mode%' or name in
      ('skip_unavailable_shards', 'final', 'cancel_http_readonly_queries_on_client_close', 'alter_sync'))`),
  );
  const pinned = new Map(rows.map(([name, value]) => [String(name), value]));
  expect([...new Set([...pinned].filter(([name]) => name.includes("overflow")).map(([, value]) => value))]).toEqual([
    "throw",
  ]);
  expect(Object.fromEntries(pinned)).toMatchObject({
    ...{ timeout_overflow_mode: "throw", read_overflow_mode: "throw", group_by_overflow_mode: "throw" },
    ...{ skip_unavailable_shards: "0", final: "0" },
    ...{ cancel_http_readonly_queries_on_client_close: "1", alter_sync: "2" },
  });
});

test("a statement that takes too much memory or time is stopped by the server", async () => {
  await using small = await server.database("small", { memoryLimitBytes: 50_000_000, timeoutMs: 1000 });
  await expect(
    small.table(raw("select groupArray(repeat(toString(number), 50)) as a from numbers(5000000)")),
  ).rejects.toMatchObject({ code: "OUT_OF_MEMORY" });
  await expect(small.table(raw("select sum(sipHash64(number)) from numbers(20000000000)"))).rejects.toMatchObject({
    code: "QUERY_FAILED",
    hint: expect.stringContaining("timeout_s"),
  });
});

test("a question that does not fit is asked in its pieces", async () => {
  await using small = await server.database("pieces", { memoryLimitBytes: 60_000_000 });
  const texts = (of: number) =>
    Array.from({ length: of }, (_, i) =>
      raw(`select uniqExact(repeat(toString(number), 20)) as n from numbers(3000000) where number % ${of} = ${i}`),
    );
  const [text] = texts(1);
  if (text === undefined) throw new RangeError("no text");
  const query = { name: "count", row: z.object({ n: z.number() }), text };
  await expect(small.rows(query)).rejects.toMatchObject({ code: "OUT_OF_MEMORY" });
  const merge = (parts: readonly (readonly { n: number }[])[]) => [
    { n: parts.flat().reduce((sum, { n }) => sum + n, 0) },
  ];
  expect(await small.rows({ ...query, pieces: () => ({ texts: texts(8), merge }) })).toEqual([{ n: 3_000_000 }]);
});

test("a signal ends the statement on the server", async () => {
  const controller = new AbortController();
  const running = warehouse.table(raw("select sum(sipHash64(number)) from numbers(100000000000)"), {
    signal: controller.signal,
  });
  const busy = raw(
    "select count() from system.processes where query like '%numbers(100000000000)%' and query not like '%processes%' and not is_cancelled",
  );
  const count = async (): Promise<unknown> => (await warehouse.table(busy)).rows[0]?.[0];
  while ((await count()) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  controller.abort();
  await expect(running).rejects.toThrow(/abort/i);
  while ((await count()) !== 0) await new Promise((resolve) => setTimeout(resolve, 20));
});

test("a server that is not there is tried again, then named", async () => {
  await using nowhere = openClickHouse({ url: "http://127.0.0.1:9", retries: 1 });
  await expect(nowhere.table(raw("select 1"))).rejects.toMatchObject({
    code: "ENGINE_UNREACHABLE",
    hint: expect.stringContaining("engine.url"),
  });
});

test("a password is demanded and given", async () => {
  await using guarded = await startClickHouse({ password: "s3cret" });
  const warehouse = await guarded.database("inside");
  expect((await warehouse.table(raw("select 1 as x"))).rows).toEqual([[1]]);
  await using stranger = openClickHouse({ url: guarded.url.replace("s3cret", "guess") });
  await expect(stranger.table(raw("select 1"))).rejects.toMatchObject({ code: "FORBIDDEN" });
});
