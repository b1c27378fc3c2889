import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { SHOP_ANALYSES } from "../../bench/query/shop-analyses.ts";
import { SHOP_QUERIES } from "../../bench/query/shop-queries.ts";
import { renderBench } from "../../bench/render.ts";
import { BenchResult, type BenchRow } from "../../bench/result.ts";
import { finished, runCli, startCli } from "../harness/cli.ts";

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "tidemark-bench-test-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Runs a benchmark on few rows and gives its result, after looking at what holds for every one. */
async function quick(name: string, options: readonly string[] = []): Promise<BenchResult> {
  const [results, work] = [join(dir, "results"), join(dir, "work")];
  const run = await runCli(["bench", name, "--quick", ...options, "--results", results, "--work", work]);
  expect(run.code, run.stderr).toBe(0);
  const result = BenchResult.parse(JSON.parse(readFileSync(join(results, `${name}.json`), "utf8")));
  const page = readFileSync(join(results, `${name}.md`), "utf8");
  expect(page).toBe(renderBench(result));
  expect(run.stdout).toBe(page);
  expect(readdirSync(work)).toEqual([]);
  for (const row of result.rows) expect(row, JSON.stringify(row)).toSatisfy(isSound);
  return result;
}

function isSound({ value, unit, reference, referenceValue, ratio }: BenchRow): boolean {
  if (!(value >= 0) && unit !== "%" && unit !== "power") return false;
  if (referenceValue === null) return reference === null && ratio === null;
  if (unit === "rows" || unit === "tables") return value === referenceValue;
  return value > 0 && referenceValue > 0 && ratio !== null && Math.abs((ratio * referenceValue) / value - 1) < 1e-3;
}

const cases = ({ rows }: BenchResult): readonly string[] => [...new Set(rows.map((row) => row.case))];
const measured = ({ rows }: BenchResult, name: string, metric: string): number | undefined =>
  rows.find((row) => row.case === name && row.metric === metric)?.value;

test("ingest: every row read is kept, a duplicate or quarantined, and plain SQL keeps as many", async () => {
  const result = await quick("ingest");
  const names = ["csv 100k", "json array 20k", "json array 100k", "csv.gz 20k"];
  expect(cases(result)).toEqual(names);
  for (const name of names) {
    const [read, kept, duplicates, quarantined] = [
      "rows read",
      "rows kept",
      "duplicates removed",
      "rows quarantined",
    ].map((metric) => measured(result, name, metric) ?? Number.NaN);
    expect(read).toBe((kept ?? 0) + (duplicates ?? 0) + (quarantined ?? 0));
  }
  expect(measured(result, "csv 100k", "rows read")).toBe(100_000);
  expect(measured(result, "csv 100k", "duplicates removed")).toBeGreaterThan(0);
  expect(measured(result, "json array 100k", "peak RSS against the small file")).toBeGreaterThan(0);
});

test("build: full and incremental make the tables that plain SQL makes", async () => {
  const result = await quick("build");
  expect(cases(result)).toEqual(["full build 100k", "one more day on 100k"]);
  expect(measured(result, "full build 100k", "equal tables")).toBe(8);
  expect(measured(result, "one more day on 100k", "equal tables")).toBe(8);
  expect(measured(result, "full build 100k", "fct_events")).toBeGreaterThan(99_000);
});

test("query: p50 and p95 for a dozen questions and every analysis; what scans runs less often", async () => {
  const result = await quick("query");
  const timed = result.rows.filter(({ unit }) => unit === "ms");
  expect(new Set(timed.map((row) => row.case)).size).toBe(SHOP_QUERIES.length + SHOP_ANALYSES.length + 1);
  for (const name of new Set(timed.map((row) => row.case))) {
    const own = timed.filter((row) => row.case === name);
    const scans = SHOP_ANALYSES.some((one) => one.name === name && !one.fromModels);
    const runs = scans ? 5 : 30;
    expect(own.map(({ metric }) => metric)).toEqual([`p50 of ${runs} runs`, `p95 of ${runs} runs`]);
    expect(own[0]?.value).toBeLessThanOrEqual(own[1]?.value ?? 0);
  }
  expect(measured(result, "one user's events", "rows of the answer")).toBeGreaterThan(0);
});

test("funnel: a question cold and warm, beside plain SQL", async () => {
  const kept = join(dir, "kept");
  const made = await runCli(["bench", "funnel", "--quick", "--case", "best attempt", "--keep", "--work", kept]);
  expect(made.code, made.stderr).toBe(0);
  const [project = ""] = readdirSync(kept, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith("project"),
  );
  const result = await quick("funnel", ["--case", "funnel, 3 steps", "--reuse", join(kept, project)]);
  expect(measured(result, "all", "events generated")).toBe(100_000);
  expect(cases(result)).toEqual(["all", "funnel, 3 steps", "funnel, 3 steps by category"]);
  const [warm] = result.rows.filter(({ metric }) => metric.startsWith("warm"));
  expect(warm).toMatchObject({ metric: "warm, median of 5", reference: "plainest SQL on the engine" });
});

test.each(["new", "again"])(
  "soak: clients walk the pages of a real server while days are loaded (%s), and nothing fails",
  async (loads) => {
    const result = await quick("soak", ["--clients", "5", "--ingest", loads, "--memory", "1000"]);
    const soaked = cases(result).find((name) => name.startsWith("5 clients")) ?? "";
    expect(soaked).toContain("engine within 1.0 GB");
    expect(result.limits.memoryLimitBytes).toBe(1e9);
    expect(measured(result, soaked, "failed pages and loads")).toBe(0);
    expect(measured(result, soaked, "files loaded, built and checked meanwhile")).toBeGreaterThan(0);
    expect(measured(result, soaked, "pages opened")).toBeGreaterThan(5);
    expect(measured(result, soaked, "requests")).toBeGreaterThan(15);
    for (const metric of ["RSS at the start", "RSS at the end", "highest RSS"])
      expect(measured(result, soaked, metric)).toBeGreaterThan(50e6);
    expect(cases(result)).toEqual(expect.arrayContaining(["cold start", "warm start", "all pages", "Dashboard opens"]));
  },
);

test("scale: each size is loaded, built and asked, cold and warm, beside the reference where it is installed", async () => {
  const result = await quick("scale");
  for (const [size, rows] of [
    ["5k", 5000],
    ["20k", 20_000],
  ] as const) {
    expect(measured(result, size, "events")).toBe(rows);
    for (const metric of ["ingest", "build", "lake", "warehouse", "ingest and build"])
      expect(measured(result, size, metric)).toBeGreaterThan(0);
    expect(measured(result, `${size}: run overview`, "cold: opened and answered")).toBeGreaterThan(0);
    expect(measured(result, `${size}: run overview`, "warm, p95")).toBeGreaterThan(0);
  }
  expect(measured(result, "growth", "build time ~ events to the power of")).toBeGreaterThan(-1);
});

test("an unknown kind of load, an unknown benchmark, an unknown case and too little disk are told before anything runs", async () => {
  const loads = await runCli(["bench", "soak", "--ingest", "often"]);
  expect(loads).toMatchObject({ code: 3, stderr: expect.stringContaining("--ingest takes new or again") });
  expect(await runCli(["bench", "bild"])).toMatchObject({ code: 3, stderr: expect.stringContaining('"build"') });
  const unknown = await runCli(["bench", "query", "--case", "nothing"]);
  expect(unknown).toMatchObject({ code: 3, stderr: expect.stringContaining("weekly retention") });
  const work = join(dir, "small");
  const full = await runCli(["bench", "query", "--events", "2_000_000_000_000", "--work", work]);
  expect(full).toMatchObject({ code: 4, stderr: expect.stringContaining("are free in") });
  expect(readdirSync(work)).toEqual([]);
});

test("Ctrl-C ends the measured process and leaves nothing behind", async () => {
  const work = join(dir, "interrupted");
  const child = startCli(["bench", "query", "--events", "1000000", "--work", work]);
  const ended = finished(child);
  await sleep(4000);
  child.kill("SIGINT");
  expect((await ended).code).toBe(130);
  expect(readdirSync(work)).toEqual([]);
});

test("the help names every benchmark", async () => {
  const [help, unnamed] = [await runCli(["bench", "--help"]), await runCli(["bench"])];
  const names = [...unnamed.stderr.matchAll(/^ *([a-z0-9-]+): /gm)].map(([, name = ""]) => name).slice(1);
  expect(names.length).toBeGreaterThan(9);
  const [, named = ""] = /Names: ([a-z0-9, -]+) \(/.exec(help.stdout) ?? [];
  expect(named.split(", ")).toEqual(names);
});
