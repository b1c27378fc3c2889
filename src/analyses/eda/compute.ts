import { pairMoments } from "../../models/lab/cross-sums-query.ts";
import type { LabTable, NumberColumn } from "../../models/lab/lab-table.ts";
import { shiftedSums } from "../../models/lab/moments-query.ts";
import { ownColumns } from "../../models/lab/quality-query.ts";
import { quantilesOf } from "../../models/lab/quantiles-query.ts";
import { sampleNote } from "../../models/lab/sample-query.ts";
import { valuesOf } from "../../models/lab/values-query.ts";
import { kernelDensity } from "../../stats/descriptive/kernel-density.ts";
import { kurtosis, momentsOfSums, skewness, standardDeviation } from "../../stats/descriptive/moments.ts";
import { correlationOf, crossProductsOfMoments } from "../../stats/multivariate/cross-products.ts";
import { type TransformOffer, transformOffer } from "../../stats/transform/transform-offer.ts";
import type { ComputeContext, Computed, RowsOf } from "../analysis.ts";
import { type HistogramBins, histogramBins } from "../histogram-bins.ts";
import type { EdaParams } from "./params.ts";
import { type EdaQueries, edaRequest, SHARES } from "./query.ts";

export interface ColumnQuality {
  readonly column: string;
  readonly type: string;
  readonly missing: number;
  readonly missingShare: number;
  /** About how many different values; null for JSON. */
  readonly distinct: number | null;
}

/** A column of numbers in numbers, over all values. */
export interface NumberShape {
  readonly column: string;
  readonly unit: string | null;
  readonly n: number;
  readonly mean: number;
  readonly sd: number | null;
  readonly min: number;
  readonly q1: number | null;
  readonly median: number | null;
  readonly q3: number | null;
  readonly max: number;
  readonly skewness: number | null;
  readonly kurtosis: number | null;
  readonly bins: HistogramBins | null;
  /** Expected rows per bin by a Gaussian kernel density (Scott's rule); null without spread. */
  readonly density: readonly { readonly x: number; readonly y: number }[] | null;
  readonly offer: TransformOffer | null;
}

export interface JoinCheck {
  readonly target: string;
  /** Rows whose key has no partner there, and rows without a key. */
  readonly orphans: number;
  readonly keyless: number;
  readonly example: string | null;
}

/** Rows of the matrix of pairs, all with a value in each of its columns. */
export interface Pairs {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly number[])[];
  /** Pearson's correlation over all rows with both values; null without spread. */
  readonly correlations: readonly (readonly (number | null)[])[];
}

export interface EdaResult {
  readonly table: string;
  readonly rows: number;
  readonly row: string;
  readonly duplicates: { readonly kinds: number; readonly surplus: number };
  readonly joins: readonly JoinCheck[];
  readonly columns: readonly ColumnQuality[];
  readonly numbers: readonly NumberShape[];
  readonly pairs: Pairs | null;
}

type Rows = RowsOf<EdaQueries>;

export function computeEda(rows: Rows, params: EdaParams, context: ComputeContext): Computed<EdaResult> {
  const { table, columns, paired } = edaRequest(params, context);
  const [quality] = rows.quality;
  const count = quality?.["rows"] ?? 0;
  if (quality === undefined || count === 0) {
    return { status: "undetermined", reason: `${table.asked} has no rows that satisfy the filters`, warnings: [] };
  }
  const numbers = columns.flatMap((column) => shapeOf(column, rows));
  const pairs = paired.length < 2 || rows.sample.length === 0 ? null : pairsOf(paired, rows);
  const complete = pairs === null || rows.sample.length < params.points ? rows.sample.length : count;
  const notes = [
    ...numbers.map(({ column, n }) => sampleNote(valuesOf(rows.values, column, null).length, n, context.seed)),
    sampleNote(rows.sample.length, complete, context.seed),
  ].filter((note) => note !== null);
  return {
    status: "ok",
    result: {
      ...{ table: table.asked, rows: count, row: table.relation.row, joins: rows.joins, numbers, pairs },
      duplicates: { kinds: rows.duplicates[0]?.kinds ?? 0, surplus: rows.duplicates[0]?.surplus ?? 0 },
      columns: qualityOf(table, quality, count),
    },
    warnings:
      notes.length === 0
        ? []
        : [`densities and the matrix of pairs are ${notes.at(-1)}; all other numbers are from all rows`],
  };
}

const qualityOf = (
  table: LabTable,
  row: Readonly<Record<string, number | null>>,
  rows: number,
): readonly ColumnQuality[] =>
  ownColumns(table).map(({ name, type }, i) => {
    const missing = row[`missing_${i}`] ?? 0;
    const about = row[`distinct_${i}`] ?? null;
    // an estimate may be more than there can be
    const distinct = about === null ? null : Math.min(about, rows - missing);
    return { column: name, type, missing, missingShare: missing / rows, distinct };
  });

function shapeOf({ name, unit }: NumberColumn, rows: Rows): readonly NumberShape[] {
  const row = rows.moments.find(({ column }) => column === name);
  if (row === undefined || row.lo === null || row.hi === null) return [];
  const moments = momentsOfSums(shiftedSums(row));
  const [q1 = null, median = null, q3 = null] = quantilesOf(
    rows.quantiles.find(({ column }) => column === name),
    SHARES,
  );
  const values = valuesOf(rows.values, name, null);
  const bins = histogramBins(rows.histogram, name);
  const skew = skewness(moments);
  return [
    {
      ...{
        column: name,
        unit,
        n: row.n,
        mean: moments.mean,
        sd: standardDeviation(moments),
        min: row.lo,
        q1,
        median,
        q3,
      },
      ...{ max: row.hi, skewness: skew, kurtosis: kurtosis(moments), bins },
      density: densityOf(values, bins, row.n),
      offer: transformOffer(values, skew),
    },
  ];
}

const DENSITY_POINTS = 128;

/** The density between the ends of the histogram, in rows per bin, so that it lies over the bars. */
function densityOf(values: Float64Array, bins: HistogramBins | null, n: number): NumberShape["density"] {
  const density = kernelDensity(values);
  const [first, last] = [bins?.[0], bins?.at(-1)];
  if (density === null || first === undefined || last === undefined) return null;
  const [width, step] = [first.to - first.from, (last.to - first.from) / (DENSITY_POINTS - 1)];
  return Array.from({ length: DENSITY_POINTS }, (_, i) => {
    const x = first.from + step * i;
    return { x, y: density.at(x) * n * width };
  });
}

function pairsOf(columns: readonly NumberColumn[], { sample, products }: Rows): Pairs {
  const names = columns.map(({ name }) => name);
  const [row] = products;
  const correlation = (i: number, j: number): number | null => {
    if (row === undefined || i === j) return null;
    const value = correlationOf(crossProductsOfMoments(pairMoments(row, names, [i, j]))).at(0, 1);
    return Number.isFinite(value) ? value : null;
  };
  return {
    columns: names,
    rows: sample.map((values) => names.map((_, i) => Number(values[`x${i}`]))),
    correlations: names.map((_, i) => names.map((__, j) => correlation(i, j))),
  };
}
