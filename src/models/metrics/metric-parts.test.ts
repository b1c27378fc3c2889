import { expect, test } from "vitest";
import { raw, sql } from "../../sql/sql.ts";
import { openDuckDB } from "../../warehouse/duckdb/instance.ts";
import { metricParts } from "./metric-parts.ts";

test("sums and products go beyond the digits of their columns", async () => {
  await using warehouse = await openDuckDB({ path: ":memory:", spillDir: "", threads: 1 });
  await warehouse.exec(
    raw(`create table rows as select cast(p as decimal(18,4)) as price, cast(q as bigint) as quantity
      from (values ('12345.6789', '9223372036854775807'), ('-0.5', '9223372036854775807')) as t(p, q)`),
  );
  const from = {
    columns: [
      { name: "price", type: "decimal(18,4)" },
      { name: "quantity", type: "integer" },
    ],
    complete: true,
  } as const;
  const sum = async (of: string): Promise<unknown> => {
    const { dialect } = warehouse;
    const parts = metricParts({ kind: "sum", of, entity: "event", good: "up" }, { id: "m", from, dialect });
    return (await warehouse.table(sql`select ${dialect.cast(parts.numerator, "text")} from rows`)).rows[0]?.[0];
  };
  expect(await sum("quantity")).toBe("18446744073709551614");
  expect(await sum("quantity * 3 - 1")).toBe("55340232221128654840");
  expect(await sum("price * price * price")).toBe("1881676371789.029860897069");
  expect(await sum("coalesce(price * quantity, quantity) - price * quantity")).toBe("0.0000");
  expect(await sum("coalesce(price, 0.5) * 2")).toBe("24690.3578");
  expect(await sum("-coalesce(quantity, price) + price * 2")).toBe("-18446744073709526923.6422");
});

test("distinct values of arithmetic go beyond 64 bits", async () => {
  await using warehouse = await openDuckDB({ path: ":memory:", spillDir: "", threads: 1 });
  const { dialect } = warehouse;
  const from = { columns: [{ name: "quantity", type: "integer" }], complete: true } as const;
  const metric = { kind: "distinct", of: "quantity * 3", entity: "event", good: "up" } as const;
  const { value } = metricParts(metric, { id: "m", from, dialect });
  const rows = raw("(values (9223372036854775807), (9223372036854775806), (null)) as t(quantity)");
  expect((await warehouse.table(sql`select ${value} from ${rows}`)).rows).toEqual([[2]]);
});
