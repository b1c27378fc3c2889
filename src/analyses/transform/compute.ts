import { labTable, numberColumns } from "../../models/lab/lab-table.ts";
import { type MomentsRow, shiftedSums } from "../../models/lab/moments-query.ts";
import { sampleNote } from "../../models/lab/sample-query.ts";
import { valuesOf } from "../../models/lab/values-query.ts";
import { histogram } from "../../stats/descriptive/histogram.ts";
import { kurtosis, type Moments, momentsOf, momentsOfSums, skewness } from "../../stats/descriptive/moments.ts";
import type { Inferred, Interval } from "../../stats/inference.ts";
import { fitBoxCox } from "../../stats/transform/box-cox.ts";
import type { PowerFit } from "../../stats/transform/power-fit.ts";
import { log1pTransform } from "../../stats/transform/transform.ts";
import { fitYeoJohnson } from "../../stats/transform/yeo-johnson.ts";
import type { ComputeContext, Computed, RowsOf } from "../analysis.ts";
import { type HistogramBins, histogramBins } from "../histogram-bins.ts";
import { type Logarithms, logarithmsOf, logarithmWarnings } from "./logarithms.ts";
import type { TransformParams } from "./params.ts";
import type { TransformQueries } from "./query.ts";

export type TransformName = "none" | "log1p" | "Box-Cox" | "Yeo-Johnson";

/** The shape of a column after a transform. */
export interface TransformLine {
  readonly name: TransformName;
  readonly lambda: number | null;
  /** Of lambda, by the profile likelihood. */
  readonly interval: Interval | null;
  /** Values the numbers are from. */
  readonly n: number;
  readonly skewness: number | null;
  readonly kurtosis: number | null;
  /** Why the transform does not apply; null when it does. */
  readonly reason: string | null;
}

export interface TransformedColumn {
  readonly column: string;
  readonly unit: string | null;
  readonly n: number;
  readonly lines: readonly TransformLine[];
  /** The simplest transform about as symmetric as the best one; `none` where the values are symmetric as they are. */
  readonly best: TransformName;
  /** Null unless all values are above 0. */
  readonly logarithms: Logarithms | null;
  readonly before: HistogramBins | null;
  /** Of the best transform, over the values it was fitted to; null for none. */
  readonly after: HistogramBins | null;
}

export interface TransformResult {
  readonly table: string;
  /** The column whose rows may be alike; null for rows that stand for themselves. */
  readonly cluster: string | null;
  readonly columns: readonly TransformedColumn[];
}

const ENOUGH = 8;
/** Skewness up to which values are symmetric enough as they are. */
const SYMMETRIC = 0.5;
/** A simpler transform is taken when it leaves no more than this skewness beyond the best one's. */
const ABOUT = 0.1;

type Rows = RowsOf<TransformQueries>;

export function computeTransform(
  rows: Rows,
  params: TransformParams,
  context: ComputeContext,
): Computed<TransformResult> {
  const table = labTable(params, context);
  const asked = numberColumns(table, params.column, 8);
  const columns = asked.flatMap(({ name, unit }): readonly TransformedColumn[] => {
    const before = rows.before.find(({ column }) => column === name);
    if (before === undefined || before.n < ENOUGH || before.lo === before.hi) return [];
    const values = valuesOf(rows.values, name, null);
    const log = rows.logs.find(({ column }) => column === name);
    const tried = candidates(before, log, values).filter(({ line }) => wanted(line.name, params.method));
    const best = bestOf(tried);
    return [
      {
        ...{ column: name, unit, n: before.n, lines: tried.map(({ line }) => line) },
        best: best.line.name,
        logarithms: logarithmsOf(before, rows, params.cluster !== undefined),
        before: histogramBins(rows.histogram, name),
        after: best.line.name === "none" ? null : binsOf(values.map(best.apply)),
      },
    ];
  });
  const cluster = params.cluster === undefined ? null : table.column(params.cluster).name;
  const missing = asked.filter(({ name }) => !columns.some(({ column }) => column === name)).map(({ name }) => name);
  const few = `${missing.join(", ")}: fewer than ${ENOUGH} different values, so that there is no shape to change`;
  if (columns.length === 0) return { status: "undetermined", reason: few, warnings: [] };
  const notes = columns.flatMap(({ lines, n }) =>
    lines.flatMap((line) => (line.reason === null ? [sampleNote(line.n, n, context.seed)] : [])),
  );
  return {
    status: "ok",
    result: { table: table.asked, cluster, columns },
    warnings: [
      ...(missing.length > 0 ? [few] : []),
      ...logarithmWarnings(columns, cluster),
      ...new Set(notes.filter((note) => note !== null)),
    ],
  };
}

const wanted = (name: TransformName, method: TransformParams["method"]): boolean =>
  name === "none" || method === "all" || name.toLowerCase() === method;

interface Candidate {
  readonly line: TransformLine;
  readonly apply: (value: number) => number;
}

/** From the simplest to the most flexible: nothing and log1p over all values, powers over those they are fitted to. */
function candidates(before: MomentsRow, log: MomentsRow | undefined, values: Float64Array): readonly Candidate[] {
  const none = {
    name: "none",
    lambda: null,
    interval: null,
    ...shapeOf(momentsOfSums(shiftedSums(before))),
    reason: null,
  } as const;
  const negative = before.lo !== null && before.lo < 0;
  const logged: TransformLine =
    log === undefined || negative
      ? refused("log1p", "some values are below 0")
      : { name: "log1p", lambda: null, interval: null, ...shapeOf(momentsOfSums(shiftedSums(log))), reason: null };
  return [
    { line: none, apply: (value) => value },
    { line: logged, apply: (value) => log1pTransform().apply(value) },
    before.lo !== null && before.lo <= 0
      ? { line: refused("Box-Cox", "some values are not above 0"), apply: (value) => value }
      : fitted("Box-Cox", fitBoxCox(values), values),
    fitted("Yeo-Johnson", fitYeoJohnson(values), values),
  ];
}

const refused = (name: TransformName, reason: string): TransformLine => ({
  ...{ name, lambda: null, interval: null, n: 0, skewness: null, kurtosis: null, reason },
});

function fitted(name: TransformName, fit: Inferred<PowerFit>, values: Float64Array): Candidate {
  if (fit.status === "undetermined") return { line: refused(name, fit.reason), apply: (value) => value };
  const { lambda, interval, transform } = fit;
  const shape = shapeOf(momentsOf(values.map(transform.apply)));
  return { line: { name, lambda, interval, ...shape, reason: null }, apply: transform.apply };
}

const shapeOf = (moments: Moments): Pick<TransformLine, "n" | "skewness" | "kurtosis"> => ({
  n: moments.n,
  skewness: skewness(moments),
  kurtosis: kurtosis(moments),
});

function bestOf(tried: readonly Candidate[]): Candidate {
  const [none] = tried;
  if (none === undefined) throw new RangeError("values as they are are always a candidate");
  const size = ({ line }: Candidate): number => Math.abs(line.skewness ?? Number.POSITIVE_INFINITY);
  if (size(none) <= SYMMETRIC) return none;
  const least = Math.min(...tried.map(size));
  return tried.find((candidate) => size(candidate) <= least + ABOUT) ?? none;
}

function binsOf(values: Float64Array): HistogramBins | null {
  const found = histogram(values);
  if (found === null) return null;
  return Array.from(found.counts, (count, i) => ({ from: found.edges[i] ?? 0, to: found.edges[i + 1] ?? 0, count }));
}
