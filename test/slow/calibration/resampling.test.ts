import { test } from "vitest";
import type { Rng } from "../../../src/core/rng.ts";
import { type ClusterSums, clusteredMoments } from "../../../src/stats/descriptive/clustered-moments.ts";
import { trimmedMean } from "../../../src/stats/descriptive/trimmed-mean.ts";
import { type BootstrapRequest, bootstrap } from "../../../src/stats/resampling/bootstrap.ts";
import { okay } from "../../golden/ok-answer.ts";
import { clusterSumsOf } from "../../harness/cluster-sums.ts";
import { expectCoverage, expectShare, normalSample, type Trial } from "./simulate.ts";

function trial(method: string, seed: number): Trial {
  const files = ["bootstrap", "bootstrap-draw", "bootstrap-interval", "plan", "replicate-rng"];
  return { subject: "resampling", method, seed, files: files.map((file) => `src/stats/resampling/${file}.ts`) };
}

const CASES: readonly (readonly [name: string, n: number, request: Partial<BootstrapRequest>])[] = [
  ["percentile interval of a mean, 200 values", 200, { method: "percentile" }],
  ["percentile interval of a mean, Poisson weights, 150 values", 150, { method: "percentile", weights: "poisson" }],
  ["studentised interval of a mean, 20 values", 20, { method: "studentised" }],
];

test.each(CASES)("bootstrap %s", (name, n, request) => {
  let seed = 0;
  expectCoverage(trial(`bootstrap, ${name}, 399 replicates`, 301), 0, (rng) => {
    const samples = [[normalSample(rng, n)]];
    return okay(bootstrap({ samples, statistic: "mean", seed: seed++, replicates: 399, ...request })).estimate;
  });
});

test("trimmed mean", () => {
  const files = ["src/stats/descriptive/trimmed-mean.ts"];
  expectCoverage(
    { subject: "descriptive", method: "mean trimmed by 0.2, 30 normal values", seed: 302, files },
    0,
    (rng) => okay(trimmedMean(normalSample(rng, 30))).mean,
  );
});

/** Clusters of 1 to 9 values, whose means vary as much as the values within them. */
function clusters(rng: Rng, count: number): ClusterSums {
  const own = Array.from({ length: count }, (_, label) => {
    const [mean = 0] = normalSample(rng, 1);
    return Array.from(normalSample(rng, 1 + Math.floor(9 * rng())), (value) => ({ label, value: value + mean }));
  }).flat();
  return clusterSumsOf(
    own.map(({ value }) => value),
    own.map(({ label }) => label),
  );
}

const clustered = (of: string, count: number): Trial => ({
  subject: "descriptive",
  method: `${of} of values in ${count} clusters of 1 to 9, half of whose variance is between clusters`,
  ...{ seed: 303, files: ["src/stats/descriptive/clustered-moments.ts"] },
});

test("mean of clustered values", () => {
  expectCoverage(clustered("mean", 60), 0, (rng) => okay(clusteredMoments(clusters(rng, 60))).mean);
});

test("standard deviation of clustered values: a little short with few clusters", () => {
  const trial = { ...clustered("standard deviation", 300), repetitions: 4000 };
  expectCoverage(trial, Math.SQRT2, (rng) => okay(clusteredMoments(clusters(rng, 300))).sd);
  const claim = { claim: "95 % interval covers the true value in at least 92.5 %", low: 0.925, high: 0.957 };
  expectShare(clustered("standard deviation", 60), claim, (rng) => {
    const { low = 0, high = 0 } = okay(clusteredMoments(clusters(rng, 60))).sd.interval ?? {};
    return low <= Math.SQRT2 && Math.SQRT2 <= high;
  });
});
