import { test } from "vitest";
import { trimmedMean } from "../../../src/stats/descriptive/trimmed-mean.ts";
import { type BootstrapRequest, bootstrap } from "../../../src/stats/resampling/bootstrap.ts";
import { okay } from "../../golden/ok-answer.ts";
import { expectCoverage, normalSample, type Trial } from "./simulate.ts";

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
