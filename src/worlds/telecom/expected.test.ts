import { expect, test } from "vitest";
import { normal } from "../../stats/distributions/normal.ts";
import { EXPECTED_AFTER_CUT, NETWORKS, TELECOM } from "./parameters.ts";

const { latencyMs, satisfaction, downtime, anomalies } = TELECOM;
const unit = normal();

/** Mean and mean square of a normal value that is cut to the range of satisfaction. */
function afterCut(mean: number): { readonly mean: number; readonly square: number } {
  const { least, most, noiseSd: s } = satisfaction;
  const [a, b] = [(least - mean) / s, (most - mean) / s];
  const [inside, above] = [unit.cdf(b) - unit.cdf(a), unit.sf(b)];
  const [fa, fb] = [unit.pdf(a), unit.pdf(b)];
  return {
    mean: mean * inside + s * (fa - fb) + least * unit.cdf(a) + most * above,
    square:
      (mean ** 2 + s ** 2) * inside +
      2 * mean * s * (fa - fb) +
      s ** 2 * (a * fa - b * fb) +
      least ** 2 * unit.cdf(a) +
      most ** 2 * above,
  };
}

interface Weighted {
  readonly value: number;
  readonly weight: number;
}

/** Middles of equal parts of (0, 1). */
const middles = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => (i + 0.5) / n);

function latencies(): readonly Weighted[] {
  const [lo, hi] = anomalies.latencyMs;
  const extra = [
    { value: 0, weight: 1 - anomalies.share },
    ...middles(12).map((u) => ({ value: lo + (hi - lo) * u, weight: anomalies.share / 12 })),
  ];
  return NETWORKS.flatMap((network) =>
    middles(100).flatMap((u) =>
      extra.map(({ value, weight }) => ({
        value: Math.max(latencyMs.min, latencyMs.mean + network.latencyMs + latencyMs.sd * unit.quantile(u) + value),
        weight: (network.share * weight) / 100,
      })),
    ),
  );
}

/** The last tenth of short ones apart: rounded to tenths they reach the next bin. */
function downtimes(): readonly Weighted[] {
  const { longShare, shortMaxMinutes, longMeanMinutes, maxMinutes } = downtime;
  return [
    ...middles(10).map((u) => ({ value: (shortMaxMinutes - 0.05) * u, weight: ((1 - longShare) * 0.99) / 10 })),
    { value: shortMaxMinutes - 0.025, weight: (1 - longShare) * 0.01 },
    ...middles(150).map((u) => ({
      value: Math.min(maxMinutes, shortMaxMinutes - longMeanMinutes * Math.log(u)),
      weight: longShare / 150,
    })),
  ];
}

test("what is expected of satisfaction after the cut follows from the parameters", () => {
  const sums = { x: 0, xx: 0, y: 0, yy: 0, xy: 0, z: 0, zz: 0, yz: 0 };
  const bins = { low: { y: 0, weight: 0 }, moderate: { y: 0, weight: 0 }, high: { y: 0, weight: 0 } };
  for (const x of latencies()) {
    for (const z of downtimes()) {
      const { mean, square } = afterCut(
        satisfaction.mean +
          satisfaction.perLatencyMs * (x.value - latencyMs.mean) +
          satisfaction.perDowntimeMinute * z.value,
      );
      const weight = x.weight * z.weight;
      sums.x += weight * x.value;
      sums.xx += weight * x.value ** 2;
      sums.y += weight * mean;
      sums.yy += weight * square;
      sums.xy += weight * x.value * mean;
      sums.z += weight * z.value;
      sums.zz += weight * z.value ** 2;
      sums.yz += weight * z.value * mean;
      const bin = bins[z.value < 4.95 ? "low" : z.value < 29.95 ? "moderate" : "high"];
      bin.y += weight * mean;
      bin.weight += weight;
    }
  }
  const { x, xx, y, yy, xy, z, zz, yz } = sums;
  const expected = EXPECTED_AFTER_CUT;
  expect((xy - x * y) / Math.sqrt((xx - x * x) * (yy - y * y))).toBeCloseTo(expected.latencyCorrelation, 2.7);
  expect((xy - x * y) / (xx - x * x)).toBeCloseTo(expected.latencySlope, 2.7);
  expect((yz - y * z) / (zz - z * z)).toBeCloseTo(expected.downtimeSlope, 2.7);
  for (const [name, mean] of Object.entries(expected.meanByDowntime)) {
    const bin = bins[name as keyof typeof bins];
    expect(bin.y / bin.weight, name).toBeCloseTo(mean, 1);
  }
  expect(Math.abs(expected.latencySlope)).toBeLessThan(Math.abs(satisfaction.perLatencyMs));
});
