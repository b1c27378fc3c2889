import { expect, test } from "vitest";
import { expectClose, readGolden } from "../../../test/golden/golden.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { clusterSumsOf } from "../../../test/harness/cluster-sums.ts";
import { clusteredMoments } from "./clustered-moments.ts";

interface ClusteredCase {
  readonly values: readonly number[];
  readonly labels: readonly number[];
  readonly mean: number;
  readonly seMean: number;
  readonly low: number;
  readonly high: number;
  readonly sd: number;
  readonly relativeSeVariance: number;
}

const { cases } = readGolden<ClusteredCase>("descriptive/clustered.json");

test.each(cases)("mean and standard deviation as statsmodels has them by cluster, $mean", (golden) => {
  const { mean, sd } = okay(clusteredMoments(clusterSumsOf(golden.values, golden.labels)));
  expectClose(mean.value, golden.mean, { relative: 1e-12 });
  expectClose(mean.se ?? Number.NaN, golden.seMean, { relative: 1e-9 });
  expectClose(mean.interval?.low ?? Number.NaN, golden.low, { relative: 1e-9 });
  expectClose(mean.interval?.high ?? Number.NaN, golden.high, { relative: 1e-9 });
  expectClose(Math.sqrt(sd.value ** 2 - golden.seMean ** 2), golden.sd, { relative: 1e-9 });
  expectClose((2 * (sd.se ?? 0)) / sd.value, golden.relativeSeVariance, { relative: 1e-8 });
});

test("few clusters and equal values say nothing of their spread", () => {
  const labels = [0, 0, 1, 1, 2, 2];
  expect(clusteredMoments(clusterSumsOf([1, 2, 3, 4, 5, 6], labels))).toMatchObject({
    status: "undetermined",
    n: 3,
  });
  const equal = { values: new Array(20).fill(2), labels: Array.from({ length: 20 }, (_, i) => i) };
  expect(clusteredMoments(clusterSumsOf(equal.values, equal.labels))).toMatchObject({ status: "undetermined", n: 20 });
});
