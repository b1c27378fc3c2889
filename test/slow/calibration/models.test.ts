import { test } from "vitest";
import { createRng, type Rng } from "../../../src/core/rng.ts";
import { cusumRunLength, ewmaRunLength } from "../../../src/stats/control-chart/average-run-length.ts";
import type { Estimate } from "../../../src/stats/inference.ts";
import { logisticRegression } from "../../../src/stats/regression/logistic.ts";
import { linearRegression } from "../../../src/stats/regression/ols.ts";
import { poissonRegression } from "../../../src/stats/regression/poisson.ts";
import { coxRegression } from "../../../src/stats/survival/cox.ts";
import { kaplanMeier } from "../../../src/stats/survival/kaplan-meier.ts";
import { type LifeTable, lifeTable } from "../../../src/stats/survival/life-table.ts";
import { logRank } from "../../../src/stats/survival/log-rank.ts";
import { proportionalHazardsTest } from "../../../src/stats/survival/proportional-hazards.ts";
import { restrictedMean } from "../../../src/stats/survival/restricted-mean.ts";
import { okay } from "../../golden/ok-answer.ts";
import { recordCalibration } from "./record.ts";
import { expectCoverage, expectUniform, normalSample, REPETITIONS, type Trial } from "./simulate.ts";

const filesOf = (folder: string, ...names: readonly string[]): readonly string[] =>
  names.map((name) => `src/stats/${folder}/${name}.ts`);
const LINEAR = [
  ...filesOf("regression", "ols", "linear-fit", "coefficient", "sandwich", "design"),
  ...filesOf("linear-algebra", "qr", "matrix"),
];
const GLM = [...filesOf("regression", "glm", "glm-fit", "coefficient", "design"), ...filesOf("linear-algebra", "qr")];
const CURVE = filesOf("survival", "life-table", "kaplan-meier");
const COX = filesOf("survival", "cox", "cox-data", "cox-likelihood");

const regression = (method: string, seed: number, files: readonly string[]): Trial => ({
  subject: "regression",
  method,
  seed,
  files,
});
const survival = (method: string, seed: number, files: readonly string[]): Trial => ({
  subject: "survival",
  method,
  seed,
  files,
});
const NONE: Estimate = { value: Number.NaN, se: null, interval: null };

test("linear regression covers the slope", () => {
  const fitOf = (rng: Rng, n: number, errors: "classical" | "HC3") => {
    const x = normalSample(rng, n);
    const noise = normalSample(rng, n);
    const spread = (i: number): number => (errors === "HC3" ? 0.5 + Math.abs(x[i] ?? 0) : 1);
    const response = noise.map((e, i) => 1 + 0.5 * (x[i] ?? 0) + e * spread(i));
    return okay(linearRegression({ response, predictors: [{ name: "x", values: x }], errors }));
  };
  expectCoverage(regression("OLS, 15 rows, normal errors", 301, LINEAR), 0.5, (rng) => {
    return fitOf(rng, 15, "classical").coefficients[1] ?? NONE;
  });
  expectUniform(regression("F test of OLS, 15 rows, no effect", 302, LINEAR), (rng) => {
    const [a, b] = [normalSample(rng, 15), normalSample(rng, 15)];
    const predictors = [a, b].map((values, j) => ({ name: `x${j}`, values }));
    const fit = okay(linearRegression({ response: normalSample(rng, 15), predictors }));
    return { ...fit, pValue: fit.overall?.pValue ?? Number.NaN };
  });
  expectCoverage(regression("OLS, HC3, 200 rows, variance grows with x", 303, LINEAR), 0.5, (rng) => {
    return fitOf(rng, 200, "HC3").coefficients[1] ?? NONE;
  });
});

test("cluster-robust errors cover the effect of what is the same within clusters", () => {
  expectCoverage(
    regression("OLS, cluster-robust, 300 clusters of 3 rows with a common error", 304, LINEAR),
    0,
    (rng) => {
      const [own, common] = [normalSample(rng, 300), normalSample(rng, 300)];
      const clusters = Array.from({ length: 900 }, (_, i) => i % 300);
      const response = normalSample(rng, 900).map((e, i) => e + (common[i % 300] ?? 0));
      const values = clusters.map((cluster) => own[cluster] ?? 0);
      const fit = linearRegression({ response, predictors: [{ name: "x", values }], errors: { clusters } });
      return okay(fit).coefficients[1] ?? NONE;
    },
  );
});

test("logistic and Poisson regression cover the coefficient", () => {
  expectCoverage(regression("logistic, 300 rows, half successes", 305, GLM), 0.6, (rng) => {
    const values = normalSample(rng, 300);
    const successes = values.map((x) => (rng() < 1 / (1 + Math.exp(-0.6 * x)) ? 1 : 0));
    return okay(logisticRegression({ successes, predictors: [{ name: "x", values }] })).coefficients[1] ?? NONE;
  });
  expectCoverage(regression("Poisson with exposure, 100 rows, mean about 3", 306, GLM), 0.3, (rng) => {
    const values = normalSample(rng, 100);
    const exposure = values.map(() => 1 + rng());
    const counts = values.map((x, i) => poissonDraw(rng, 2 * (exposure[i] ?? 1) * Math.exp(0.3 * x)));
    return okay(poissonRegression({ counts, exposure, predictors: [{ name: "x", values }] })).coefficients[1] ?? NONE;
  });
});

function poissonDraw(rng: Rng, mean: number): number {
  let [count, product] = [0, rng()];
  for (const floor = Math.exp(-mean); product > floor; product *= rng()) count++;
  return count;
}

/** Exponential times, of which about a third are censored. */
function censored(rng: Rng, n: number, rate = 1): LifeTable {
  const pairs = Array.from({ length: n }, () => [-Math.log(1 - rng()) / rate, -2 * Math.log(1 - rng())] as const);
  return lifeTable({
    times: pairs.map(([time, end]) => Math.min(time, end)),
    events: pairs.map(([time, end]) => (time <= end ? 1 : 0)),
  });
}

test("Kaplan-Meier: the curve, its median and the restricted mean", () => {
  const trial = (method: string, seed: number): Trial => survival(method, seed, CURVE);
  expectCoverage(
    trial("Kaplan-Meier at one time, log-log, 100 subjects, a third censored", 311),
    Math.exp(-0.8),
    (rng) => {
      const { points } = okay(kaplanMeier(censored(rng, 100)));
      const {
        survival: value,
        se,
        interval,
      } = points.findLast(({ time }) => time <= 0.8) ?? { survival: 1, se: 0, interval: null };
      return { value, se, interval };
    },
  );
  expectCoverage(trial("median of Kaplan-Meier, 150 subjects, a third censored", 312), Math.LN2, (rng) => {
    const { median } = okay(kaplanMeier(censored(rng, 150)));
    const interval = { low: median.low ?? 0, high: median.high ?? Number.POSITIVE_INFINITY, level: 0.95 };
    return { value: median.value ?? Number.NaN, se: null, interval };
  });
  const files = [...CURVE, ...filesOf("survival", "restricted-mean")];
  expectCoverage(
    survival("restricted mean to 1.2, 150 subjects, a third censored", 313, files),
    1 - Math.exp(-1.2),
    (rng) => okay(restrictedMean(censored(rng, 150), 1.2)).mean,
  );
});

test("the log-rank test and Cox regression", () => {
  const files = [...CURVE, ...filesOf("survival", "log-rank")];
  expectUniform(survival("log-rank test, three groups of 80, a third censored", 314, files), (rng) =>
    logRank([0, 1, 2].map(() => censored(rng, 80))),
  );
  const subjectsOf = (rng: Rng, n: number) => {
    const values = normalSample(rng, n);
    const pairs = Array.from(
      values,
      (x) => [-Math.log(1 - rng()) / Math.exp(0.5 * x), -2 * Math.log(1 - rng())] as const,
    );
    return {
      times: pairs.map(([time, end]) => Math.min(time, end)),
      events: pairs.map(([time, end]) => (time <= end ? 1 : 0)),
      predictors: [{ name: "x", values }],
    };
  };
  expectCoverage(survival("Cox regression, 200 subjects, a third censored", 315, COX), 0.5, (rng) => {
    return okay(coxRegression(subjectsOf(rng, 200))).coefficients[0] ?? NONE;
  });
  const tested = [...COX, ...filesOf("survival", "proportional-hazards")];
  expectUniform(survival("score test of proportional hazards, 150 subjects", 316, tested), (rng) => {
    const subjects = subjectsOf(rng, 150);
    const found = okay(proportionalHazardsTest(subjects, okay(coxRegression(subjects))));
    return { ...found, pValue: found.overall.pValue };
  });
});

test("run lengths of CUSUM and EWMA are those computed", () => {
  const measure = (
    method: string,
    seed: number,
    { shift, computed }: { shift: number; computed: number },
    once: (z: () => number) => number,
  ) => {
    const rng = createRng(seed);
    const draw = (): number => shift + (normalSample(rng, 1)[0] ?? 0);
    let total = 0;
    for (let run = 0; run < REPETITIONS; run++) total += once(draw);
    recordCalibration({
      subject: "control-chart",
      method,
      claim: "simulated run length over the computed one",
      measured: total / REPETITIONS / computed,
      low: 0.98,
      high: 1.02,
      repetitions: REPETITIONS,
      seed,
      files: filesOf("control-chart", "average-run-length", "gauss-legendre"),
    });
  };
  for (const [shift, seed] of [
    [0, 321],
    [1, 322],
  ] as const) {
    const cusum = { shift, computed: cusumRunLength({ reference: 0.5, interval: 4, shift }) };
    measure(`CUSUM, reference 0.5, interval 4, shift ${shift}`, seed, cusum, (draw) => {
      let [high, low, length] = [0, 0, 0];
      while (high <= 4 && low <= 4) {
        const z = draw();
        high = Math.max(0, high + z - 0.5);
        low = Math.max(0, low - z - 0.5);
        length++;
      }
      return length;
    });
    const ewma = { shift, computed: ewmaRunLength({ weight: 0.2, width: 2.5, shift }) };
    measure(`EWMA, weight 0.2, width 2.5, shift ${shift}`, seed + 10, ewma, (draw) => {
      const limit = 2.5 * Math.sqrt(0.2 / 1.8);
      let [average, length] = [0, 0];
      while (Math.abs(average) <= limit) {
        average = 0.2 * draw() + 0.8 * average;
        length++;
      }
      return length;
    });
  }
});
