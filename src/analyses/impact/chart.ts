import type { ChartSpec } from "../../contract/chart-spec.ts";
import { figureText } from "../../stats/evidence-text.ts";
import { groupMeansChart } from "../group-means-chart.ts";
import { numberCell, textCell } from "../lab-words.ts";
import { outcomeSentence } from "./findings.ts";
import type { ImpactOutcome, ImpactResult, RevenueAtRisk } from "./impacted.ts";

/** Means by group of each outcome, then what is at risk, then every number. */
export function impactCharts(result: ImpactResult): readonly ChartSpec[] {
  const { outcomes, revenue } = result;
  return [
    ...outcomes.map((outcome) => meansChart(outcome, result)),
    ...(revenue === null ? [] : [riskChart(revenue, result)]),
    groupsChart(result),
  ];
}

function meansChart(outcome: ImpactOutcome, result: ImpactResult): ChartSpec {
  const { groups, outcome: column } = outcome;
  const { by, level } = result;
  return groupMeansChart({
    title: outcomeSentence(outcome, result),
    ...{ column, by, level, direction: "vertical", groups },
  });
}

function riskChart({ groups, column, total }: RevenueAtRisk, { by, level, groups: all }: ImpactResult): ChartSpec {
  return {
    kind: "bars",
    title: `${figureText(total.value)} of ${column} at risk with more ${by}`,
    subtitle: `(mean of ${all[0] ?? "the lowest group"} less mean of the group) times its rows, ${figureText(level * 100)} % intervals`,
    alt: groups.map(({ group, total: own }) => `${group}: ${figureText(own.value)}`).join("; "),
    direction: "vertical",
    layout: "grouped",
    category: { label: by, values: groups.map(({ group }) => group) },
    value: { label: `${column} at risk`, unit: null },
    series: [
      {
        label: `${column} at risk`,
        values: groups.map(({ total: own }) => own.value),
        interval: {
          label: `${figureText(level * 100)} % interval (Welch)`,
          low: groups.map(({ total: own }) => own.interval?.low ?? null),
          high: groups.map(({ total: own }) => own.interval?.high ?? null),
        },
      },
    ],
    rules: [],
  };
}

function groupsChart({ outcomes, groups, by, level }: ImpactResult): ChartSpec {
  return {
    kind: "table",
    title: `Every group against ${groups[0] ?? "the lowest"}`,
    subtitle: `differences with ${figureText(level * 100)} % intervals; p for all pairs of groups at once (Games-Howell)`,
    alt: `Differences from the lowest group in ${outcomes.map(({ outcome }) => outcome).join(", ")}.`,
    columns: [
      ...[
        textCell("outcome"),
        textCell(by),
        numberCell("rows"),
        numberCell("mean"),
        numberCell("difference"),
        numberCell("from"),
        numberCell("to"),
      ],
      numberCell("p"),
    ],
    rows: outcomes.flatMap(({ outcome, groups: own }) =>
      own.map(({ group, n, mean, difference, pValue }) => [
        ...[outcome, group, n, mean, difference?.value ?? null],
        ...[difference?.interval?.low ?? null, difference?.interval?.high ?? null, pValue],
      ]),
    ),
  };
}
