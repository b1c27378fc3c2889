import type { ResultTable } from "../analysis.ts";
import type { SurvivalResult } from "./survived.ts";

/** Groups, then tests, then hazard ratios, exact values. */
export function survivalTable({ groups, logRank, cox }: SurvivalResult): ResultTable {
  const text = (name: string) => ({ name, type: "text" as const });
  const number = (name: string) => ({ name, type: "number" as const });
  return {
    columns: [
      ...[text("part"), text("name"), number("n"), number("events"), number("value"), number("low"), number("high")],
      ...[number("coefficient"), number("se"), number("p_value"), number("proportional_p")],
    ],
    rows: [
      ...groups.map(({ group, n, events, median }) => [
        ...["median", group, n, events, median.value, median.low, median.high, null, null, null, null],
      ]),
      ...groups.flatMap(({ group, n, events, mean }) =>
        mean === null
          ? []
          : [
              [
                ...["mean", group, n, events, mean.value, mean.interval?.low ?? null, mean.interval?.high ?? null],
                ...[null, null, null, null],
              ],
            ],
      ),
      ...(logRank === null
        ? []
        : [["test", "log-rank", null, null, logRank.statistic, null, null, null, null, logRank.pValue, null]]),
      ...(cox?.lines ?? []).map((line) => [
        ...["hazard_ratio", line.name, cox?.n ?? null, cox?.events ?? null, line.ratio],
        ...[line.interval.low, line.interval.high, line.coefficient, line.se, line.pValue, line.proportional],
      ]),
    ],
  };
}
