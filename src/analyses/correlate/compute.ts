import { type CrossRow, crossMoments, pairMoments, rowsOf } from "../../models/lab/cross-sums-query.ts";
import { type SampleRow, sampleNote, sampleValues } from "../../models/lab/sample-query.ts";
import type { CoMoments } from "../../stats/correlation/co-moments.ts";
import { type CrossProducts, crossProductsOfMoments } from "../../stats/multivariate/cross-products.ts";
import { type ComputeContext, type Computed, undeterminedBecause } from "../analysis.ts";
import { type CorrelateResult, matrixOf } from "./correlated.ts";
import { correlationLines, fittedLine, type PairSums, partialLines } from "./correlation-line.ts";
import type { CorrelateParams } from "./params.ts";
import { type CorrelateRequest, correlateRequest } from "./query.ts";

interface CorrelateRows {
  readonly values: readonly CrossRow[];
  readonly ranks: readonly CrossRow[];
  readonly partial: readonly CrossRow[];
  readonly sample: readonly SampleRow[];
}

/** Points of a picture. */
const DRAWN = 1000;

export function computeCorrelate(
  rows: CorrelateRows,
  params: CorrelateParams,
  context: ComputeContext,
): Computed<CorrelateResult> {
  const request = correlateRequest(params, context);
  const names = request.columns.map(({ name }) => name);
  if (names.length < 2) return undeterminedBecause("a correlation takes two columns of numbers; the table has fewer");
  const [first] = rows.values;
  const total = first === undefined ? 0 : rowsOf(first);
  if (first === undefined || total === 0) return undeterminedBecause("there are no rows");
  const pairs = pairSums(rows, first, { names, request });
  const { level, correction } = params;
  const lines = correlationLines(pairs, request.methods, { level, correction });
  if (lines.every(({ value }) => value === null))
    return undeterminedBecause(lines[0]?.reason ?? "no pair of columns varies");
  const [pair] = names.length === 2 ? pairs : [];
  const fit = pair?.values == null ? null : fittedLine(pair.values);
  const points = names.length === 2 ? pointsOf(rows.sample) : [];
  const note = request.methods.includes("kendall")
    ? sampleNote(rows.sample.length, pairs[0]?.values?.n ?? 0, context.seed)
    : null;
  return {
    status: "ok",
    warnings: note === null ? [] : [`Kendall's tau and the picture are ${note}`],
    result: {
      table: request.table.asked,
      columns: names,
      controls: request.controls.map(({ name }) => name),
      method: params.method,
      correction,
      level,
      rows: total,
      lines: [...lines, ...partialOf(rows.partial, request, params)],
      points,
      sampleRows: points.length,
      fit,
      fitEnds: fit === null ? [] : ends(points, fit),
      matrix: matrixOf(
        names,
        lines.filter((line) => line.method === params.method),
      ),
    },
  };
}

interface Named {
  readonly names: readonly string[];
  readonly request: CorrelateRequest;
}

function pairSums(rows: CorrelateRows, values: CrossRow, { names, request }: Named): readonly PairSums[] {
  const [ranked] = rows.ranks;
  const ranks = ranked === undefined ? null : crossProductsOfMoments(crossMoments(ranked, names));
  const sampled = request.methods.includes("kendall");
  return names.flatMap((x, i) =>
    names.slice(i + 1).map((y, k): PairSums => {
      const j = i + 1 + k;
      return {
        x,
        y,
        values: coMoments(crossProductsOfMoments(pairMoments(values, names, [i, j])), [0, 1]),
        ranks: ranks === null ? null : coMoments(ranks, [i, j]),
        sample: sampled ? { x: [...sampleValues(rows.sample, i)], y: [...sampleValues(rows.sample, j)] } : null,
      };
    }),
  );
}

function coMoments({ n, means, comoments }: CrossProducts, [i, j]: readonly [number, number]): CoMoments {
  return {
    n,
    meanX: means[i] ?? 0,
    meanY: means[j] ?? 0,
    m2x: comoments.at(i, i),
    m2y: comoments.at(j, j),
    cxy: comoments.at(i, j),
  };
}

function partialOf(
  rows: readonly CrossRow[],
  { columns, controls }: CorrelateRequest,
  { level, correction }: CorrelateParams,
): CorrelateResult["lines"] {
  const [row] = rows;
  if (row === undefined) return [];
  const names = columns.map(({ name }) => name);
  const held = controls.map(({ name }) => name);
  const sums = crossProductsOfMoments(crossMoments(row, [...names, ...held]));
  return partialLines(sums, { names, controls: held }, { level, correction });
}

function pointsOf(sample: readonly SampleRow[]): CorrelateResult["points"] {
  const [xs, ys] = [sampleValues(sample, 0), sampleValues(sample, 1)];
  return Array.from(xs.subarray(0, DRAWN), (x, i) => ({ x, y: ys[i] ?? 0 }));
}

function ends(
  points: CorrelateResult["points"],
  { slope, intercept }: NonNullable<CorrelateResult["fit"]>,
): CorrelateResult["fitEnds"] {
  const xs = points.map(({ x }) => x);
  if (xs.length === 0) return [];
  return [Math.min(...xs), Math.max(...xs)].map((x) => ({ x, y: intercept + slope * x }));
}
