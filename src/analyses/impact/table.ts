import type { ResultTable } from "../analysis.ts";
import type { ImpactResult } from "./impacted.ts";

/** One row per outcome and group, then what is at risk, exact values. */
export function impactTable({ outcomes, revenue }: ImpactResult): ResultTable {
  const text = (name: string) => ({ name, type: "text" as const });
  const number = (name: string) => ({ name, type: "number" as const });
  const risks =
    revenue === null
      ? []
      : [...revenue.groups, { group: "all", n: null, total: revenue.total }].map(({ group, n, total }) => ({
          group,
          n,
          total,
        }));
  return {
    columns: [
      ...[text("part"), text("outcome"), text("group"), number("n"), number("value"), number("low"), number("high")],
      ...[number("difference"), number("difference_low"), number("difference_high"), number("p_value")],
    ],
    rows: [
      ...outcomes.flatMap(({ outcome, groups }) =>
        groups.map(({ group, n, mean, interval, difference, pValue }) => [
          ...["mean", outcome, group, n, mean, interval?.low ?? null, interval?.high ?? null],
          ...[difference?.value ?? null, difference?.interval?.low ?? null, difference?.interval?.high ?? null, pValue],
        ]),
      ),
      ...outcomes.flatMap(({ outcome, etaSquared, adjusted }) =>
        etaSquared === null
          ? []
          : [
              [
                ...["eta_squared", outcome, null, null, etaSquared.value, etaSquared.interval.low],
                ...[etaSquared.interval.high, null, null, null, adjusted],
              ],
            ],
      ),
      ...risks.map(({ group, n, total }) => [
        ...["at_risk", revenue?.column ?? "", group, n, total.value, total.interval?.low ?? null],
        ...[total.interval?.high ?? null, null, null, null, null],
      ]),
    ],
  };
}
