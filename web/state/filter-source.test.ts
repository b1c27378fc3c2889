import { expect, test } from "vitest";
import { columnFilters, valuesSql } from "./filter-source.ts";

test("columns of words can be filtered by; names and searches cannot leave their quotes", () => {
  const columns = [
    { name: "plan", type: "VARCHAR" },
    { name: "land", type: "text" },
    { name: "score", type: "DOUBLE" },
    { name: "day", type: "DATE" },
  ];
  expect(columnFilters("fct_calls", columns).choices.map(({ value }) => value)).toEqual(["plan", "land"]);
  expect(valuesSql("fct_calls", 'a"b', "O'Brien")).toBe(
    `select nullif("a""b", '(none)') as value, count(*) as n from fct_calls where contains(lower("a""b"), 'o''brien') group by 1 order by n desc, value`,
  );
});
