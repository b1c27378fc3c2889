import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { memoryGroup } from "../../bench/memory-group.ts";
import { openShell, PAGES } from "../../bench/soak/dashboard-pages.ts";
import type { Ask } from "../../bench/soak/page.ts";
import { residentBytes } from "../../bench/soak/resident-memory.ts";
import { startServerProcess } from "../../bench/soak/server-process.ts";
import { runAnalysis } from "../../src/contract/api/analyses.ts";
import { createClient } from "../../src/contract/api/client.ts";
import { SampleReport } from "../../src/contract/sample-report.ts";
import { createRng } from "../../src/core/rng.ts";
import { runCli } from "../harness/cli.ts";

const LIMIT_BYTES = 1e9;

let dir: string;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "tidemark-sample-"));
  await cli("generate", "shop", "--out", dir, "--events", "300000");
  await cli("ingest", "--project", dir);
  await cli("build", "--project", dir);
}, 120_000);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function cli(...args: readonly string[]): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const run = await runCli(args);
  expect(run.code, run.stderr).toBe(0);
  return run;
}

test("a sample says how well it stands for all users, and every number says that it is one", async () => {
  const { stdout } = await cli("sample", "20%", "--format", "json", "--project", dir);
  const { users, metrics } = SampleReport.parse(JSON.parse(stdout));
  expect(Math.abs(users.sample / users.all - 0.2)).toBeLessThan(0.02);
  const known = metrics.filter(({ bound }) => bound !== null);
  expect(known.length).toBe(13);
  for (const { deviation, bound } of known) expect(Math.abs(deviation ?? 9)).toBeLessThan(2 * (bound ?? 0));
  const run = await cli("run", "metric", "--metric", "users", "--grain", "total", "--project", dir);
  expect(run.stderr).toContain("a sample of 20% of users");
  const query = await cli("query", "select count(*) as n from dim_users", "--format", "json", "--project", dir);
  expect(query.stderr).toContain("a sample of 20% of users");
  expect(JSON.parse(query.stdout)).toEqual([{ n: users.sample }]);
});

test("the sample project serves every page under a limit of 1 GB", async () => {
  using group = memoryGroup(LIMIT_BYTES);
  await using server = await startServerProcess(dir, { signal: new AbortController().signal, group });
  const client = createClient<Response, AbortSignal>({ fetch: (url, init) => fetch(url, init), base: server.url });
  const ask: Ask = (route, input) => client.call(route, input);
  const shell = await openShell({ ask });
  expect(shell.project.sample).toMatchObject({ share: "20%", seed: 1 });
  let peak = 0;
  for (const [i, page] of PAGES.entries()) {
    for (const selection of page.filtered ? [{}, { from: "2019-10-10", to: "2019-10-24" }] : [{}]) {
      await page.open({ ...shell, ask, selection, rng: createRng(i) });
      peak = Math.max(peak, residentBytes(server.pid) ?? 0);
    }
  }
  expect(peak).toBeGreaterThan(50e6);
  expect(peak).toBeLessThan(LIMIT_BYTES);
  const { warnings, receipt } = await ask(runAnalysis, { path: { id: "overview" }, query: {} });
  expect(warnings[0]).toContain("a sample of 20% of users");
  expect(receipt.definitions).toMatchObject({ sample: { share: "20%", seed: 1 } });
});
