import { expect, test } from "vitest";
import { dayOf } from "../core/calendar.ts";
import { exactSum } from "../models/exact-sum.ts";
import { projectDay } from "../models/project-day.ts";
import { raw, sql } from "../sql/sql.ts";
import { openDuckDB } from "../warehouse/duckdb/instance.ts";

test("sums of doubles are the same at 1, 2 and 4 threads, to the last bit", async () => {
  const sums = new Set<string>();
  for (const threads of [1, 2, 4]) {
    await using db = await openDuckDB({ path: ":memory:", spillDir: "", threads });
    await db.exec(
      raw("create table t as select i % 7 as g, sin(i) * power(10, i % 9) as x from range(400000) as r(i)"),
    );
    const { rows } = await db.table(
      sql`select g, ${exactSum(raw("x"), "number", { dialect: db.dialect })} as s from t group by g order by g`,
    );
    sums.add(JSON.stringify(rows));
  }
  expect(sums.size).toBe(1);
});

test.each([
  ["values", "(0.1), (0.2), (null)", 0.3],
  ["no value", "(cast(null as double))", null],
  ["a NaN", "(1.0), ('nan'::double)", null],
  ["an infinity", "(1.0), ('inf'::double)", null],
  ["a value too large to add exactly", "(1.0), (1e18)", null],
])("the sum of %s is exact or null", async (_, values, expected) => {
  await using db = await openDuckDB({ path: ":memory:", spillDir: "" });
  const { rows } = await db.table(
    sql`select ${exactSum(raw("x"), "number", { dialect: db.dialect })} as s from (values ${raw(values)}) as t(x)`,
  );
  expect(rows).toEqual([[expected]]);
});

test.each(["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia", "Australia/Lord_Howe"])(
  "the engine's day in %s is the calendar's, every 7 hours for twelve years",
  async (zone) => {
    await using db = await openDuckDB({ path: ":memory:", spillDir: "" });
    const [minMs, maxMs] = [Date.parse("2004-01-01T00:00:01Z"), Date.parse("2016-01-01T00:00:00Z")];
    const day = projectDay(raw("ts"), zone, { dialect: db.dialect, range: { minMs, maxMs } });
    const { rows } = await db.table(
      sql`select epoch_ms(ts) as ms, cast(${day} as varchar) as day from range(timestamp '2004-01-01 00:00:01', timestamp '2016-01-01', interval 7 hour) as r(ts)`,
    );
    const wrong = rows.filter(([ms, found]) => dayOf(Number(ms), zone) !== found);
    expect([rows.length, wrong]).toEqual([15028, []]);
  },
);
