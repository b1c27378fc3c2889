import { expect, test } from "vitest";
import { expectClose, type GoldenNumber, readGolden } from "../../../test/golden/golden.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { rounded } from "../../../test/golden/seeded-data.ts";
import { type SurvivalSeed, survivalSubjects } from "../../../test/golden/survival/survival-data.ts";
import { coxRegression } from "./cox.ts";
import { kaplanMeier, type SurvivalQuantile, survivalQuantile } from "./kaplan-meier.ts";
import { type LifeTable, lifeTable } from "./life-table.ts";
import { type LogRank, stratifiedLogRank } from "./log-rank.ts";
import { proportionalHazardsTest } from "./proportional-hazards.ts";
import { restrictedMean } from "./restricted-mean.ts";

interface KaplanMeierCase extends SurvivalSeed {
  readonly kind: "kaplan-meier";
  readonly survival: number;
  readonly se: number;
  readonly low: number;
  readonly high: number;
  readonly times: number;
  readonly median: readonly (number | null)[];
  readonly quartile: readonly (number | null)[];
  readonly tau: number;
  readonly mean: number;
  readonly meanSe: number;
}

interface LogRankCase extends SurvivalSeed {
  readonly kind: "log-rank" | "stratified" | "far";
  readonly rho: number;
  readonly observed: readonly number[];
  readonly expected: readonly number[];
  readonly statistic: number;
  readonly p: GoldenNumber;
}

interface CoxCase extends SurvivalSeed {
  readonly kind: "cox";
  readonly ties: "efron" | "breslow";
  readonly stratified: boolean;
  readonly coefficients: readonly number[];
  readonly se: readonly number[];
  readonly p: readonly number[];
  readonly logLikelihood: readonly number[];
  readonly likelihoodRatio: number;
  readonly wald: number;
  readonly score: number;
  readonly concordance: number;
  readonly hazard: number;
  readonly proportional: readonly number[];
  readonly proportionalP: readonly number[];
  readonly identity: readonly number[];
}

const { cases } = readGolden<KaplanMeierCase | LogRankCase | CoxCase>("survival/survival.json");
const STATISTIC = { relative: 1e-12 };
const P = { relative: 1e-10 };

/** The sum that stands for a curve in the file. */
function digest(values: readonly number[]): number {
  return values.reduce((sum, x, i) => sum + x * (1.5 + Math.cos(i + 1)), 0);
}

function expectQuantile({ value, low, high }: SurvivalQuantile, golden: readonly (number | null)[]): void {
  [value, low, high].forEach((found, i) => {
    const wanted = golden[i] ?? null;
    if (found === null || wanted === null) expect(found).toBe(wanted);
    else expectClose(found, wanted, STATISTIC);
  });
}

test.each(cases.filter((one) => one.kind === "kaplan-meier"))("Kaplan-Meier $seed, $n subjects", (golden) => {
  const table = lifeTable(survivalSubjects(golden));
  const curve = okay(kaplanMeier(table));
  const { points } = curve;
  expect(points.length).toBe(golden.times);
  expectClose(digest(points.map(({ survival }) => survival)), golden.survival, STATISTIC);
  const bounded = points.filter(({ events, survival }) => events > 0 && survival > 0);
  expectClose(digest(bounded.map(({ se }) => se)), golden.se, STATISTIC);
  expectClose(digest(bounded.map(({ interval }) => interval?.low ?? Number.NaN)), golden.low, STATISTIC);
  expectClose(digest(bounded.map(({ interval }) => interval?.high ?? Number.NaN)), golden.high, STATISTIC);
  expectQuantile(curve.median, golden.median);
  expectQuantile(survivalQuantile(points, { share: 0.25 }), golden.quartile);
  const mean = okay(restrictedMean(table, golden.tau));
  expectClose(mean.mean.value, golden.mean, STATISTIC);
  expectClose(mean.mean.se ?? Number.NaN, golden.meanSe, STATISTIC);
});

const FACTORS = [1, 50, 2500];

function logRankOf(golden: LogRankCase): LogRank {
  const { times, events, groups, strata } = survivalSubjects(golden);
  const apart =
    golden.kind === "far" ? times.map((time, i) => rounded(time * (FACTORS[groups[i] ?? 0] ?? 1), 1)) : times;
  const tableOf = (keep: (subject: number) => boolean): LifeTable =>
    lifeTable({ times: apart.filter((_, i) => keep(i)), events: events.filter((_, i) => keep(i)) });
  const labels = golden.kind === "stratified" ? [0, 1] : [null];
  const result = okay(
    stratifiedLogRank(
      labels.map((stratum) =>
        [0, 1, 2].map((g) => tableOf((i) => groups[i] === g && (stratum === null || strata[i] === stratum))),
      ),
      { rho: golden.rho },
    ),
  );
  return result;
}

test.each(cases.filter((one) => one.kind !== "kaplan-meier" && one.kind !== "cox"))(
  "$kind test $seed, $n subjects, rho $rho",
  (golden) => {
    const result = logRankOf(golden);
    expectClose(result.statistic, golden.statistic, STATISTIC);
    expectClose(result.pValue, golden.p, P);
    result.groups.forEach(({ observed, expected }, g) => {
      expectClose(observed, golden.observed[g] ?? Number.NaN, STATISTIC);
      expectClose(expected, golden.expected[g] ?? Number.NaN, STATISTIC);
    });
  },
);

test.each(cases.filter((one) => one.kind === "cox"))(
  "Cox $seed, $n subjects, $ties, stratified $stratified",
  (golden) => {
    const { strata, ...subjects } = survivalSubjects(golden);
    const input = { ...subjects, ties: golden.ties, ...(golden.stratified ? { strata } : {}) };
    const fit = okay(coxRegression(input));
    fit.coefficients.forEach(({ value, se, pValue }, j) => {
      expectClose(value, golden.coefficients[j] ?? Number.NaN, { relative: 1e-10 }, "coefficient");
      expectClose(se, golden.se[j] ?? Number.NaN, { relative: 1e-10 }, "se");
      expectClose(pValue, golden.p[j] ?? Number.NaN, { relative: 1e-9 }, "p");
    });
    expectClose(fit.nullLogLikelihood, golden.logLikelihood[0] ?? Number.NaN, STATISTIC);
    expectClose(fit.logLikelihood, golden.logLikelihood[1] ?? Number.NaN, STATISTIC);
    expectClose(fit.likelihoodRatio.statistic, golden.likelihoodRatio, { relative: 1e-10 });
    expectClose(fit.wald.statistic, golden.wald, { relative: 1e-10 });
    expectClose(fit.score.statistic, golden.score, STATISTIC);
    expectClose(fit.concordance ?? Number.NaN, golden.concordance, STATISTIC);
    expectClose(fit.baseline[0]?.cumulativeHazard.at(-1) ?? Number.NaN, golden.hazard, { relative: 1e-10 });
    const proportional = okay(proportionalHazardsTest(input, fit));
    [...proportional.predictors, proportional.overall].forEach(({ statistic, pValue }, j) => {
      expectClose(statistic, golden.proportional[j] ?? Number.NaN, { relative: 1e-9 }, "zph");
      expectClose(pValue, golden.proportionalP[j] ?? Number.NaN, { relative: 1e-9 }, "zph p");
    });
    const identity = okay(proportionalHazardsTest(input, fit, { scale: "identity" }));
    expectClose(identity.overall.statistic, golden.identity[3] ?? Number.NaN, { relative: 1e-9 }, "zph identity");
  },
);
