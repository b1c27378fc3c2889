import { test } from "vitest";
import { momentsOf } from "../../../src/stats/descriptive/moments.ts";
import { permutationTest } from "../../../src/stats/resampling/permutation.ts";
import { brunnerMunzel } from "../../../src/stats/two-sample/brunner-munzel.ts";
import { oneSampleKs, twoSampleKs } from "../../../src/stats/two-sample/kolmogorov-smirnov.ts";
import { mannWhitney } from "../../../src/stats/two-sample/mann-whitney.ts";
import { oneSampleTTest, pairedTTest, studentTTest, welchTTest } from "../../../src/stats/two-sample/t-test.ts";
import { wilcoxonSignedRank } from "../../../src/stats/two-sample/wilcoxon-signed-rank.ts";
import { okay } from "../../golden/ok-answer.ts";
import { expectCoverage, expectRejections, expectUniform, normalSample, type Trial } from "./simulate.ts";

const FOLDER = "src/stats/two-sample";
const RANKS = ["rank-test", "rank-counts", "pairwise-order"]
  .map((file) => `${FOLDER}/${file}.ts`)
  .concat("src/stats/ranks.ts");

function trial(method: string, seed: number, files: readonly string[]): Trial {
  return { subject: "two-sample", method, seed, files };
}

const tTrial = (method: string, seed: number): Trial =>
  trial(method, seed, [`${FOLDER}/t-test.ts`, `${FOLDER}/alternative.ts`, "src/stats/descriptive/moments.ts"]);

test("Welch", () => {
  const uniform = tTrial("Welch t test, 15 and 40 normal values, sd 1 and 3", 101);
  expectUniform(uniform, (rng) =>
    welchTTest(momentsOf(normalSample(rng, 15)), momentsOf(normalSample(rng, 40).map((z) => 3 * z))),
  );
  expectCoverage(uniform, -2, (rng) => {
    const b = normalSample(rng, 40).map((z) => 2 + 3 * z);
    return okay(welchTTest(momentsOf(normalSample(rng, 15)), momentsOf(b))).estimate;
  });
});

test("Student", () => {
  const normal = tTrial("Student t test, 6 and 9 normal values", 102);
  expectUniform(normal, (rng) => studentTTest(momentsOf(normalSample(rng, 6)), momentsOf(normalSample(rng, 9))));
  expectCoverage(normal, 1, (rng) => {
    const a = normalSample(rng, 6).map((z) => z + 1);
    return okay(studentTTest(momentsOf(a), momentsOf(normalSample(rng, 9)))).estimate;
  });
});

test("one sample and pairs", () => {
  const one = tTrial("one-sample t test, 5 normal values", 103);
  expectUniform(one, (rng) => oneSampleTTest(momentsOf(normalSample(rng, 5))));
  expectCoverage(one, 0, (rng) => okay(oneSampleTTest(momentsOf(normalSample(rng, 5)))).estimate);
  const pairs = tTrial("paired t test, 12 pairs of normal values", 104);
  expectUniform(pairs, (rng) => pairedTTest(normalSample(rng, 12), normalSample(rng, 12)));
});

test("Mann-Whitney", () => {
  const files = [`${FOLDER}/mann-whitney.ts`, ...RANKS];
  expectUniform(trial("Mann-Whitney U test, normal approximation, 60 and 70 values", 105, files), (rng) =>
    mannWhitney(normalSample(rng, 60), normalSample(rng, 70), { continuity: false }),
  );
  expectRejections(trial("Mann-Whitney U test, exact, 9 and 11 values", 106, files), [0.04, 0.0543], (rng) =>
    mannWhitney(normalSample(rng, 9), normalSample(rng, 11)),
  );
  expectCoverage(trial("Hodges-Lehmann shift, exact, 12 and 15 values", 107, files), 1, (rng) => {
    const a = normalSample(rng, 12).map((z) => z + 1);
    return okay(mannWhitney(a, normalSample(rng, 15))).shift;
  });
  expectCoverage(
    trial("Hodges-Lehmann shift, normal approximation, 60 and 40 values", 108, files),
    0,
    (rng) => okay(mannWhitney(normalSample(rng, 60), normalSample(rng, 40))).shift,
  );
});

test("Wilcoxon signed rank", () => {
  const files = [`${FOLDER}/wilcoxon-signed-rank.ts`, ...RANKS];
  expectUniform(trial("Wilcoxon signed rank test, normal approximation, 90 values", 109, files), (rng) =>
    wilcoxonSignedRank(normalSample(rng, 90), { continuity: false }),
  );
  expectRejections(trial("Wilcoxon signed rank test, exact, 14 values", 110, files), [0.04, 0.0543], (rng) =>
    wilcoxonSignedRank(normalSample(rng, 14)),
  );
  expectCoverage(
    trial("pseudo-median, exact, 30 values", 111, files),
    0,
    (rng) => okay(wilcoxonSignedRank(normalSample(rng, 30))).shift,
  );
});

test("Kolmogorov-Smirnov", () => {
  const files = [`${FOLDER}/kolmogorov-smirnov.ts`, `${FOLDER}/kolmogorov-distribution.ts`];
  expectUniform(trial("Kolmogorov-Smirnov test of one sample, exact, 25 values", 112, files), (rng) =>
    oneSampleKs(
      Float64Array.from({ length: 25 }, () => rng()),
      (x) => x,
    ),
  );
  expectUniform(trial("Kolmogorov-Smirnov test of two samples, exact, 50 and 53 values", 113, files), (rng) =>
    twoSampleKs(normalSample(rng, 50), normalSample(rng, 53)),
  );
});

test("Brunner-Munzel", () => {
  const files = [`${FOLDER}/brunner-munzel.ts`, `${FOLDER}/alternative.ts`, "src/stats/ranks.ts"];
  const trials = trial("Brunner-Munzel test, 30 and 50 normal values, sd 1 and 3", 114, files);
  expectUniform(trials, (rng) =>
    brunnerMunzel(
      normalSample(rng, 30),
      normalSample(rng, 50).map((z) => 3 * z),
    ),
  );
  expectCoverage(
    trials,
    0.5,
    (rng) =>
      okay(
        brunnerMunzel(
          normalSample(rng, 30),
          normalSample(rng, 50).map((z) => 3 * z),
        ),
      ).superiority,
  );
});

test("permutation", () => {
  const files = ["permutation", "plan", "rearrangement"].map((file) => `src/stats/resampling/${file}.ts`);
  let seed = 0;
  expectUniform(trial("permutation test of means, 499 random, 9 and 12 values", 115, files), (rng) =>
    permutationTest({
      samples: [[normalSample(rng, 9)], [normalSample(rng, 12)]],
      statistic: "mean-difference",
      seed: seed++,
      replicates: 499,
    }),
  );
});
