import type { TableColumn } from "../../contract/chart-spec/table.ts";
import type { ChartSpec } from "../../contract/chart-spec.ts";
import { holds } from "./checks.ts";
import type { PipelineResult } from "./compute.ts";
import { headline, stepLabel } from "./findings.ts";
import type { AnyRow } from "./query.ts";
import type { PipelineStep } from "./steps.ts";

const text = (label: string): TableColumn => ({ label, unit: null, show: "text", good: "neutral" });
const number = (label: string, unit: string | null = null): TableColumn => ({ ...text(label), unit, show: "number" });
const bar = (label: string, unit: string): TableColumn => ({ ...text(label), unit, show: "bar" });

const droppedRows = ({ dropped }: PipelineStep): number => dropped.reduce((sum, { rows }) => sum + rows, 0);

/** Rows per step, the steps with rules and costs, the columns, and rows before and after. */
export function pipelineCharts(result: PipelineResult): readonly ChartSpec[] {
  return [
    rowsChart(result),
    stepsChart(result),
    columnsChart(result),
    ...beforeChart(result),
    ...afterChart(result),
    ...quarantineChart(result),
  ];
}

function rowsChart(result: PipelineResult): ChartSpec {
  const { steps, checks } = result;
  const counted = steps.filter(({ rowsIn }) => rowsIn !== null);
  const sums = counted.map((step) => `${stepLabel(step, steps)} ${step.accounted ?? 0} of ${step.rowsIn ?? 0}`);
  const wrong = checks.filter((check) => !holds(check)).length;
  return {
    kind: "bars",
    title: headline(result),
    subtitle: `rows that went into each step, kept and dropped; ${wrong === 0 ? `all ${checks.length} counts add up` : `${wrong} of ${checks.length} counts do not add up`}`,
    alt: `Rows kept by each step: ${sums.join("; ")}.`,
    direction: "horizontal",
    layout: "stacked",
    category: { label: "step", values: counted.map((step) => stepLabel(step, steps)) },
    value: { label: "rows", unit: "rows" },
    series: [
      { label: "kept", values: counted.map(({ accounted }) => accounted), interval: null },
      { label: "dropped", values: counted.map(droppedRows), interval: null },
    ],
    rules: [],
  };
}

function stepsChart({ steps, ingest, build }: PipelineResult): ChartSpec {
  const seconds = steps.reduce((sum, step) => sum + step.seconds, 0);
  const after = build === null ? "no build yet" : `build ${build.id} of ${build.startedAt}`;
  return {
    kind: "table",
    title: `${steps.length} steps from file to models`,
    subtitle: `ingest ${ingest.id} of ${ingest.startedAt}, ${after}; seconds and memory as recorded`,
    alt: `The ${steps.length} steps of the load with their rules, rows, seconds and memory; ${seconds.toFixed(1)} seconds in all.`,
    columns: [
      text("step"),
      number("rows in"),
      number("dropped"),
      number("rows out"),
      bar("time", "s"),
      bar("peak memory", "bytes"),
      text("rule"),
    ],
    rows: steps.map((step) => [
      stepLabel(step, steps),
      step.rowsIn,
      step.rowsIn === null ? null : droppedRows(step),
      step.rowsOut,
      step.seconds,
      step.peakRssBytes,
      step.rule,
    ]),
  };
}

function columnsChart({ columns, nulls }: PipelineResult): ChartSpec {
  const inferred = columns.filter(({ how }) => how === "inferred").length;
  const markers = Object.entries(nulls).map(([source, words]) => `${source}: ${words}`);
  return {
    kind: "table",
    title: `${columns.length} columns, ${inferred === 0 ? "all with declared types" : `${inferred} of them with an inferred type`}`,
    subtitle: `null is read from ${markers.join("; ")}`,
    alt: `How each of ${columns.length} columns was typed: ${inferred} inferred, the others declared or computed.`,
    columns: [text("source"), text("source column"), text("column"), text("role"), text("type"), text("how")],
    rows: columns.map(({ source, from, column, role, type, how }) => [source, from, column, role, type, how]),
  };
}

const MOST_TEXT = 500;
const shortened = (long: string): string => (long.length > MOST_TEXT ? `${long.slice(0, MOST_TEXT)} …` : long);

function beforeChart({ before }: PipelineResult): readonly ChartSpec[] {
  if (before === null || before.records.length === 0) return [];
  return [
    {
      kind: "table",
      title: `Before: the first records of ${before.path}`,
      subtitle: "as they stand in the file",
      alt: `The first ${before.records.length} records of ${before.path} as text.`,
      columns: [text(before.header || "record")],
      rows: before.records.map((record) => [shortened(record)]),
    },
  ];
}

function afterChart({ after, before }: PipelineResult): readonly ChartSpec[] {
  const [first] = after;
  if (first === undefined || before === null) return [];
  const names = Object.keys(first);
  // an id is a number without being a quantity, so every cell is shown as it stands
  const cell = (row: AnyRow, name: string): string | null => {
    const value = row[name] ?? null;
    return value === null ? null : shortened(String(value));
  };
  return [
    {
      kind: "table",
      title: `After: the ${after.length} rows that these records became`,
      subtitle: "as the models hold them; a record that was quarantined or a duplicate has no row",
      alt: `The ${after.length} rows that the first records of ${before.path} became, with ${names.length} columns.`,
      columns: names.map(text),
      rows: after.map((row) => names.map((name) => cell(row, name))),
    },
  ];
}

function quarantineChart({ quarantined }: PipelineResult): readonly ChartSpec[] {
  if (quarantined.length === 0) return [];
  return [
    {
      kind: "table",
      title: `Quarantine: the first ${quarantined.length} rows that could not be loaded`,
      subtitle: 'all of them: tidemark query "select * from quarantine"',
      alt: `${quarantined.length} rows that could not be loaded, with file, line, column and reason.`,
      columns: [text("file"), number("line"), text("column"), text("reason"), text("text")],
      rows: quarantined.map(({ file, line, column_name, reason, raw }) => [
        file,
        line,
        column_name,
        shortened(reason),
        raw === null ? null : shortened(raw),
      ]),
    },
  ];
}
