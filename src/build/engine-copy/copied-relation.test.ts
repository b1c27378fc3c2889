import { expect, test } from "vitest";
import { raw, sql } from "../../sql/sql.ts";
import { openDuckDB } from "../../warehouse/duckdb/instance.ts";
import { inMonth } from "./copied-relation.ts";

test("every day is in its month, and rows without one are in that of January 1970", async () => {
  await using warehouse = await openDuckDB({ path: ":memory:", spillDir: "", threads: 1 });
  await warehouse.exec(
    raw(`create table days as select cast(d as date) as day from (values
      ('1969-12-31'), ('1970-01-01'), ('1970-01-31'), ('1970-02-01'), ('2023-12-31'), ('2024-01-01'), (null)) as t(d)`),
  );
  const days = async (month: number): Promise<readonly unknown[]> =>
    (await warehouse.table(sql`select day from days where ${inMonth(month, warehouse)} order by day`)).rows.flat();
  expect(await days(196912)).toEqual(["1969-12-31"]);
  expect(await days(197001)).toEqual(["1970-01-01", "1970-01-31", null]);
  expect(await days(197002)).toEqual(["1970-02-01"]);
  expect(await days(202312)).toEqual(["2023-12-31"]);
});
