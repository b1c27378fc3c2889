import { expect, test } from "vitest";
import { expectClose, readGolden } from "../../../test/golden/golden.ts";
import { normals } from "../../../test/golden/notebook.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { clusterSumsOf } from "../../../test/harness/cluster-sums.ts";
import { clusteredMoments, meanAndSpread } from "./clustered-moments.ts";
import { momentsOf } from "./moments.ts";

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
  // the kurtosis of the clusters leaves no more degrees of freedom than there are clusters but one
  expect(mean.interval?.low).toBeLessThanOrEqual(golden.low + 1e-12);
  expect(mean.interval?.high).toBeGreaterThanOrEqual(golden.high - 1e-12);
  const n = golden.values.length;
  expectClose(sd.value ** 2 - golden.seMean ** 2, (golden.sd ** 2 * (n - 1)) / n, { relative: 1e-9 });
  expectClose((2 * (sd.se ?? 0)) / sd.value, golden.relativeSeVariance, { relative: 1e-8 });
});

test("independent rows as clusters of one have the same mean and nearly the same errors", () => {
  const values = normals(4, 80);
  const alone = okay(meanAndSpread(momentsOf(values)));
  const clusters = okay(
    clusteredMoments(
      clusterSumsOf(
        values,
        values.map((_, i) => i),
      ),
    ),
  );
  expect(clusters.mean.value).toBeCloseTo(alone.mean.value, 12);
  expect(clusters.mean.se).toBeCloseTo(alone.mean.se ?? 0, 12);
  expect(clusters.sd.value).toBeCloseTo(alone.sd.value, 12);
  expect((clusters.sd.se ?? 0) / (alone.sd.se ?? 1)).toBeCloseTo(1, 1);
});

test("few clusters, equal values and clusters that are all alike say nothing of their spread", () => {
  const places = Array.from({ length: 20 }, (_, i) => i);
  expect(clusteredMoments(clusterSumsOf([1, 2, 3, 4, 5, 6], [0, 0, 1, 1, 2, 2]))).toMatchObject({
    n: 3,
    reason: "3 clusters, fewer than 8",
  });
  expect(clusteredMoments(clusterSumsOf(new Array(20).fill(2), places))).toMatchObject({
    reason: "all values are equal",
  });
  const alike = clusteredMoments(
    clusterSumsOf(
      places.map((i) => 0.1 + (i % 2)),
      places.map((i) => Math.floor(i / 2)),
    ),
  );
  expect(alike).toMatchObject({ status: "undetermined", n: 10 });
  expect(meanAndSpread(momentsOf(places.map((i) => i % 2)))).toMatchObject({ status: "undetermined", n: 20 });
  const few = okay(
    clusteredMoments(
      clusterSumsOf(
        places.map((i) => i ** 2),
        places.map((i) => i % 9),
      ),
    ),
  );
  expect(few.warnings).toEqual([
    "only 9 to tell the spread from: the interval of the standard deviation is too narrow",
  ]);
});
