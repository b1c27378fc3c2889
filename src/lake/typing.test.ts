import { tmpdir } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { literal, raw, sql } from "../sql/sql.ts";
import { openDuckDB } from "../warehouse/duckdb/instance.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { typeText } from "./typing.ts";

let warehouse: Warehouse & AsyncDisposable;
beforeAll(async () => {
  warehouse = await openDuckDB({ path: ":memory:", spillDir: tmpdir() });
});
afterAll(() => warehouse[Symbol.asyncDispose]());

test.each([
  ["2024-01-05 10:00:00", "10:00", "15:00"],
  ["2024-1-5 10:00:00.250", "10:00", "15:00"],
  ["2024-01-05T10:00:00Z", "10:00", "10:00"],
  ["2024-01-05 10:00:00 UTC", "10:00", "10:00"],
  ["2024-01-05T10:00:00+02:00", "08:00", "08:00"],
  ["2024-01-05T10:00:00.123456-05:00", "15:00", "15:00"],
  ["2024-01-05 10:00:00-05", "15:00", "15:00"],
  ["2024-01-05T10:00:00-0530", "15:30", "15:30"],
  ["2024-01-05", "00:00", "05:00"],
])("the instant %s is %s UTC in a project of UTC, %s in one of New York", async (text, utc, newYork) => {
  for (const [timezone, expected] of [
    ["UTC", utc],
    ["America/New_York", newYork],
  ] as const) {
    const { value } = typeText(raw("x"), { type: "timestamp", format: "iso" }, { timezone });
    const { rows } = await warehouse.table(sql`select ${value} from (select ${raw(literal(text))} as x)`);
    expect(String(rows[0]?.[0]).slice(0, 16)).toBe(`2024-01-05T${expected}`);
  }
});
