import { joinSql, raw, type Sql, sql } from "../../../src/sql/sql.ts";
import { type Ask, a, all, b, c, column, each, holds, pairs } from "./case-table.ts";
import type { DialectCase } from "./dialect-case.ts";

const flagged = pairs(["integer", "boolean"], [1, true], [1, true], [2, null], [4, false], [null, true]);
const nobody = pairs(["integer", "boolean"]);
const thousand = (d: Parameters<Ask>[0]): Sql => sql`(select ${d.approxDistinct(raw("x.a + 10 * y.a + 100 * z.a"))}
    from ${digits(d)} as x cross join ${digits(d)} as y cross join ${digits(d)} as z)`;

function digits(d: Parameters<Ask>[0]): Sql {
  const tens = Array.from({ length: 10 }, (_, i) => `select ${i} as a`).join(" union all ");
  return sql`(select ${d.cast(a, "integer")} as a from (${raw(tens)}) as ten)`;
}

export const AGGREGATES: readonly DialectCase[] = [
  all("quantile", "is of type 7", column("number", 1, 2, 3, 10))((d) => d.quantile(0.25, a), 1.75),
  all("quantile", "of ties", column("number", 2, 2, 2, 5, 2))((d) => d.quantile(0.9, a), 3.8),
  all("quantile", "leaves missing values out", column("number", 1, null, 2))((d) => d.quantile(0.5, a), 1.5),
  all("quantile", "of one value", column("number", -3.25))((d) => d.quantile(0.99, a), -3.25),
  all("quantile", "of missing values only", column("number", null, null))((d) => d.quantile(0.5, a), null),
  all("quantile", "of no row", column("number"))((d) => d.quantile(0.5, a), null),
  all(
    "quantiles",
    "are of type 7, in the order of the shares",
    column("number", 1, 2, null, 3, 10),
  )((d) => sql`${joinSql(d.quantiles([0.25, 0.5], a), " - ")}`, -0.75),
  all("wholeTotal", "is exact", column("number", 2 ** 60, 1, null, -(2 ** 60)))((d) => d.wholeTotal(a), 1),
  all(
    "wholeTotal",
    "holds more than 64 bits",
    column("number", ...new Array(5).fill(2 ** 62)),
  )((d) => d.wholeTotal(a), String(5n * 2n ** 62n)),
  all("wholeTotal", "rounds halves to even", column("number", 0.5, 1.5, 2.5, -0.5, 0.7))((d) => d.wholeTotal(a), 5),
  all("wholeTotal", "of missing values is null", column("number", null))((d) => d.wholeTotal(a), null),
  all(
    "wholeTotal",
    "of nothing divided by nothing is null",
    column("number", 0, 0),
  )((d) => d.wholeTotal(d.safeDivide(a, a)), null),
  all(
    "wholeTotal",
    "may be summed again",
    column("number", 2 ** 62, 2 ** 61, -1),
  )((d) => sql`${d.wholeTotal(a)} + ${d.wholeTotal(a)}`, String(3n * 2n ** 62n - 2n)),
  all(
    "summand",
    "of a sum beyond 64 bits",
    column("integer", ...new Array(3).fill("9223372036854775807"), null),
  )((d) => d.cast(sql`sum(${d.summand(a)})`, "decimal(38,0)"), "27670116110564327421"),
  all(
    "summand",
    "of a sum under a condition",
    pairs(["integer", "boolean"], ...new Array(3).fill(["9223372036854775807", true]), [1, false], [1, null]),
  )((d) => d.cast(d.sumIf(d.summand(a), b), "decimal(38,0)"), "27670116110564327421"),
  all("summand", "of missing values adds nothing", column("integer", null))((d) => sql`sum(${d.summand(a)})`, null),
  all("countIf", "counts true, not false or unknown", flagged)((d) => d.countIf(b), 3),
  all("countIf", "of no row is 0", nobody)((d) => d.countIf(b), 0),
  all("sumIf", "adds the values there are", flagged)((d) => d.sumIf(a, b), 2),
  all("sumIf", "where nothing fits is null", flagged)((d) => d.sumIf(a, sql`${a} > 100`), null),
  all("sumIf", "of missing values is null", flagged)((d) => d.sumIf(a, sql`${a} is null`), null),
  all("sumIf", "of no row is null", nobody)((d) => d.sumIf(a, b), null),
  all(
    "sumIf",
    "of decimals is exact",
    pairs(["decimal(18,2)", "boolean"], ["0.10", true], ["0.20", true]),
  )(
    holds((d) => sql`${d.sumIf(a, b)} = ${d.cast(raw("'0.30'"), "decimal(18,2)")}`),
    true,
  ),
  all("countDistinctIf", "of values that are there", flagged)((d) => d.countDistinctIf(a, b), 1),
  all(
    "countDistinctIf",
    "tells text apart by code points",
    pairs(["text", "boolean"], ["é", true], ["e\u0301", true], ["É", true], ["É", true], ["x", false]),
  )((d) => d.countDistinctIf(a, b), 3),
  all(
    "countDistinctIf",
    "tells 64-bit ids apart",
    pairs(["integer", "boolean"], ["9007199254740993", true], ["9007199254740992", true]),
  )((d) => d.countDistinctIf(a, b), 2),
  all("countDistinctIf", "of no row is 0", nobody)((d) => d.countDistinctIf(a, b), 0),
  each(
    "isAmong",
    "the rows of a query",
    column("text", "a", "b", null),
  )(
    holds((d) => d.isAmong(a, raw("select 'a' as k union all select 'c' as k"))),
    [true, false, null],
  ),
  all("firstBy", "the second key decides among ties", [
    ["text", "timestamp", "integer"],
    [
      ["b", "2024-01-01 00:00:00.000001", 1],
      ["c", "2024-01-01 00:00:00", 10],
      ["a", "2024-01-01 00:00:00", 9],
      [null, "2023-01-01 00:00:00", 1],
    ],
  ])((d) => d.firstBy(a, [b, c]), "a"),
  all("firstBy", "of no row is null", nobody)((d) => d.firstBy(a, [b]), null),
  all("approxDistinct", "of few values is exact", column("text", "a", "a", "b", null))((d) => d.approxDistinct(a), 2),
  all("approxDistinct", "of no row is 0", column("text"))((d) => d.approxDistinct(a), 0),
  all(
    "approxDistinct",
    "tells the size of a thousand",
    column("integer", 0),
  )(
    holds((d) => sql`${thousand(d)} between 600 and 1400`),
    true,
  ),
];
