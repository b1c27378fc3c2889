import { test } from "vitest";
import type { Rng } from "../../../src/core/rng.ts";
import { oneWayAnova } from "../../../src/stats/anova/one-way-anova.ts";
import { chiSquaredGoodnessOfFit } from "../../../src/stats/contingency/chi-squared-test.ts";
import { pearson } from "../../../src/stats/correlation/pearson.ts";
import { momentsOf } from "../../../src/stats/descriptive/moments.ts";
import { anovaDesign } from "../../../src/stats/power/anova.ts";
import { chiSquaredDesign } from "../../../src/stats/power/chi-squared.ts";
import { correlationDesign } from "../../../src/stats/power/correlation.ts";
import { twoProportionDesign } from "../../../src/stats/power/proportions.ts";
import { rankTestDesign } from "../../../src/stats/power/rank-test.ts";
import { oneSampleTDesign, twoSampleTDesign, welchTDesign } from "../../../src/stats/power/t-test.ts";
import { twoProportionTest } from "../../../src/stats/proportions/two-proportion-test.ts";
import { mannWhitney } from "../../../src/stats/two-sample/mann-whitney.ts";
import { oneSampleTTest, studentTTest, welchTTest } from "../../../src/stats/two-sample/t-test.ts";
import { expectPower, normalSample, type Trial } from "./simulate.ts";

function trial(method: string, seed: number, file: string): Trial {
  return { subject: "power", method, seed, files: ["src/stats/power/design.ts", `src/stats/power/${file}.ts`] };
}

const sample = (rng: Rng, n: number, { mean = 0, sd = 1 } = {}) => normalSample(rng, n).map((z) => mean + sd * z);

function successes(rng: Rng, trials: number, share: number) {
  return { successes: Array.from({ length: trials }, () => rng() < share).filter(Boolean).length, trials };
}

test("t tests", () => {
  expectPower(trial("one-sample t test, effect 0.6, n 15", 701, "t-test"), oneSampleTDesign().power(0.6, 15), (rng) =>
    oneSampleTTest(momentsOf(sample(rng, 15, { mean: 0.6 }))),
  );
  expectPower(
    trial("Student t test, effect 0.7, n 20 and 40", 702, "t-test"),
    twoSampleTDesign({ ratio: 2 }).power(0.7, 20),
    (rng) => studentTTest(momentsOf(sample(rng, 20, { mean: 0.7 })), momentsOf(sample(rng, 40))),
  );
  const design = welchTDesign({ ratio: 1.5, sdRatio: 2 });
  expectPower(trial("Welch t test, effect 1, n 20 and 30, sd 1 and 2", 703, "t-test"), design.power(1, 20), (rng) =>
    welchTTest(momentsOf(sample(rng, 20)), momentsOf(sample(rng, 30, { mean: 1, sd: 2 }))),
  );
});

test("proportions", () => {
  const design = twoProportionDesign({ baseline: 0.2 });
  expectPower(
    trial("z test of two proportions, 0.2 and 0.3, n 250", 704, "proportions"),
    design.power(0.1, 250),
    (rng) => twoProportionTest(successes(rng, 250, 0.2), successes(rng, 250, 0.3)),
  );
});

test("ANOVA and chi-squared", () => {
  const f = Math.sqrt((0.4 ** 2 + 0.4 ** 2) / 3);
  expectPower(
    trial("one-way ANOVA, means -0.4, 0 and 0.4, n 20", 705, "anova"),
    anovaDesign({ groups: 3 }).power(f, 20),
    (rng) => oneWayAnova([-0.4, 0, 0.4].map((mean) => momentsOf(sample(rng, 20, { mean })))),
  );
  const shares = [0.3, 0.25, 0.25, 0.2];
  const w = Math.sqrt(shares.reduce((sum, share) => sum + (share - 0.25) ** 2 / 0.25, 0));
  expectPower(
    trial("chi-squared goodness of fit, 0.3, 0.25, 0.25 and 0.2 against equal, n 500", 706, "chi-squared"),
    chiSquaredDesign({ df: 3 }).power(w, 500),
    (rng) => {
      const counts = [0, 0, 0, 0];
      for (let i = 0; i < 500; i++) {
        const u = rng();
        const at = u < 0.3 ? 0 : u < 0.55 ? 1 : u < 0.8 ? 2 : 3;
        counts[at] = (counts[at] ?? 0) + 1;
      }
      return chiSquaredGoodnessOfFit(counts);
    },
  );
});

test("correlation", () => {
  expectPower(
    trial("test of a Pearson correlation of 0.5, n 20", 707, "correlation"),
    correlationDesign().power(0.5, 20),
    (rng) => {
      const [x, noise] = [sample(rng, 20), sample(rng, 20)];
      return pearson(
        x,
        x.map((value, i) => 0.5 * value + Math.sqrt(0.75) * (noise[i] ?? 0)),
      );
    },
  );
});

test("Mann-Whitney by its relative efficiency", () => {
  const power = rankTestDesign(twoSampleTDesign()).power(0.6, 40);
  expectPower(trial("Mann-Whitney test, normal values, effect 0.6, n 40", 708, "rank-test"), power, (rng) =>
    mannWhitney(sample(rng, 40, { mean: 0.6 }), sample(rng, 40), { distribution: "asymptotic" }),
  );
});
