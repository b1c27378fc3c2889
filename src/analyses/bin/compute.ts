import { NO_VALUE } from "../../contract/selection.ts";
import { binText } from "../../models/lab/bin-spec.ts";
import { binCuts, groupNames, labGroups } from "../../models/lab/groups.ts";
import { type LabTable, labTable } from "../../models/lab/lab-table.ts";
import { type MomentsRow, shiftedSums } from "../../models/lab/moments-query.ts";
import { sampleNote } from "../../models/lab/sample-query.ts";
import { binOf } from "../../stats/binning/bins.ts";
import { naturalBreaks } from "../../stats/binning/natural-breaks.ts";
import { momentsOf, momentsOfSums, standardDeviation } from "../../stats/descriptive/moments.ts";
import type { Interval } from "../../stats/inference.ts";
import { oneSampleTTest } from "../../stats/two-sample/t-test.ts";
import type { ComputeContext, Computed, RowsOf } from "../analysis.ts";
import { type HistogramBins, histogramBins } from "../histogram-bins.ts";
import { shownNumber } from "../lab-words.ts";
import type { BinParams } from "./params.ts";
import { type BinQueries, binsAsked } from "./query.ts";

export interface BinLine {
  readonly label: string;
  /** Rows in the bin; of a sample, sampled values. */
  readonly n: number;
  readonly share: number;
  readonly low: number | null;
  readonly high: number | null;
  readonly mean: number | null;
  /** Of the other column in this bin, where one is asked for. */
  readonly value: BinValue | null;
}

interface BinValue {
  readonly n: number;
  readonly mean: number | null;
  readonly sd: number | null;
  readonly interval: Interval | null;
}

export interface BinResult {
  readonly table: string;
  readonly column: string;
  readonly unit: string | null;
  readonly method: BinParams["method"];
  /** What other analyses take as `by` to make the same groups. */
  readonly by: string;
  readonly cuts: readonly number[];
  readonly n: number;
  readonly missing: number;
  /** Values that `lines` counts, where natural breaks were looked for among fewer than there are; else null. */
  readonly sampled: number | null;
  readonly lines: readonly BinLine[];
  readonly values: { readonly column: string; readonly unit: string | null } | null;
  readonly bins: HistogramBins | null;
}

type Rows = RowsOf<BinQueries>;

export function computeBin(rows: Rows, params: BinParams, context: ComputeContext): Computed<BinResult> {
  const table = labTable(params, context);
  const { name: column, unit } = table.number(params.column);
  const found =
    params.method === "jenks" ? natural(rows, params, { table, context }) : grouped(rows, params, { table, context });
  if ("reason" in found) return { status: "undetermined", reason: found.reason, warnings: [] };
  const values = params.values === undefined ? null : table.number(params.values);
  return {
    status: "ok",
    result: {
      ...{ table: table.asked, column, unit, method: params.method, by: found.by, cuts: found.cuts, n: found.n },
      ...{ missing: found.missing, sampled: found.sampled, lines: found.lines },
      bins: histogramBins(rows.histogram, column),
      values: values === null ? null : { column: values.name, unit: values.unit },
    },
    warnings: found.warnings,
  };
}

type Found = Pick<BinResult, "by" | "cuts" | "n" | "missing" | "sampled" | "lines"> & {
  readonly warnings: readonly string[];
};
interface Of {
  readonly table: LabTable;
  readonly context: ComputeContext;
}

function grouped(rows: Rows, params: BinParams, { table, context }: Of): Found | { readonly reason: string } {
  const asked = binsAsked(params, table) ?? "";
  const groups = labGroups(asked, table, context);
  const own = rows.groups.filter(({ column }) => column === groups.column);
  const n = own.reduce((sum, row) => sum + row.n, 0);
  const cuts = binCuts(rows.cuts[0] ?? {}).map(({ at }) => at);
  if (n === 0) return { reason: `${table.asked} has no values of ${groups.column}` };
  const keys = own.map(({ group }) => group ?? "").filter((key) => key !== NO_VALUE);
  const other = params.values === undefined ? null : table.number(params.values).name;
  const lines = groupNames(groups, keys, rows.cuts).flatMap(({ key, label }): readonly BinLine[] => {
    const row = own.find(({ group }) => group === key);
    if (row === undefined) return [];
    const value = other === null ? undefined : rows.groups.find((r) => r.column === other && r.group === key);
    return [lineOf(row, { label, all: n, value })];
  });
  const wanted = params.method === "median" ? 2 : params.method === "fixed" ? params.cuts.length + 1 : params.bins;
  if (lines.length < 2) return { reason: `the values of ${groups.column} do not part into bins: they are all in one` };
  const missing = own.reduce((sum, row) => sum + row.rows - row.n, 0);
  const warnings = lines.length < wanted ? [`ties or gaps leave ${lines.length} bins of ${wanted}`] : [];
  return { by: asked, cuts, n, missing, sampled: null, lines, warnings };
}

interface LineOptions {
  readonly label: string;
  readonly all: number;
  readonly value: MomentsRow | undefined;
}

function lineOf(row: MomentsRow, { label, all, value }: LineOptions): BinLine {
  const { n, lo, hi } = row;
  const common = { label, n, share: n / all, low: lo, high: hi, mean: momentsOfSums(shiftedSums(row)).mean };
  if (value === undefined) return { ...common, value: null };
  const moments = momentsOfSums(shiftedSums(value));
  const mean = value.n === 0 ? null : moments.mean;
  const test = oneSampleTTest(moments);
  const interval = test.status === "ok" ? test.estimate.interval : null;
  return { ...common, value: { n: value.n, mean, sd: standardDeviation(moments), interval } };
}

function natural(
  rows: Rows,
  { bins, values: other }: BinParams,
  { table, context }: Of,
): Found | { readonly reason: string } {
  const { n, rows: all } = rows.groups[0] ?? { n: 0, rows: 0 };
  const column = rows.values[0]?.column ?? "";
  const values = rows.values.map(({ x }) => x);
  const breaks = naturalBreaks(values, bins);
  if (breaks.status === "undetermined") return { reason: breaks.reason };
  const cuts = [...breaks.edges].slice(1, -1);
  const parts = Array.from({ length: bins }, (): number[] => []);
  for (const value of values) parts[binOf(breaks, value) ?? 0]?.push(value);
  const lines = parts.map((part, i): BinLine => {
    const [low, high] = [cuts[i - 1], cuts[i]].map((cut) => (cut === undefined ? null : shownNumber(cut)));
    const label =
      low == null
        ? `${column} up to ${high}`
        : high == null
          ? `${column} above ${low}`
          : `${column} above ${low} to ${high}`;
    const moments = momentsOf(part);
    return {
      label,
      n: part.length,
      share: part.length / values.length,
      low: Math.min(...part),
      high: Math.max(...part),
      mean: moments.mean,
      value: null,
    };
  });
  const note = sampleNote(values.length, n, context.seed);
  const by = binText({ column: table.number(column).name, method: { kind: "fixed", cuts } });
  const again = `run it again with --method fixed --cuts ${cuts.join(",")}`;
  const warnings = [
    ...(note === null ? [] : [note, `the bins count the sample: to count all rows ${again}`]),
    ...(other === undefined ? [] : [`the mean of ${other} is shown for bins of known cuts: ${again}`]),
  ];
  return { by, cuts, n, missing: all - n, sampled: note === null ? null : values.length, lines, warnings };
}
