import { test } from "vitest";
import type { Rng } from "../../../src/core/rng.ts";
import { bartlett } from "../../../src/stats/anova/bartlett.ts";
import { dunn } from "../../../src/stats/anova/dunn.ts";
import { kruskalWallis } from "../../../src/stats/anova/kruskal-wallis.ts";
import { levene } from "../../../src/stats/anova/levene.ts";
import { oneWayAnova } from "../../../src/stats/anova/one-way-anova.ts";
import { gamesHowell, type PairComparisons, tukeyHsd } from "../../../src/stats/anova/tukey.ts";
import { welchAnova } from "../../../src/stats/anova/welch-anova.ts";
import { momentsOf } from "../../../src/stats/descriptive/moments.ts";
import type { Inferred } from "../../../src/stats/inference.ts";
import { okay } from "../../golden/ok-answer.ts";
import { expectRejections, expectShare, expectUniform, normalSample, type Trial } from "./simulate.ts";

const FOLDER = "src/stats/anova";

function trial(method: string, seed: number, files: readonly string[]): Trial {
  return { subject: "anova", method, seed, files: files.map((file) => `${FOLDER}/${file}.ts`) };
}

/** Normal groups of the given sizes and standard deviations, all with mean 0. */
function groups(
  rng: Rng,
  sizes: readonly number[],
  sds: readonly number[] = sizes.map(() => 1),
): readonly Float64Array[] {
  return sizes.map((n, i) => normalSample(rng, n).map((z) => z * (sds[i] ?? 1)));
}

const moments = (samples: readonly Float64Array[]) => samples.map((values) => momentsOf(values));

test("F tests", () => {
  expectUniform(trial("one-way ANOVA, 5, 8 and 12 normal values", 301, ["one-way-anova", "group-moments"]), (rng) =>
    oneWayAnova(moments(groups(rng, [5, 8, 12]))),
  );
  expectUniform(
    trial("Welch ANOVA, 15, 20 and 40 normal values, sd 1, 2 and 3", 302, ["welch-anova", "group-moments"]),
    (rng) => welchAnova(moments(groups(rng, [15, 20, 40], [1, 2, 3]))),
  );
});

test("tests of spread", () => {
  expectUniform(trial("Bartlett test, 20, 30 and 25 normal values", 303, ["bartlett", "group-moments"]), (rng) =>
    bartlett(moments(groups(rng, [20, 30, 25]))),
  );
  expectRejections(trial("Levene test, median, 40, 30 and 50 normal values", 304, ["levene"]), [0.035, 0.055], (rng) =>
    levene(groups(rng, [40, 30, 50])),
  );
});

test("rank tests", () => {
  expectUniform(trial("Kruskal-Wallis test, 40, 50 and 60 values", 305, ["kruskal-wallis", "rank-sums"]), (rng) =>
    kruskalWallis(groups(rng, [40, 50, 60])),
  );
  expectShare(
    trial("Dunn test with Holm's correction, four groups of 15", 306, ["dunn", "rank-sums"]),
    { claim: "at least one false claim at 5 %: at most 5 %", low: 0, high: 0.0572 },
    (rng) => okay(dunn(groups(rng, [15, 15, 15, 15]))).pairs.some(({ pValue }) => pValue < 0.05),
  );
});

const holdsForAll = (found: Inferred<PairComparisons>): boolean =>
  okay(found).pairs.every(({ difference: { interval } }) => (interval?.low ?? 1) <= 0 && (interval?.high ?? -1) >= 0);

test("simultaneous intervals", () => {
  const claim = "all intervals hold at once: 95 %";
  expectShare(
    trial("Tukey HSD, three groups of 10", 307, ["tukey", "pair-comparison"]),
    { claim, low: 0.943, high: 0.957 },
    (rng) => holdsForAll(tukeyHsd(moments(groups(rng, [10, 10, 10])))),
  );
  // never below the level (Hayter 1984), somewhat above it for unequal groups
  expectShare(
    trial("Tukey-Kramer, 6, 10 and 20 values", 308, ["tukey", "pair-comparison"]),
    { claim, low: 0.943, high: 0.97 },
    (rng) => holdsForAll(tukeyHsd(moments(groups(rng, [6, 10, 20])))),
  );
  expectShare(
    trial("Games-Howell, 12, 15 and 20 values, sd 1, 3 and 2", 309, ["tukey", "pair-comparison"]),
    { claim, low: 0.943, high: 0.957 },
    (rng) => holdsForAll(gamesHowell(moments(groups(rng, [12, 15, 20], [1, 3, 2])))),
  );
});
