import type { ChildProcess } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { createClient } from "../../src/contract/api/client.ts";
import { ROUTES } from "../../src/contract/api/routes.ts";
import { type CliResult, finished, runCli, startCli } from "../harness/cli.ts";
import type { TestProject } from "../harness/project.ts";
import { builtShop, shopDay } from "../harness/server.ts";

let project: TestProject;
beforeAll(async () => {
  project = await builtShop();
});
afterAll(() => project.remove());

const servers: ChildProcess[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.kill("SIGKILL");
});

interface Served {
  readonly server: ChildProcess;
  readonly url: string;
  readonly ended: Promise<CliResult>;
}

async function serve(): Promise<Served> {
  const server = startCli(["serve", "--port", "0", "--quiet"], { cwd: project.root });
  servers.push(server);
  const url = await new Promise<string>((resolve, reject) => {
    server.stdout?.once("data", (chunk: Buffer) => resolve(chunk.toString().trim()));
    server.once("close", (code) => reject(new Error(`serve ended with ${code}`)));
  });
  return { server, url, ended: finished(server) };
}

const cli = (args: readonly string[], input = ""): Promise<CliResult> => runCli(args, { cwd: project.root, input });
const clientOf = (url: string) => createClient<Response>({ fetch: (address, init) => fetch(address, init), base: url });
/** Times differ from run to run. */
const timeless = (text: string): string => text.replace(/\d[\d.]* (ms|s)\b/g, "n s");

const COMMANDS: readonly (readonly string[])[] = [
  ["run", "overview"],
  ["query", "select nonsense"],
  ["ingest"],
  ["build", "--format", "json"],
  ["check", "--only", "missing_user"],
  ["run", "metric"],
];

test("commands print the same and end the same beside a server as without one", async () => {
  const alone = [];
  for (const args of COMMANDS) alone.push(await cli(args));
  const { url, server, ended } = await serve();
  expect(statSync(join(project.root, ".tidemark/server.json")).mode & 0o777).toBe(0o600);
  for (const [i, args] of COMMANDS.entries()) {
    const { code, stdout, stderr } = await cli(args);
    const before = alone[i];
    expect(code, args.join(" ")).toBe(before?.code);
    if (args[0] !== "build" && args[0] !== "check") expect(timeless(stdout)).toBe(timeless(before?.stdout ?? ""));
    if (code !== 0) expect(stderr).toBe(before?.stderr);
  }
  const jobs = await clientOf(url).call(ROUTES.listJobs, { query: {} });
  expect(jobs.map(({ kind, origin, state }) => [kind, origin, state])).toEqual([
    ["check", "command line", "succeeded"],
    ["build", "command line", "succeeded"],
    ["ingest", "command line", "succeeded"],
  ]);
  const fromStdin = await cli(
    ["query", "-", "--format", "csv", "--out", "n.csv"],
    "select count(*) as n from fct_events",
  );
  expect([fromStdin.code, fromStdin.stdout]).toEqual([0, ""]);
  expect(readFileSync(join(project.root, "n.csv"), "utf8")).toMatch(/^n\r\n840/);
  const other = await cli(["serve", "--port", "0", "--wait", "0"]);
  expect([other.code, other.stderr]).toEqual([3, expect.stringContaining("is in use by process")]);
  server.kill("SIGTERM");
  expect((await ended).code).toBe(0);
  expect(existsSync(join(project.root, ".tidemark/server.json"))).toBe(false);
});

test("Ctrl-C ends a command that the server does, and a server; both say so", async () => {
  const { server, url, ended } = await serve();
  const sql = "select count(*) from fct_events a, fct_events b, fct_events c, fct_events d where a.value < d.value";
  const query = startCli(["query", sql], { cwd: project.root });
  const queried = finished(query);
  const running = async (): Promise<boolean> =>
    /tidemark_questions_running [1-9]/.test(await (await fetch(`${url}/metrics`)).text());
  while (!(await running())) await sleep(50);
  query.kill("SIGINT");
  expect((await queried).code).toBe(130);
  while (await running()) await sleep(50);
  server.kill("SIGINT");
  expect((await ended).code).toBe(130);
});

test("a server that is killed in the middle of a job: commands work without it, the next one does the job once more", async () => {
  const { server, url, ended } = await serve();
  for (let day = 15; day < 29; day++) project.write(`data/2024-03-${day}.csv`, shopDay(`2024-03-${day}`, 4000));
  const client = clientOf(url);
  const job = await client.call(ROUTES.startJob, { body: { kind: "refresh" } });
  expect(job.state).toBe("running");
  await sleep(300);
  server.kill("SIGKILL");
  await ended;
  expect(existsSync(join(project.root, ".tidemark/server.json"))).toBe(true);
  expect((await cli(["query", "select 1 as one"])).stdout).toContain("one");
  const again = await serve();
  const second = clientOf(again.url);
  expect(await second.call(ROUTES.getJob, { path: { id: job.id } })).toMatchObject({
    state: "failed",
    problem: { code: "INTERRUPTED" },
  });
  for (;;) {
    const retried = await second.call(ROUTES.getJob, { path: { id: job.id + 1 } });
    if (retried.endedAt === null) {
      await sleep(50);
      continue;
    }
    expect(retried).toMatchObject({ kind: "refresh", state: "succeeded", params: { retryOf: job.id } });
    break;
  }
  expect((await cli(["query", "select count(*) as n from fct_events", "--format", "csv"])).stdout).toMatch(
    /^n\r\n56840/,
  );
  again.server.kill("SIGTERM");
  expect((await again.ended).code).toBe(0);
});
