import { test } from "vitest";
import { bootstrap } from "../../../src/stats/resampling/bootstrap.ts";
import { okay } from "../../golden/ok-answer.ts";
import { expectCoverage, normalSample } from "./simulate.ts";

const FILES = ["bootstrap", "bootstrap-draw", "bootstrap-interval", "plan", "replicate-rng"];

// With 399 replicates it covers 94.1 %: the share below the estimate, which moves both ends, needs some thousands.
test("bootstrap BCa interval", () => {
  let seed = 0;
  const trial = {
    subject: "resampling",
    method: "bootstrap, BCa interval of a mean, 120 values, 1,999 replicates",
    files: FILES.map((file) => `src/stats/resampling/${file}.ts`),
    seed: 303,
  };
  expectCoverage(trial, 0, (rng) => {
    const samples = [[normalSample(rng, 120)]];
    return okay(bootstrap({ samples, statistic: "mean", seed: seed++, replicates: 1999 })).estimate;
  });
});
