import type { ResultTable } from "../analysis.ts";
import type { CompareResult } from "./compared.ts";

/** One row per group, then tests, effects and pairs, exact values. */
export function compareTable(result: CompareResult): ResultTable {
  const { groups, test, robust, difference, effect, robustEffect, pairs } = result;
  const text = (name: string) => ({ name, type: "text" as const });
  const number = (name: string) => ({ name, type: "number" as const });
  return {
    columns: [
      ...[text("part"), text("name"), number("n"), number("value"), number("low"), number("high")],
      ...[number("sd"), number("df"), number("p_value"), number("rank_p_value")],
    ],
    rows: [
      ...groups.map(({ group, n, mean, interval, sd }) => [
        ...["group", group, n, mean, interval?.low ?? null, interval?.high ?? null, sd, null, null, null],
      ]),
      ...[test, robust].flatMap((line) =>
        line === null
          ? []
          : [["test", line.method, null, line.statistic, null, null, null, line.df.at(-1) ?? null, line.pValue, null]],
      ),
      ...[difference, effect, robustEffect].flatMap((line) =>
        line === null
          ? []
          : [
              [
                ...["effect", line.name, null, line.value, line.interval?.low ?? null, line.interval?.high ?? null],
                ...[null, null, null, null],
              ],
            ],
      ),
      ...pairs.map((pair) => [
        ...["pair", `${pair.first} less ${pair.second}`, null, pair.difference],
        ...[pair.interval?.low ?? null, pair.interval?.high ?? null, null, null, pair.pValue, pair.rankPValue],
      ]),
    ],
  };
}
