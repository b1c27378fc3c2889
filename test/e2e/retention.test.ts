import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RetentionResult } from "../../src/analyses/retention/compute.ts";
import { runCli } from "../harness/cli.ts";
import { dataFile } from "../harness/data.ts";

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "tidemark-retention-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function load(root: string): Promise<void> {
  for (const command of ["ingest", "build"])
    expect([0, 2]).toContain((await runCli([command, "--project", root, "--quiet"])).code);
}

async function asked(root: string, ...flags: readonly string[]): Promise<RetentionResult> {
  const { stdout, stderr, code } = await runCli(["run", "retention", "--project", root, "--format", "json", ...flags]);
  expect(code, stderr).toBe(0);
  return (JSON.parse(stdout) as { result: RetentionResult }).result;
}

const countsOf = ({ cohorts }: RetentionResult, cohort: string): readonly (number | undefined)[] =>
  cohorts.find((row) => row.cohort === cohort)?.cells.map(({ retained }) => retained?.count) ?? [];

const retail = dataFile("online_retail", "online_retail_2010-12_2011-12.csv.gz");

test.skipIf(retail === null)("online_retail: the monthly cohorts that are known of it", async () => {
  const root = mkdtempSync(join(dir, "retail-"));
  writeFileSync(
    join(root, "tidemark.yml"),
    `project: {name: retail, timezone: Europe/London}
sources:
  retail:
    path: ${retail}
    events: {time: InvoiceDate, name: {const: purchase}, user: CustomerID, item: StockCode}
`,
  );
  await load(root);
  const clean = JSON.stringify({ where: { quantity: { gt: 0 }, unitprice: { gt: 0 } } });
  const paid = await asked(root, "--grain", "month", "--start", clean, "--return", clean);
  const december = countsOf(paid, "2010-12-01");
  expect(december.slice(0, 4)).toEqual([885, 324, 286, 340]);
  expect([december[6], december[11]]).toEqual([321, 445]);
  expect(countsOf(paid, "2011-01-01").slice(0, 4)).toEqual([417, 92, 111, 96]);
  // the data end on 9 December 2011
  expect(paid.cohorts.at(-1)?.cells[0]?.state).toBe("open");
  expect(countsOf(await asked(root, "--grain", "month"), "2010-12-01").slice(0, 3)).toEqual([948, 362, 317]);
});

test("product world: the campaign's cohort comes back less than its controls, and intervals cover what was planted", async () => {
  const root = join(dir, "product");
  const size = ["--events", "150000", "--days", "60", "--seed", "7", "--start", "2025-07-06"];
  expect((await runCli(["generate", "product", ...size, "--out", root, "--quiet"])).code).toBe(0);
  await load(root);
  const ads = ["--where", "traffic_source=ads", "--against", "traffic_source=organic"];
  const { target } = await asked(root, "--grain", "day", "--periods", "10", ...ads, "--target", "2025-08-15");
  const [first] = target?.points ?? [];
  expect(target?.controls).toHaveLength(5);
  const covers = (interval: { readonly low: number; readonly high: number } | null | undefined, x: number): void => {
    expect(interval?.low).toBeLessThanOrEqual(x);
    expect(interval?.high).toBeGreaterThanOrEqual(x);
  };
  covers(first?.target.interval, 0.04);
  covers(first?.controls.control.interval, 0.3);
  covers(first?.controls.interval, 0.04 - 0.3);
  expect(first?.controls.interval?.high).toBeLessThan(0);
  expect(first?.against?.interval?.high).toBeLessThan(0);
});
