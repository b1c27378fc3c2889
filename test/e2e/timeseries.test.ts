import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { TimeseriesResult } from "../../src/analyses/timeseries/compute.ts";
import { PRODUCT } from "../../src/worlds/product/parameters.ts";
import { DAYS_PER_YEAR, TELECOM } from "../../src/worlds/telecom/parameters.ts";
import { runCli } from "../harness/cli.ts";

const dir = mkdtempSync(join(tmpdir(), "tidemark-timeseries-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function world(name: string, ...size: readonly string[]): Promise<string> {
  const root = join(dir, name);
  for (const args of [
    ["generate", name, "--out", root, "--seed", "5", ...size],
    ["ingest", "--project", root],
    ["build", "--project", root],
  ]) {
    const { code, stderr } = await runCli(args);
    expect(code, stderr).toBe(0);
  }
  return root;
}

async function run(root: string, ...args: readonly string[]): Promise<TimeseriesResult> {
  const { code, stdout, stderr } = await runCli(["run", "timeseries", "--project", root, "--format", "json", ...args]);
  expect(code, stderr).toBe(0);
  return (JSON.parse(stdout) as { result: TimeseriesResult }).result;
}

test("telecom: the planted weekdays and the yearly growth of data usage come back", async () => {
  const telecom = await world("telecom", "--events", "60000");
  const { parts, periods } = await run(telecom, "--metric", "data_usage", "--kind", "multiplicative");
  expect(periods).toEqual({ periods: [7], from: "calendar" });
  if (parts.status !== "ok") throw new Error(parts.reason);
  const { weekday, trendPerYear } = TELECOM.usage;
  const mean = weekday.reduce((sum, x) => sum + x, 0) / 7;
  parts.seasons[0]?.steps.forEach(({ value }, i) => {
    expect(Math.abs(value - (weekday[i] ?? 0) / mean)).toBeLessThan(0.02);
  });
  const at = (day: number): number => parts.trend[day] ?? Number.NaN;
  const planted = (day: number): number => 1 + (trendPerYear * day) / DAYS_PER_YEAR;
  const year = Array.from({ length: 300 }, (_, i) => i + 30);
  const growth = year.reduce((sum, day) => sum + at(day + 365) / at(day), 0) / year.length;
  const expected = year.reduce((sum, day) => sum + planted(day + 365) / planted(day), 0) / year.length;
  expect(Math.abs(growth - expected)).toBeLessThan(0.02);
});

test("product: the planted hours of views come back", async () => {
  const product = await world("product", "--events", "60000");
  const hours = await run(product, "--metric", "views", "--grain", "hour", "--changes", "none");
  expect(hours.periods.periods).toContain(24);
  if (hours.parts.status !== "ok") throw new Error(hours.parts.reason);
  const day = hours.parts.seasons.find(({ period }) => period === 24)?.steps ?? [];
  const best = (values: readonly number[]): number => values.indexOf(Math.max(...values));
  const planted = PRODUCT.hourOfWorkday.map((x, i) => 5 * x + 2 * (PRODUCT.hourOfWeekend[i] ?? 0));
  expect(Math.abs(best(day.map(({ value }) => value)) - best(planted))).toBeLessThanOrEqual(1);
  expect(
    correlation(
      day.map(({ value }) => value),
      planted,
    ),
  ).toBeGreaterThan(0.95);
});

function correlation(x: readonly number[], y: readonly number[]): number {
  const mean = (z: readonly number[]): number => z.reduce((sum, value) => sum + value, 0) / z.length;
  const [a, b] = [x.map((value) => value - mean(x)), y.map((value) => value - mean(y))];
  const product = (p: readonly number[], q: readonly number[]): number =>
    p.reduce((sum, value, i) => sum + value * (q[i] ?? 0), 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}
