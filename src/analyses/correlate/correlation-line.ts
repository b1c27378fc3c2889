import { type CoMoments, correlationOf } from "../../stats/correlation/co-moments.ts";
import type { Correlation } from "../../stats/correlation/correlation.ts";
import { kendall } from "../../stats/correlation/kendall.ts";
import { partialCorrelationOfMatrix } from "../../stats/correlation/partial-correlation.ts";
import { pearsonOfMoments, shapeFreeInterval } from "../../stats/correlation/pearson.ts";
import { spearmanOfRanks } from "../../stats/correlation/spearman.ts";
import type { Inferred, Interval } from "../../stats/inference.ts";
import { adjustedPValues, type Correction } from "../../stats/multiple-testing/adjusted-p.ts";
import { type CrossProducts, correlationOf as correlationMatrix } from "../../stats/multivariate/cross-products.ts";
import type { CorrelationMethod } from "./params.ts";

/** A coefficient of two columns. */
export interface CorrelationLine {
  readonly x: string;
  readonly y: string;
  readonly method: CorrelationMethod | "partial";
  /** Rows with both values; of a partial correlation, rows with all of them. */
  readonly n: number;
  /** True where it rests on a sample of the rows. */
  readonly sampled: boolean;
  /** Null, with a reason, where there is none. */
  readonly value: number | null;
  readonly interval: Interval | null;
  /** Of Pearson's r, without assuming normal values; null for others and without values one by one. */
  readonly shapeFree: Interval | null;
  readonly pValue: number | null;
  /** Corrected for all pairs of the same coefficient. */
  readonly adjusted: number | null;
  readonly reason: string | null;
}

/** What is known about the rows that have both values of a pair. */
export interface PairSums {
  readonly x: string;
  readonly y: string;
  readonly values: CoMoments | null;
  readonly ranks: CoMoments | null;
  /** Values of some rows, for what needs them one by one. */
  readonly sample: { readonly x: readonly number[]; readonly y: readonly number[] } | null;
}

interface LineOptions {
  readonly level: number;
  readonly correction: Correction;
}

/** The coefficients of every pair by each method, p-values corrected over the pairs of a method. */
export function correlationLines(
  pairs: readonly PairSums[],
  methods: readonly CorrelationMethod[],
  options: LineOptions,
): readonly CorrelationLine[] {
  return methods.flatMap((method) =>
    corrected(
      pairs.map((pair) => {
        const line = lineOf(pair, { method, sampled: sampledBy(method, pair) }, measured(method, pair, options));
        return { ...line, shapeFree: shapeFreeOf(line, pair, options) };
      }),
      options.correction,
    ),
  );
}

/** Partial correlations of the pairs of `names` with the controls held fixed, on the rows that have all the values. */
export function partialLines(
  sums: CrossProducts,
  { names, controls }: { readonly names: readonly string[]; readonly controls: readonly string[] },
  { level, correction }: LineOptions,
): readonly CorrelationLine[] {
  const matrix = correlationMatrix(sums);
  const at = (name: string): number => sums.names.indexOf(name);
  const pairs = names.flatMap((x, i) => names.slice(i + 1).map((y) => ({ x, y })));
  const lines = pairs.map((pair) => {
    const own = [pair.x, pair.y, ...controls].map(at);
    const part = own.map((i) => own.map((j) => matrix.at(i, j)));
    const known = part.every((row) => row.every(Number.isFinite));
    const answer: Inferred<Correlation> = known
      ? partialCorrelationOfMatrix(part, sums.n, { level })
      : { status: "undetermined", method: "partial correlation", n: sums.n, reason: "a column does not vary" };
    return lineOf(pair, { method: "partial", sampled: false }, answer);
  });
  return corrected(lines, correction);
}

const sampledBy = (method: CorrelationMethod, { values, sample }: PairSums): boolean =>
  method === "kendall" && (sample?.x.length ?? 0) < (values?.n ?? 0);

function measured(
  method: CorrelationMethod,
  { values, ranks, sample }: PairSums,
  { level }: LineOptions,
): Inferred<Correlation> {
  const none = (n: number): Inferred<Correlation> => ({
    status: "undetermined",
    method,
    n,
    reason: "no row has both values",
  });
  if (method === "pearson") return values === null ? none(0) : pearsonOfMoments(values, { level });
  if (method === "spearman") return ranks === null ? none(0) : spearmanOfRanks(ranks, { level });
  return sample === null || sample.x.length === 0 ? none(0) : kendall(sample.x, sample.y, { level });
}

function shapeFreeOf(
  { method, value, n }: CorrelationLine,
  { sample }: PairSums,
  { level }: LineOptions,
): Interval | null {
  if (method !== "pearson" || value === null || sample === null) return null;
  return shapeFreeInterval(sample, { r: value, n, level });
}

function lineOf(
  { x, y }: { readonly x: string; readonly y: string },
  kind: Pick<CorrelationLine, "method" | "sampled">,
  answer: Inferred<Correlation>,
): CorrelationLine {
  if (answer.status === "undetermined") {
    const { n, reason } = answer;
    return { x, y, ...kind, n, value: null, interval: null, shapeFree: null, pValue: null, adjusted: null, reason };
  }
  const { coefficient, pValue, n } = answer;
  const { value, interval } = coefficient;
  return { x, y, ...kind, n, value, interval, shapeFree: null, pValue, adjusted: pValue, reason: null };
}

function corrected(lines: readonly CorrelationLine[], correction: Correction): readonly CorrelationLine[] {
  const tested = lines.flatMap(({ pValue }, i) => (pValue === null ? [] : [{ i, pValue }]));
  const adjusted = adjustedPValues(
    tested.map(({ pValue }) => pValue),
    correction,
  );
  const byLine = new Map(tested.map(({ i }, k) => [i, adjusted[k] ?? null]));
  return lines.map((line, i) => ({ ...line, adjusted: byLine.get(i) ?? null }));
}

/** The least squares line of y on x; null where x does not vary. */
export function fittedLine(sums: CoMoments): { readonly slope: number; readonly intercept: number } | null {
  if (correlationOf(sums) === null) return null;
  const slope = sums.cxy / sums.m2x;
  return { slope, intercept: sums.meanY - slope * sums.meanX };
}
