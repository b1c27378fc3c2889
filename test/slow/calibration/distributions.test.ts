import { test } from "vitest";
import { createRng } from "../../../src/core/rng.ts";
import { momentsOf, variance } from "../../../src/stats/descriptive/moments.ts";
import { beta } from "../../../src/stats/distributions/beta.ts";
import { binomial } from "../../../src/stats/distributions/binomial.ts";
import { chiSquared } from "../../../src/stats/distributions/chi-squared.ts";
import type { Distribution } from "../../../src/stats/distributions/distribution.ts";
import { exponential } from "../../../src/stats/distributions/exponential.ts";
import { fisherF } from "../../../src/stats/distributions/fisher-f.ts";
import { gamma } from "../../../src/stats/distributions/gamma.ts";
import { geometric } from "../../../src/stats/distributions/geometric.ts";
import { hypergeometric } from "../../../src/stats/distributions/hypergeometric.ts";
import { logNormal } from "../../../src/stats/distributions/log-normal.ts";
import { negativeBinomial } from "../../../src/stats/distributions/negative-binomial.ts";
import { noncentralChiSquared } from "../../../src/stats/distributions/noncentral-chi-squared.ts";
import { noncentralF } from "../../../src/stats/distributions/noncentral-f.ts";
import { noncentralT } from "../../../src/stats/distributions/noncentral-t.ts";
import { normal } from "../../../src/stats/distributions/normal.ts";
import { poisson } from "../../../src/stats/distributions/poisson.ts";
import { studentT } from "../../../src/stats/distributions/student-t.ts";
import { studentizedRange } from "../../../src/stats/distributions/studentized-range.ts";
import { weibull } from "../../../src/stats/distributions/weibull.ts";
import { oneSampleKs } from "../../../src/stats/two-sample/kolmogorov-smirnov.ts";
import { okay } from "../../golden/ok-answer.ts";
import { recordCalibration } from "./record.ts";

const DRAWS = 10_000;
/** Standard errors a mean or a variance of the draws may lie from the distribution's. */
const FURTHEST = 4;

const SAMPLERS: [name: string, file: string, found: Distribution][] = [
  ["normal(2, 3)", "normal", normal(2, 3)],
  ["studentT(6)", "student-t", studentT(6)],
  ["studentT(20)", "student-t", studentT(20)],
  ["fisherF(5, 20)", "fisher-f", fisherF(5, 20)],
  ["chiSquared(1)", "chi-squared", chiSquared(1)],
  ["gamma(0.3, 2)", "gamma", gamma(0.3, 2)],
  ["gamma(40, 1)", "gamma", gamma(40, 1)],
  ["beta(0.5, 2)", "beta", beta(0.5, 2)],
  ["logNormal(0, 0.5)", "log-normal", logNormal(0, 0.5)],
  ["exponential(3)", "exponential", exponential(3)],
  ["weibull(1.5, 2)", "weibull", weibull(1.5, 2)],
  ["binomial(20, 0.2)", "binomial", binomial(20, 0.2)],
  ["binomial(1000, 0.7)", "binomial", binomial(1000, 0.7)],
  ["negativeBinomial(2.5, 0.1)", "negative-binomial", negativeBinomial(2.5, 0.1)],
  ["poisson(3)", "poisson", poisson(3)],
  ["poisson(5000)", "poisson", poisson(5000)],
  ["geometric(0.2)", "geometric", geometric(0.2)],
  ["hypergeometric(500, 100, 60)", "hypergeometric", hypergeometric({ population: 500, successes: 100, draws: 60 })],
  ["noncentralT(12, 2)", "noncentral-t", noncentralT(12, 2)],
  ["noncentralChiSquared(3, 5)", "noncentral-chi-squared", noncentralChiSquared(3, 5)],
  ["noncentralF(3, 30, 4)", "noncentral-f", noncentralF(3, 30, 4)],
  ["studentizedRange(4, 20)", "studentized-range", studentizedRange(4, 20)],
];

test.each(SAMPLERS)("draws of %s follow their distribution", (name, file, found) => {
  const seed = 1000 + SAMPLERS.findIndex(([known]) => known === name);
  const rng = createRng(seed);
  const draws = Float64Array.from({ length: DRAWS }, () => found.sample(rng));
  // uniform when the draws follow the distribution; a step of a discrete one is spread evenly
  const levels = draws.map((x) => {
    const mass = Number.isInteger(x) && found.pdf(x + 0.5) === 0 ? found.pdf(x) : 0;
    return found.cdf(x) - mass * rng();
  });
  const moments = momentsOf(draws);
  const files = [`src/stats/distributions/${file}.ts`, "src/stats/distributions/uniform-draw.ts"];
  const record = (claim: string, measured: number, [low, high]: readonly [number, number]): void =>
    recordCalibration({
      subject: "distributions",
      method: `sampling, ${name}`,
      claim,
      measured,
      low,
      high,
      repetitions: DRAWS,
      seed,
      files,
    });
  record(
    "draws follow the distribution function: KS p above 0.01",
    okay(oneSampleKs(levels, (x) => x)).pValue,
    [0.01, 1],
  );
  const range = [-FURTHEST, FURTHEST] as const;
  record(
    "mean of the draws, in standard errors",
    (moments.mean - found.mean) / Math.sqrt(found.variance / DRAWS),
    range,
  );
  const ofVariance = Math.sqrt((found.excessKurtosis + 2) / DRAWS);
  record(
    "variance of the draws, in standard errors",
    ((variance(moments) ?? 0) / found.variance - 1) / ofVariance,
    range,
  );
});
