import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AssociateResult } from "../../src/analyses/associate/result.ts";
import type { CompareResult } from "../../src/analyses/compare/compared.ts";
import type { CorrelateResult } from "../../src/analyses/correlate/correlated.ts";
import type { ImpactResult } from "../../src/analyses/impact/impacted.ts";
import type { PcaResult } from "../../src/analyses/pca/components.ts";
import type { RegressResult } from "../../src/analyses/regress/regressed.ts";
import type { Envelope } from "../../src/contract/envelope.ts";
import { normal } from "../../src/stats/distributions/normal.ts";
import { EXPECTED_AFTER_CUT, NETWORKS, TELECOM } from "../../src/worlds/telecom/parameters.ts";
import { runCli } from "../harness/cli.ts";

interface Truth {
  readonly correlation: { readonly latency_satisfaction: { readonly planted: number; readonly realised: number } };
  readonly downtime: {
    readonly planted: { readonly perArpu: number; readonly lossPerDowntimeMinute: number };
    readonly realised: readonly { readonly facts: number; readonly mean_satisfaction: number }[];
  };
}

let root: string;
let truth: Truth;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "tidemark-lab-world-"));
  await succeed(["generate", "telecom", "--events", "20000", "--days", "200", "--seed", "5", "--out", root]);
  await succeed(["ingest", "--project", root]);
  await succeed(["build", "--project", root]);
  truth = JSON.parse(readFileSync(join(root, "truth.json"), "utf8")) as Truth;
}, 300_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function succeed(args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli(args);
  expect([0, 2], `${args.join(" ")}\n${stderr}`).toContain(code);
  return stdout;
}

async function answer<Result>(analysis: string, ...options: readonly string[]): Promise<Result> {
  const text = await succeed(["run", analysis, "--table", "facts", ...options, "--project", root, "--format", "json"]);
  const envelope = JSON.parse(text) as Envelope;
  expect(envelope.status, envelope.reason).toBe("ok");
  const words = envelope.findings.map((finding) => finding.text).join(" ");
  expect(words).not.toMatch(/\b(causes?|caused|leads? to|because of|due to|drives?|impacts?)\b/i);
  return envelope.result as Result;
}

const covers = (interval: { readonly low: number; readonly high: number } | null | undefined, value: number): void => {
  expect(interval?.low, `${JSON.stringify(interval)} and ${value}`).toBeLessThanOrEqual(value);
  expect(interval?.high, `${JSON.stringify(interval)} and ${value}`).toBeGreaterThanOrEqual(value);
};

/** The mean of a normal variable that is cut to 0..100. */
function cutMean(mean: number, sd: number): number {
  const z = normal();
  const [a, b] = [-mean / sd, (100 - mean) / sd];
  return 100 * z.sf(b) + mean * (z.cdf(b) - z.cdf(a)) + sd * (z.pdf(a) - z.pdf(b));
}

/** What the world's formula gives with so many minutes of downtime; anomalies are at the floor whatever the downtime. */
function plantedSatisfaction(downtime: number): number {
  const { mean, perLatencyMs, perDowntimeMinute, noiseSd } = TELECOM.satisfaction;
  const sd = Math.hypot(perLatencyMs * TELECOM.latencyMs.sd, noiseSd);
  const at = (shift: number): number => cutMean(mean + perLatencyMs * shift + perDowntimeMinute * downtime, sd);
  const all = NETWORKS.reduce((sum, { share, latencyMs }) => sum + share * at(latencyMs), 0);
  return (1 - TELECOM.anomalies.share) * all;
}

test("the planted correlation of latency and satisfaction is covered", async () => {
  const { lines } = await answer<CorrelateResult>("correlate", "--x", "Latency", "--y", "CustomerSatisfaction");
  const { planted, realised } = truth.correlation.latency_satisfaction;
  expect(lines[0]?.value).toBeCloseTo(realised, 6);
  covers(lines[0]?.interval, planted);
  covers(lines[0]?.shapeFree, EXPECTED_AFTER_CUT.latencyCorrelation);
}, 120_000);

test("a line of satisfaction on latency and downtime has the slopes that are left after the cut to 0..100", async () => {
  const { lines } = await answer<RegressResult>("regress", "--y", "CustomerSatisfaction", "--x", "Latency,Downtime");
  const slope = (name: string) => lines.find((line) => line.name === name)?.interval;
  covers(slope("Latency"), EXPECTED_AFTER_CUT.latencySlope);
  covers(slope("Downtime"), EXPECTED_AFTER_CUT.downtimeSlope);
  expect(slope("Latency")?.low).toBeGreaterThan(TELECOM.satisfaction.perLatencyMs);
}, 120_000);

test("downtime: groups hold every row with their means, and the revenue at risk covers what was taken", async () => {
  const options = [
    "--by",
    "Downtime",
    "--bins",
    "4.95,29.95",
    "--outcomes",
    "CustomerSatisfaction,Revenue,ARPU,Downtime",
  ];
  const { outcomes, revenue } = await answer<ImpactResult>("impact", ...options, "--revenue", "Revenue");
  const of = (name: string) => outcomes.find(({ outcome }) => outcome === name)?.groups ?? [];
  const { planted, realised } = truth.downtime;
  expect(of("CustomerSatisfaction").map(({ n }) => n)).toEqual(realised.map(({ facts }) => facts));
  of("CustomerSatisfaction").forEach(({ mean }, i) => {
    expect(mean).toBeCloseTo(realised[i]?.mean_satisfaction ?? 0, 3);
  });
  const [low, , high] = of("Downtime");
  const moved = plantedSatisfaction(high?.mean ?? 0) - plantedSatisfaction(low?.mean ?? 0);
  covers(of("CustomerSatisfaction")[2]?.difference?.interval, moved);
  const total = of("ARPU").reduce((sum, { n, mean }) => sum + n * mean, 0);
  const arpu = total / of("ARPU").reduce((sum, { n }) => sum + n, 0);
  const taken = of("Downtime")
    .slice(1)
    .reduce((sum, { n, difference }) => sum + n * (difference?.value ?? 0), 0);
  covers(revenue?.total.interval, planted.perArpu * planted.lossPerDowntimeMinute * arpu * taken);
}, 120_000);

test("steps 8, 13 and 14 of the notebook: components, a median split, categories", async () => {
  const { lines } = await answer<PcaResult>("pca", "--columns", "Latency,Throughput,CallDropRate,DataUsage");
  expect(lines.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
  const split = await answer<CompareResult>("compare", "--value", "CustomerSatisfaction", "--by", "bin:Latency:median");
  expect(split.groups.map(({ n }) => n).reduce((a, b) => a + b, 0)).toBe(20_000);
  expect(split.difference?.interval?.low).toBeGreaterThan(5);
  const { cells, test: chi } = await answer<AssociateResult>(
    "associate",
    "--x",
    "NetworkType",
    "--y",
    "bin:Latency:median",
  );
  expect(chi.pValue).toBeLessThan(1e-10);
  expect(cells.reduce((sum, { count }) => sum + count, 0)).toBe(20_000);
}, 120_000);
