/** Three latent customer segments: shares, and means of what tells them apart. Usage is a shift of the log. */
export const SEGMENTS = [
  { name: "light", share: 0.4, arpu: 15, calls: 4, sessionMinutes: 10, logUsage: -0.4 },
  { name: "regular", share: 0.35, arpu: 40, calls: 15, sessionMinutes: 35, logUsage: 0 },
  { name: "heavy", share: 0.25, arpu: 65, calls: 26, sessionMinutes: 60, logUsage: 0.4 },
] as const;

/** Network types: share of rows, shift of latency in ms, median throughput in Mbps. */
export const NETWORKS = [
  { name: "3G", share: 0.15, latencyMs: 12, throughputMbps: 6 },
  { name: "4G", share: 0.5, latencyMs: 0, throughputMbps: 40 },
  { name: "5G", share: 0.35, latencyMs: -10, throughputMbps: 180 },
] as const;

export const TELECOM = {
  latencyMs: { mean: 50, sd: 10, min: 5 },
  satisfaction: {
    ...{ mean: 70, perLatencyMs: -0.6, perDowntimeMinute: -0.15, noiseSd: 13.2, plantedCorrelation: -0.6 },
    least: 0,
    most: 100,
  },
  usage: {
    logMean: 0.4,
    logSd: 0.6,
    /** Growth over a year as a share of the first day, linear. */
    trendPerYear: 0.25,
    /** Half the swing of the yearly wave, which is 0 on 1 January and rises. */
    yearly: 0.12,
    /** Monday to Sunday. */
    weekday: [0.96, 0.94, 0.93, 0.96, 1.03, 1.12, 1.06],
  },
  anomalies: { share: 0.015, latencyMs: [60, 140], packetLossPercent: [4, 10], jitterMs: [25, 60] },
  downtime: { longShare: 0.3, shortMaxMinutes: 5, longMeanMinutes: 25, maxMinutes: 240 },
  revenue: { perArpu: 0.1, lossPerDowntimeMinute: 0.004, maxLoss: 0.6 },
} as const;

/**
 * What is to be expected of satisfaction after it is cut to its range, from the parameters above by numerical integration
 * (`expected.test.ts`). The cut takes from an anomalous latency most of its effect, and anomalies weigh much in a
 * least squares line: its slope is nearer to 0 than what was planted.
 */
export const EXPECTED_AFTER_CUT = {
  latencyCorrelation: -0.6015,
  latencySlope: -0.5654,
  downtimeSlope: -0.1468,
  /** Mean satisfaction of rows with less than 5 minutes of downtime, 5 to 30, and more. */
  meanByDowntime: { low: 69.66, moderate: 67.82, high: 61.96 },
} as const;

/** Customers of a world with this many rows. */
export function customerCount(events: number): number {
  return Math.min(20_000, Math.max(60, Math.round(events / 50)));
}

export const DAYS_PER_YEAR = 365.25;
