import { test } from "vitest";
import type { Rng } from "../../../src/core/rng.ts";
import { chiSquaredGoodnessOfFit, chiSquaredTest } from "../../../src/stats/contingency/chi-squared-test.ts";
import { cochranQ } from "../../../src/stats/contingency/cochran-q.ts";
import { cramersV } from "../../../src/stats/contingency/cramers-v.ts";
import { fisherExact } from "../../../src/stats/contingency/fisher-exact.ts";
import { mcNemar } from "../../../src/stats/contingency/mcnemar.ts";
import type { FourfoldTable } from "../../../src/stats/contingency/table.ts";
import { oddsRatio } from "../../../src/stats/effect-size/odds-ratio.ts";
import { phi } from "../../../src/stats/effect-size/phi.ts";
import { type DifferenceInterval, proportionDifference } from "../../../src/stats/proportions/difference.ts";
import type { Proportion } from "../../../src/stats/proportions/proportion.ts";
import { proportionRatio } from "../../../src/stats/proportions/ratio.ts";
import { twoProportionTest } from "../../../src/stats/proportions/two-proportion-test.ts";
import { wilsonInterval } from "../../../src/stats/proportions/wilson.ts";
import { okay } from "../../golden/ok-answer.ts";
import { expectCoverage, expectRejections, expectShare, type Trial } from "./simulate.ts";

type Subject = "contingency" | "proportions" | "effect-size";

function trial([subject, file]: readonly [Subject, string], method: string, seed: number): Trial {
  return { subject, method, seed, files: [`src/stats/${subject}/${file}.ts`] };
}

function successes(rng: Rng, trials: number, share: number): Proportion {
  let count = 0;
  for (let i = 0; i < trials; i++) if (rng() < share) count++;
  return { successes: count, trials };
}

/** Counts of `n` units over the cells of a table with these probabilities. */
function multinomial(rng: Rng, n: number, cells: readonly (readonly number[])[]): number[][] {
  const counts = cells.map((row) => row.map(() => 0));
  for (let unit = 0; unit < n; unit++) {
    let rest = rng();
    place: for (const [i, row] of cells.entries()) {
      for (const [j, share] of row.entries()) {
        rest -= share;
        if (rest >= 0 && !(i === cells.length - 1 && j === row.length - 1)) continue;
        const counted = counts[i] as number[];
        counted[j] = (counted[j] ?? 0) + 1;
        break place;
      }
    }
  }
  return counts;
}

const fourfold = (rng: Rng, n: number, cells: FourfoldTable): FourfoldTable =>
  multinomial(rng, n, cells) as unknown as FourfoldTable;

const NEAR_5: readonly [number, number] = [0.0428, 0.0572];
const INDEPENDENT: FourfoldTable = [
  [0.18, 0.42],
  [0.12, 0.28],
];
const ASSOCIATED: FourfoldTable = [
  [0.3, 0.2],
  [0.1, 0.4],
];

test("tests of independence", () => {
  const nine = [0.2, 0.3, 0.5].map((row) => [0.3, 0.3, 0.4].map((column) => row * column));
  expectRejections(
    trial(["contingency", "chi-squared-test"], "chi-squared test, 3 x 3, 150 units", 501),
    NEAR_5,
    (rng) => chiSquaredTest(multinomial(rng, 150, nine)),
  );
  expectRejections(
    trial(["contingency", "chi-squared-test"], "chi-squared goodness of fit, 1000 units on 4 classes", 502),
    NEAR_5,
    (rng) => chiSquaredGoodnessOfFit(multinomial(rng, 1000, [[0.1, 0.2, 0.3, 0.4]])[0] ?? [], [1, 2, 3, 4]),
  );
  expectRejections(trial(["contingency", "fisher-exact"], "Fisher exact test, 60 units", 503), [0, 0.05], (rng) =>
    fisherExact(fourfold(rng, 60, INDEPENDENT)),
  );
});

test("paired answers", () => {
  const changed: FourfoldTable = [
    [0.3, 0.2],
    [0.2, 0.3],
  ];
  expectRejections(trial(["contingency", "mcnemar"], "McNemar test, 200 pairs", 504), NEAR_5, (rng) =>
    mcNemar(fourfold(rng, 200, changed), { variant: "asymptotic" }),
  );
  expectRejections(trial(["contingency", "mcnemar"], "McNemar exact test, 60 pairs", 505), [0, 0.05], (rng) =>
    mcNemar(fourfold(rng, 60, changed), { variant: "exact" }),
  );
  expectRejections(trial(["contingency", "cochran-q"], "Cochran Q test, 100 units, 4 questions", 506), NEAR_5, (rng) =>
    cochranQ(Array.from({ length: 100 }, () => Array.from({ length: 4 }, () => (rng() < 0.4 ? 1 : 0)))),
  );
});

test("strength of association", () => {
  expectShare(
    trial(["contingency", "fisher-exact"], "Fisher's conditional odds ratio 6, 80 units", 507),
    { claim: "95 % interval covers the true value at least so often", low: 0.95, high: 1 },
    (rng) => {
      const { low, high } = okay(fisherExact(fourfold(rng, 80, ASSOCIATED))).interval;
      return low <= 6 && 6 <= high;
    },
  );
  expectCoverage(
    trial(["effect-size", "odds-ratio"], "odds ratio 6, 300 units", 508),
    6,
    (rng) => okay(oddsRatio(fourfold(rng, 300, ASSOCIATED))).oddsRatio,
  );
  const truth = (0.3 * 0.4 - 0.2 * 0.1) / Math.sqrt(0.5 * 0.5 * 0.4 * 0.6);
  expectCoverage(
    trial(["effect-size", "phi"], "phi 0.41, 150 units", 509),
    truth,
    (rng) => okay(phi(fourfold(rng, 150, ASSOCIATED))).phi,
  );
  const weak = [
    [0.13, 0.1, 0.1],
    [0.1, 0.14, 0.1],
    [0.1, 0.1, 0.13],
  ];
  const [rows, columns] = [
    weak.map((row) => row.reduce((a, b) => a + b, 0)),
    weak[0]?.map((_, j) => weak.reduce((a, row) => a + (row[j] ?? 0), 0)) ?? [],
  ];
  const square = weak
    .flatMap((row, i) => row.map((p, j) => p ** 2 / ((rows[i] ?? 1) * (columns[j] ?? 1))))
    .reduce((a, b) => a + b, -1);
  expectCoverage(
    trial(["contingency", "cramers-v"], "Cramer's V 0.09, 3 x 3, 400 units", 510),
    Math.sqrt(square / 2),
    (rng) => okay(cramersV(multinomial(rng, 400, weak))),
  );
});

test("proportions", () => {
  expectShare(
    trial(["proportions", "wilson"], "Wilson interval of 0.3, 200 trials", 511),
    { claim: "95 % interval covers the true value", low: 0.943, high: 0.957 },
    (rng) => {
      const { low = 1, high = 0 } = wilsonInterval(successes(rng, 200, 0.3).successes, 200) ?? {};
      return low <= 0.3 && 0.3 <= high;
    },
  );
  (["newcombe", "agresti-caffo", "score"] satisfies DifferenceInterval[]).forEach((interval, i) => {
    const files = interval === "score" ? "score-difference" : "difference";
    expectCoverage(
      trial(["proportions", files], `${interval} interval of 0.3 less 0.2, 80 and 120 trials`, 512 + i),
      -0.1,
      (rng) => okay(proportionDifference(successes(rng, 80, 0.3), successes(rng, 120, 0.2), { interval })).difference,
    );
  });
  expectCoverage(
    trial(["proportions", "ratio"], "ratio 1.5 of 0.3 to 0.2, 200 and 250 trials", 516),
    1.5,
    (rng) => okay(proportionRatio(successes(rng, 200, 0.2), successes(rng, 250, 0.3))).ratio,
  );
  expectRejections(
    trial(["proportions", "two-proportion-test"], "z test of two proportions of 0.2, 150 and 250 trials", 517),
    NEAR_5,
    (rng) => twoProportionTest(successes(rng, 150, 0.2), successes(rng, 250, 0.2)),
  );
});
