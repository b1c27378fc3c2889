import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { BinResult } from "../../src/analyses/bin/compute.ts";
import type { EdaResult } from "../../src/analyses/eda/compute.ts";
import type { NormalityResult } from "../../src/analyses/normality/compute.ts";
import type { TransformResult } from "../../src/analyses/transform/compute.ts";
import type { Interval } from "../../src/stats/inference.ts";
import { DAYS_PER_YEAR, SEGMENTS, type TELECOM } from "../../src/worlds/telecom/parameters.ts";
import { runCli } from "../harness/cli.ts";

let dir: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "tidemark-lab-world-"));
  const files = ["facts.csv", "time.csv"].map((name) => join(dir, "world", name));
  await succeed([
    "generate",
    "telecom",
    "--out",
    join(dir, "world"),
    "--events",
    "20000",
    "--days",
    "120",
    "--seed",
    "5",
  ]);
  await succeed(["init", join(dir, "p"), "--from", ...files]);
  for (const command of ["ingest", "build"]) await succeed([command, "--project", join(dir, "p")]);
}, 120_000);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function succeed(args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli(args);
  expect([0, 2], `${args.join(" ")}\n${stderr}`).toContain(code);
  return stdout;
}

/** An answer about the facts of two files that were put together by `init` alone. */
async function asked<Result>(analysis: string, ...flags: readonly string[]): Promise<Result> {
  const args = ["run", analysis, "--table", "facts", ...flags, "--project", join(dir, "p"), "--format", "json"];
  return (JSON.parse(await succeed(args)) as { result: Result }).result;
}

interface PlantedUsage {
  readonly usage: {
    readonly planted: typeof TELECOM.usage;
    readonly realised_by_day: readonly { readonly day: string }[];
  };
}

/** The logarithm of what multiplies the usage of a day. */
function logFactor(day: string, index: number, { trendPerYear, yearly, weekday }: typeof TELECOM.usage): number {
  const date = new Date(`${day}T00:00:00Z`);
  const ofYear = (date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / 86_400_000;
  const wave = 1 + yearly * Math.sin((2 * Math.PI * ofYear) / DAYS_PER_YEAR);
  return Math.log((1 + (trendPerYear * index) / DAYS_PER_YEAR) * wave * (weekday[(date.getUTCDay() + 6) % 7] ?? 1));
}

type Shares = readonly { readonly share: number; readonly value: number }[];

const meanOf = (parts: Shares): number => parts.reduce((sum, { share, value }) => sum + share * value, 0);
const varianceOf = (parts: Shares): number =>
  meanOf(parts.map(({ share, value }) => ({ share, value: value ** 2 }))) - meanOf(parts) ** 2;
const holds = (interval: Interval | null, value: number): boolean =>
  interval !== null && interval.low <= value && value <= interval.high;

test("two files become one table whose join loses nothing, and their columns are described", async () => {
  const { rows, joins, numbers, pairs } = await asked<EdaResult>("eda", "--columns", "latency,CustomerSatisfaction");
  expect(rows).toBe(20_000);
  expect(joins).toEqual([{ target: "time", orphans: 0, keyless: 0, example: null }]);
  expect(numbers.map(({ column }) => column)).toEqual(["Latency", "CustomerSatisfaction"]);
  expect(pairs?.correlations[0]?.[1]).toBeLessThan(-0.5);
});

test("usage was planted lognormal: the power found is 0 within its interval, and the logarithm is nearly symmetric", async () => {
  const [usage] = (await asked<TransformResult>("transform", "--column", "DataUsage")).columns;
  const box = usage?.lines.find(({ name }) => name === "Box-Cox");
  expect(box?.interval?.low).toBeLessThan(0);
  expect(box?.interval?.high).toBeGreaterThan(0);
  expect(Math.abs(box?.skewness ?? 1)).toBeLessThan(0.05);
});

test("the planted parameters of usage are within the intervals by customer, and outside that of independent rows", async () => {
  const { usage } = JSON.parse(readFileSync(join(dir, "world", "truth.json"), "utf8")) as PlantedUsage;
  const days = usage.realised_by_day.map(({ day }, i) => logFactor(day, i, usage.planted));
  const shifts = SEGMENTS.map(({ share, logUsage }) => ({ share, value: logUsage }));
  const even = days.map((value) => ({ share: 1 / days.length, value }));
  const mean = usage.planted.logMean + meanOf(shifts) + meanOf(even);
  const sd = Math.sqrt(usage.planted.logSd ** 2 + varianceOf(shifts) + varianceOf(even));
  const found = async (...flags: readonly string[]) => {
    const { columns } = await asked<TransformResult>("transform", "--column", "DataUsage", ...flags);
    const logarithms = columns[0]?.logarithms;
    return logarithms?.status === "ok" ? logarithms : expect.fail();
  };
  const customers = await found("--cluster", "CustomerID");
  expect(holds(customers.mean.interval, mean), `${mean} in ${JSON.stringify(customers.mean)}`).toBe(true);
  expect(holds(customers.sd.interval, sd), `${sd} in ${JSON.stringify(customers.sd)}`).toBe(true);
  // customers differ by segment, so that rows taken as independent promise too much
  expect(holds((await found()).mean.interval, mean)).toBe(false);
});

test("anomalies of latency make heavy tails, and long downtime goes with lower satisfaction", async () => {
  const [latency] = (await asked<NormalityResult>("normality", "--column", "latency")).lines;
  expect(latency).toMatchObject({ column: "Latency", normal: false });
  expect(latency?.kurtosis).toBeGreaterThan(5);
  const bins = ["--method", "fixed", "--cuts", "5,30", "--values", "CustomerSatisfaction"];
  const { lines } = await asked<BinResult>("bin", "--column", "Downtime", ...bins);
  const [low, , high] = lines.map(({ value }) => value);
  expect(high?.interval?.high).toBeLessThan(low?.interval?.low ?? 0);
  // planted: -0.15 points a minute
  const minutes = (lines[2]?.mean ?? 0) - (lines[0]?.mean ?? 0);
  expect(((high?.mean ?? 0) - (low?.mean ?? 0)) / minutes).toBeCloseTo(-0.15, 1);
});
