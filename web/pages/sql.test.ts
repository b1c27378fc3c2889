import { expect, test } from "vitest";
import { ChartSpec } from "../../src/contract/chart-spec.ts";
import { metricText } from "./metric-text.ts";
import { queryChart } from "./query-chart.ts";
import { suggestionsFor } from "./sql-completion.ts";

const answer = (types: readonly string[], rows: readonly (readonly (string | number | null)[])[]) => ({
  columns: types.map((type, i) => ({ name: `c${i}`, type })),
  rows: rows.map((row) => [...row]),
  truncated: false,
  sample: null,
  ms: 1,
});

test("days and numbers make a line in order of time; a missing value is a gap", () => {
  const spec = queryChart(
    answer(
      ["DATE", "BIGINT"],
      [
        ["2019-10-02", 2],
        ["2019-10-01", null],
      ],
    ),
  );
  expect(spec).toMatchObject({
    kind: "line",
    x: { values: ["2019-10-01", "2019-10-02"] },
    series: [{ values: [null, 2] }],
  });
  expect(ChartSpec.parse(spec)).toEqual(spec);
});

test("names and numbers make bars; numbers written as text count", () => {
  const spec = queryChart(answer(["VARCHAR", "DECIMAL(18,2)"], [["a", "1.50"]]));
  expect(spec).toMatchObject({ kind: "bars", category: { values: ["a"] }, series: [{ values: [1.5] }] });
  expect(ChartSpec.parse(spec)).toEqual(spec);
});

test.each([
  ["no numbers", ["VARCHAR", "VARCHAR"]],
  ["numbers first", ["BIGINT", "BIGINT"]],
  ["one column", ["VARCHAR"]],
])("%s: no chart", (_, types) => {
  expect(queryChart(answer(types, [types.map(() => "1")]))).toBeNull();
});

test.each([
  ["select count(*) from fct_events", "  count_of_events:\n    kind: count\n"],
  [
    "SELECT sum(value) AS revenue FROM fct_events WHERE event = 'it''s'",
    '  revenue:\n    kind: sum\n    of: value\n    filter:\n      event: "it\'s"\n',
  ],
  ["select count(distinct user_id) from fct_events;", "  distinct_of_user_id:\n    kind: distinct\n    of: user_id\n"],
  ["select median(value) from fct_events", "  quantile_of_value:\n    kind: quantile\n    of: value\n    q: 0.5\n"],
])("%s is a metric", (sql, text) => {
  expect(metricText(sql)).toBe(`metrics:\n${text}`);
});

test.each(["select 1", "select sum(distinct value) from fct_events", "select sum(value) from dim_users"])(
  "%s is no metric",
  (sql) => expect(metricText(sql)).toBeNull(),
);

const relation = (name: string, columns: readonly string[]) => ({
  name,
  kind: "table" as const,
  row: null,
  rows: null,
  columns: columns.map((column) => ({ name: column, type: "text", meaning: null })),
});
const SCHEMA = {
  relations: [relation("fct_events", ["event", "event_time"]), relation("dim_users", ["events"])],
  functions: ["even"],
  sample: null,
};

test("completion offers columns of the relations that are named, then everything else", () => {
  const sql = "select eve from fct_events";
  expect(suggestionsFor(sql, 10, SCHEMA).map(({ text }) => text)).toEqual(["event", "event_time", "even"]);
  expect(suggestionsFor("select * from fct_e", 19, SCHEMA)).toEqual([
    { text: "fct_events", kind: "table", typed: "fct_e" },
  ]);
  expect(suggestionsFor("select e", 8, SCHEMA)).toEqual([]);
});
