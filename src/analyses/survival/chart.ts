import type { ChartSpec } from "../../contract/chart-spec.ts";
import { figureText } from "../../stats/evidence-text.ts";
import { numberCell, textCell } from "../lab-words.ts";
import { survivalSentence } from "./findings.ts";
import type { CoxPart, SurvivalResult } from "./survived.ts";

/** Curves, the groups in numbers, and hazard ratios where there is a regression. */
export function survivalCharts(result: SurvivalResult): readonly ChartSpec[] {
  return [curveChart(result), groupsChart(result), ...(result.cox === null ? [] : [hazardChart(result.cox, result)])];
}

function curveChart(result: SurvivalResult): ChartSpec {
  const { times, groups, duration, level, n, events } = result;
  return {
    kind: "line",
    title: survivalSentence(result),
    subtitle: `share without the event by ${duration} (Kaplan-Meier), ${figureText(level * 100)} % bands; ${events.toLocaleString("en-US")} events of ${n.toLocaleString("en-US")} rows`,
    alt: groups
      .map(
        ({ group, median }) => `${group}: median ${median.value === null ? "not reached" : figureText(median.value)}`,
      )
      .join("; "),
    x: { label: duration, unit: null, scale: "linear", values: times },
    y: { label: "without the event", unit: "share", scale: "linear" },
    series: groups.map(({ group, survival, low, high }) => ({
      label: group,
      role: "main",
      values: survival,
      band: { label: `${figureText(level * 100)} % band`, low, high },
    })),
    openFrom: null,
    marks: [],
    rules: [{ at: 0.5, label: "half" }],
  };
}

function groupsChart({ groups, by, horizon, logRank }: SurvivalResult): ChartSpec {
  return {
    kind: "table",
    title: "Events, medians and mean times",
    subtitle: `mean time without the event up to ${horizon === null ? "the end" : figureText(horizon)}`,
    alt: `Events of rows: ${groups.map(({ group, n, events }) => `${group} ${events} of ${n}`).join("; ")}.`,
    columns: [
      ...[
        textCell(by ?? "group"),
        numberCell("rows"),
        numberCell("events"),
        numberCell("expected events"),
        numberCell("median"),
      ],
      ...[
        numberCell("from"),
        numberCell("to"),
        numberCell("mean time"),
        numberCell("mean, from"),
        numberCell("mean, to"),
      ],
    ],
    rows: groups.map(({ group, n, events, median, mean }, i) => [
      ...[group, n, events, logRank?.groups[i]?.expected ?? null, median.value, median.low, median.high],
      ...[mean?.value ?? null, mean?.interval?.low ?? null, mean?.interval?.high ?? null],
    ]),
  };
}

function hazardChart({ lines, n, sampled, references }: CoxPart, { level }: SurvivalResult): ChartSpec {
  const against = references.map(({ column, level: value }) => `${column} ${value}`).join(", ");
  return {
    kind: "table",
    title: "Hazard ratios with the other columns held fixed",
    subtitle: `Cox's regression of ${n.toLocaleString("en-US")} rows${sampled ? " (a seeded sample)" : ""}, ${figureText(level * 100)} % intervals${against === "" ? "" : `; compared with ${against}`}`,
    alt: `Hazard ratios: ${lines.map(({ name, ratio }) => `${name} ${figureText(ratio)}`).join("; ")}.`,
    columns: [
      ...[
        textCell("column"),
        numberCell("hazard ratio"),
        numberCell("from"),
        numberCell("to"),
        numberCell("coefficient"),
        numberCell("error"),
      ],
      ...[numberCell("p"), numberCell("p of a change with time")],
    ],
    rows: lines.map((line) => [
      ...[line.name, line.ratio, line.interval.low, line.interval.high, line.coefficient, line.se],
      ...[line.pValue, line.proportional],
    ]),
  };
}
