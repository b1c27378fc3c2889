import { test } from "vitest";
import { createRng } from "../../../src/core/rng.ts";
import { oneWayAnova } from "../../../src/stats/anova/one-way-anova.ts";
import { momentsOf } from "../../../src/stats/descriptive/moments.ts";
import { normal } from "../../../src/stats/distributions/normal.ts";
import { cliffsDelta } from "../../../src/stats/effect-size/cliffs-delta.ts";
import { standardizedDifference } from "../../../src/stats/effect-size/standardized-difference.ts";
import { varianceExplained } from "../../../src/stats/effect-size/variance-explained.ts";
import { adjustedPValues, type Correction } from "../../../src/stats/multiple-testing/adjusted-p.ts";
import { okay } from "../../golden/ok-answer.ts";
import { recordCalibration } from "./record.ts";
import { expectCoverage, expectShare, normalSample, REPETITIONS, type Trial } from "./simulate.ts";

const shifted = (values: Float64Array, by: number) => values.map((value) => value + by);

function effectTrial(method: string, seed: number, files: readonly string[]): Trial {
  return { subject: "effect-size", method, seed, files: files.map((file) => `src/stats/effect-size/${file}.ts`) };
}

test("standardized difference", () => {
  const files = ["standardized-difference", "noncentrality", "small-sample-factor"];
  expectCoverage(effectTrial("Cohen's d 0.8, 10 and 15 normal values", 601, files), 0.8, (rng) => {
    const first = momentsOf(shifted(normalSample(rng, 10), 0.8));
    return okay(standardizedDifference(first, momentsOf(normalSample(rng, 15)))).cohenD;
  });
});

test("Cliff's delta", () => {
  const truth = 2 * normal().cdf(0.5 / Math.SQRT2) - 1;
  expectCoverage(
    effectTrial("Cliff's delta 0.28, 40 and 50 normal values", 602, ["cliffs-delta"]),
    truth,
    (rng) => okay(cliffsDelta(shifted(normalSample(rng, 40), 0.5), normalSample(rng, 50))).delta,
  );
});

test("variance explained", () => {
  const means = [0, 0.3, 0.9];
  const sizes = [15, 20, 15];
  const grand = (0.3 * 20 + 0.9 * 15) / 50;
  const between = means.reduce((sum, mean, i) => sum + (sizes[i] ?? 0) * (mean - grand) ** 2, 0) / 50;
  const files = ["variance-explained", "noncentrality"];
  const trial = effectTrial("eta squared 0.12, 15, 20 and 15 normal values", 603, files);
  expectCoverage(trial, between / (between + 1), (rng) => {
    const groups = means.map((mean, i) => momentsOf(shifted(normalSample(rng, sizes[i] ?? 0), mean)));
    return okay(varianceExplained(okay(oneWayAnova(groups))));
  });
});

/** Ten one-sided z tests, six without effect and four with one of 3. */
function family(rng: () => number): Float64Array {
  return normalSample(rng, 10).map((z, i) => normal().sf(z + (i < 6 ? 0 : 3)));
}

test("family-wise error", () => {
  (["bonferroni", "holm", "hochberg", "hommel"] satisfies Correction[]).forEach((correction, i) => {
    expectShare(
      {
        subject: "multiple-testing",
        method: `${correction}, ten tests, six without effect`,
        seed: 604 + i,
        files: ["src/stats/multiple-testing/adjusted-p.ts"],
      },
      { claim: "at least one false claim at 5 %: at most 5 %", low: 0, high: 0.0572 },
      (rng) => adjustedPValues(family(rng), correction).some((p, at) => at < 6 && p < 0.05),
    );
  });
});

test("false discovery rate: BH keeps exactly 6 / 10 of the level, BY less", () => {
  (["bh", "by"] satisfies Correction[]).forEach((correction, i) => {
    const seed = 608 + i;
    const rng = createRng(seed);
    let sum = 0;
    for (let repetition = 0; repetition < REPETITIONS; repetition++) {
      const claims = [...adjustedPValues(family(rng), correction)]
        .map((p, at) => [at, p] as const)
        .filter(([, p]) => p < 0.05);
      sum += claims.filter(([at]) => at < 6).length / Math.max(1, claims.length);
    }
    recordCalibration({
      subject: "multiple-testing",
      method: `${correction}, ten tests, six without effect`,
      claim:
        correction === "bh"
          ? "expected share of false claims at 5 %: 3 %"
          : "expected share of false claims at 5 %: at most 3 %",
      measured: sum / REPETITIONS,
      low: correction === "bh" ? 0.0265 : 0,
      high: 0.0335,
      repetitions: REPETITIONS,
      seed,
      files: ["src/stats/multiple-testing/adjusted-p.ts"],
    });
  });
});
