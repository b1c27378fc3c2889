import { type MomentsRow, shiftedSums } from "../../models/lab/moments-query.ts";
import { sampleNote } from "../../models/lab/sample-query.ts";
import { valuesOf } from "../../models/lab/values-query.ts";
import { kurtosis, type Moments, momentsOfSums, skewness, standardDeviation } from "../../stats/descriptive/moments.ts";
import type { Inferred } from "../../stats/inference.ts";
import { adjustedPValues } from "../../stats/multiple-testing/adjusted-p.ts";
import { andersonDarling } from "../../stats/normality/anderson-darling.ts";
import { dAgostino } from "../../stats/normality/dagostino.ts";
import { jarqueBera } from "../../stats/normality/jarque-bera.ts";
import type { NormalityTest } from "../../stats/normality/normality-test.ts";
import { shapiroWilk } from "../../stats/normality/shapiro-wilk.ts";
import { type TransformOffer, transformOffer } from "../../stats/transform/transform-offer.ts";
import type { ComputeContext, Computed, RowsOf } from "../analysis.ts";
import { namedGroups } from "../lab-words.ts";
import type { NormalityParams } from "./params.ts";
import { type QuantilePlot, quantilePlot } from "./quantile-plot.ts";
import { MOST_VALUES, type NormalityQueries, normalityRequest } from "./query.ts";

/** One column, in one group where there are groups. */
export interface NormalityLine {
  readonly column: string;
  readonly unit: string | null;
  readonly group: string | null;
  readonly rows: number;
  readonly n: number;
  readonly mean: number | null;
  readonly sd: number | null;
  /** G1 and excess G2, of all values. */
  readonly skewness: number | null;
  readonly kurtosis: number | null;
  readonly test: TestResult | null;
  /** Why there is no test; null when there is one. */
  readonly reason: string | null;
  /** Whether the values may be normal at the level asked for; null without a test. */
  readonly normal: boolean | null;
  readonly plot: QuantilePlot | null;
  readonly offer: TransformOffer | null;
}

interface TestResult {
  readonly method: string;
  /** Values the test used: fewer than n for a sample. */
  readonly used: number;
  readonly statistic: number;
  readonly pValue: number;
  /** Corrected by Holm for the number of tests; the same as `pValue` for one test. */
  readonly adjusted: number;
}

export interface NormalityResult {
  readonly table: string;
  readonly by: string | null;
  readonly alpha: number;
  readonly tests: number;
  readonly lines: readonly NormalityLine[];
}

type Rows = RowsOf<NormalityQueries>;

export function computeNormality(
  { moments, values, cuts }: Rows,
  params: NormalityParams,
  context: ComputeContext,
): Computed<NormalityResult> {
  const { columns, groups, table } = normalityRequest(params, context);
  const none = { status: "undetermined", warnings: [] } as const;
  if (moments.every(({ n }) => n === 0))
    return { ...none, reason: `${table.asked} has no values in ${params.column.join(", ")}` };
  const named = namedGroups(
    groups,
    moments.map(({ group }) => group),
    cuts,
  );
  if ("reason" in named) return { ...none, reason: named.reason };
  const wanted = groups === null ? [{ key: null, label: null }] : named;
  const tested = columns.flatMap(({ name: column, unit }) =>
    wanted.flatMap(({ key, label }) => {
      const row = moments.find((m) => m.column === column && m.group === key);
      return row === undefined ? [] : [lineOf(row, { unit, label, sample: valuesOf(values, column, key), params })];
    }),
  );
  const lines = corrected(tested, params.alpha);
  const notes = lines.map(({ n, test }) => (test === null ? null : sampleNote(test.used, n, context.seed)));
  return {
    status: "ok",
    result: {
      ...{ table: table.asked, by: groups?.asked ?? null, alpha: params.alpha, lines },
      tests: lines.filter(({ test }) => test !== null).length,
    },
    warnings: [...new Set([...notes.filter((note) => note !== null), ...manyValues(lines)])],
  };
}

function manyValues(lines: readonly NormalityLine[]): readonly string[] {
  if (lines.every(({ n }) => n <= MOST_VALUES)) return [];
  return [
    "of thousands of values a test finds departures from a normal shape that do not matter: look at skewness, kurtosis and the quantile plot",
  ];
}

interface LineOptions {
  readonly unit: string | null;
  readonly label: string | null;
  readonly sample: Float64Array;
  readonly params: NormalityParams;
}

function lineOf(row: MomentsRow, { unit, label, sample, params }: LineOptions): NormalityLine {
  const moments = momentsOfSums(shiftedSums(row));
  const { used, answer } = tested(moments, sample, params.test);
  const sd = standardDeviation(moments);
  const common = {
    ...{ column: row.column, unit, group: label, rows: row.rows, n: row.n, sd },
    mean: row.n === 0 ? null : moments.mean,
    skewness: skewness(moments),
    kurtosis: kurtosis(moments),
    plot: sd === null || sd === 0 ? null : quantilePlot(sample, moments.mean, sd),
  };
  if (answer.status === "undetermined")
    return { ...common, test: null, reason: answer.reason, normal: null, offer: null };
  const { method, statistic, pValue } = answer;
  const offer = transformOffer(sample, common.skewness);
  return { ...common, test: { method, used, statistic, pValue, adjusted: pValue }, reason: null, normal: null, offer };
}

/** Tests by moments use all values; those that need the values use the sample, which is all of them up to its cap. */
function tested(
  moments: Moments,
  sample: Float64Array,
  test: NormalityParams["test"],
): { readonly used: number; readonly answer: Inferred<NormalityTest> } {
  const { n } = moments;
  switch (test === "auto" ? (n <= MOST_VALUES ? "shapiro-wilk" : "dagostino") : test) {
    case "shapiro-wilk":
      return { used: sample.length, answer: shapiroWilk(sample) };
    case "anderson-darling":
      return { used: sample.length, answer: andersonDarling(sample) };
    case "jarque-bera":
      return { used: n, answer: jarqueBera(moments) };
    default:
      return { used: n, answer: dAgostino(moments) };
  }
}

/** The lines with p-values corrected by Holm for how many tests there are, and what follows at the level asked for. */
function corrected(lines: readonly NormalityLine[], alpha: number): readonly NormalityLine[] {
  const adjusted = adjustedPValues(
    lines.flatMap(({ test }) => (test === null ? [] : [test.pValue])),
    "holm",
  );
  let at = 0;
  return lines.map((line) => {
    if (line.test === null) return line;
    const p = adjusted[at++] ?? 1;
    const normal = p > alpha;
    return { ...line, test: { ...line.test, adjusted: p }, normal, offer: normal ? null : line.offer };
  });
}
