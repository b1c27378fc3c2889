import { expect, test } from "vitest";
import { parametersOf } from "../../state/parameters.ts";
import { columnChoices, firstColumns, firstTable, isNumeric } from "./lab-question.ts";

const column = (name: string, type: string) => ({ name, type, meaning: null });
const COLUMNS = [
  column("call_id", "BIGINT"),
  column("latency", "DOUBLE"),
  column("region", "VARCHAR"),
  column("satisfaction", "INTEGER"),
  column("at", "TIMESTAMP"),
];
const parameters = parametersOf({
  required: ["value", "by"],
  properties: {
    value: { type: "string", column: "number" },
    by: { type: "string", column: "group" },
    columns: { type: "array", items: { type: "string", column: "number" } },
    level: { type: "number" },
  },
});
const [value, by, columns, level] = parameters;
if (value === undefined || by === undefined || columns === undefined || level === undefined) throw new RangeError();
const names = (parameter: typeof value, of = COLUMNS) => columnChoices(parameter, of)?.map((choice) => choice.value);

test("numbers are chosen among numbers, groups among all columns and bins of measured ones", () => {
  expect(names(value)).toEqual(["call_id", "latency", "satisfaction"]);
  expect(names(columns)).toEqual(["call_id", "latency", "satisfaction"]);
  expect(names(by)?.slice(4)).toEqual([
    "at",
    "bin:latency:median",
    "bin:latency:quantiles:4",
    "bin:satisfaction:median",
    "bin:satisfaction:quantiles:4",
  ]);
  expect(names(level)).toBeUndefined();
});

test("what must be said begins with a measured column and a column of groups", () => {
  expect(firstColumns(parameters, COLUMNS)).toEqual({ value: "latency", by: "region" });
  expect(firstColumns(parameters, [column("a", "DOUBLE"), column("b", "DOUBLE")])).toEqual({
    value: "a",
    by: "bin:b:median",
  });
  expect(firstColumns(parameters, [column("name", "VARCHAR")])).toEqual({ by: "name" });
});

test("the number types of both engines are numbers", () => {
  for (const type of ["UBIGINT", "HUGEINT", "DECIMAL(18,2)", "Int64", "UInt8", "Float64"])
    expect(isNumeric(column("x", type)), type).toBe(true);
  for (const type of ["VARCHAR", "DATE", "INTERVAL", "String", "BOOLEAN"])
    expect(isNumeric(column("x", type)), type).toBe(false);
});

test("the lab opens on things of the project, not on the log or what is made of its events", () => {
  const tables = ["dim_users", "fct_daily", "fct_event_runs", "fct_events", "fct_sessions", "fct_user_days"].map(
    (name) => ({
      name,
      kind: "table" as const,
      row: null,
      rows: null,
      columns: [],
    }),
  );
  expect(firstTable(tables)?.name).toBe("fct_sessions");
  expect(firstTable(tables.filter(({ name }) => name !== "fct_sessions"))?.name).toBe("dim_users");
});
