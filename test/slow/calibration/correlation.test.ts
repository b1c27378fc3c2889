import { test } from "vitest";
import type { Rng } from "../../../src/core/rng.ts";
import { kendall } from "../../../src/stats/correlation/kendall.ts";
import { partialCorrelation } from "../../../src/stats/correlation/partial-correlation.ts";
import { pearson, shapeFreeInterval } from "../../../src/stats/correlation/pearson.ts";
import { spearman } from "../../../src/stats/correlation/spearman.ts";
import { okay } from "../../golden/ok-answer.ts";
import { expectCoverage, expectRejections, expectShare, expectUniform, normalSample, type Trial } from "./simulate.ts";

const FOLDER = "src/stats/correlation";

function trial(method: string, seed: number, files: readonly string[]): Trial {
  return { subject: "correlation", method, seed, files: files.map((file) => `${FOLDER}/${file}.ts`) };
}

/** Pairs of normal values with correlation `rho`. */
function pairs(rng: Rng, n: number, rho: number): readonly [Float64Array, Float64Array] {
  const x = normalSample(rng, n);
  const noise = normalSample(rng, n);
  return [x, x.map((value, i) => rho * value + Math.sqrt(1 - rho * rho) * (noise[i] ?? 0))];
}

test("Pearson", () => {
  const files = ["pearson", "correlation", "co-moments"];
  expectUniform(trial("Pearson correlation, 8 pairs", 401, files), (rng) => pearson(...pairs(rng, 8, 0)));
  expectCoverage(
    trial("Pearson correlation 0.6, 20 pairs", 402, files),
    0.6,
    (rng) => okay(pearson(...pairs(rng, 20, 0.6))).coefficient,
  );
});

test("Pearson without normality", () => {
  const promise = { claim: "95 % interval covers the true value, nearly", low: 0.93, high: 0.957 };
  expectShare(
    trial("Pearson correlation 0.6 without normality, 300 pairs, one in twenty three times as far out", 411, [
      "pearson",
    ]),
    promise,
    (rng) => {
      const [x, y] = pairs(rng, 300, 0.6).map((values) => values.map((value, i) => value * (i % 20 === 0 ? 3 : 1)));
      if (x === undefined || y === undefined) return false;
      const r = okay(pearson(x, y)).coefficient.value;
      const { low = 1, high = -1 } = shapeFreeInterval({ x, y }, { r, n: 300 }) ?? {};
      return low <= 0.6 && 0.6 <= high;
    },
  );
});

test("Spearman", () => {
  const files = ["spearman", "correlation", "co-moments"];
  expectUniform(trial("Spearman correlation, 80 pairs", 403, files), (rng) => spearman(...pairs(rng, 80, 0)));
  expectRejections(trial("Spearman correlation, exact, 9 pairs", 404, files), [0.04, 0.0572], (rng) =>
    spearman(...pairs(rng, 9, 0)),
  );
  const rho = (6 / Math.PI) * Math.asin(0.5 / 2);
  expectCoverage(
    trial("Spearman correlation 0.48, 60 pairs", 405, files),
    rho,
    (rng) => okay(spearman(...pairs(rng, 60, 0.5))).coefficient,
  );
});

test("Kendall", () => {
  const files = ["kendall", "correlation", "discordance"];
  expectUniform(trial("Kendall tau-b, 100 pairs", 406, files), (rng) => kendall(...pairs(rng, 100, 0)));
  expectRejections(trial("Kendall tau-b, exact, 12 pairs", 407, files), [0.04, 0.0572], (rng) =>
    kendall(...pairs(rng, 12, 0)),
  );
  const tau = (2 / Math.PI) * Math.asin(0.5);
  expectCoverage(
    trial("Kendall tau-b 0.33, 60 pairs", 408, files),
    tau,
    (rng) => okay(kendall(...pairs(rng, 60, 0.5))).coefficient,
  );
});

test("partial correlation", () => {
  const confounded = (rng: Rng) => {
    const z = normalSample(rng, 25);
    const [x, y] = [normalSample(rng, 25), normalSample(rng, 25)];
    return partialCorrelation([x.map((v, i) => v + 2 * (z[i] ?? 0)), y.map((v, i) => v - (z[i] ?? 0))], [z]);
  };
  const files = ["partial-correlation", "correlation", "co-moments"];
  expectUniform(trial("partial correlation, 25 units, one common cause", 409, files), confounded);
  expectCoverage(
    trial("partial correlation 0, 25 units, one common cause", 410, files),
    0,
    (rng) => okay(confounded(rng)).coefficient,
  );
});
