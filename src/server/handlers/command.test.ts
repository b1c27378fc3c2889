import { expect, test } from "vitest";
import { createProject } from "../../../test/harness/project.ts";
import { SHOP_YML, serve, shopDay, type TestServer } from "../../../test/harness/server.ts";
import type { CommandEvent } from "../../contract/api/command.ts";
import { ROUTES } from "../../contract/api/routes.ts";

async function command(
  { url, token, project }: TestServer,
  ...args: readonly string[]
): Promise<readonly CommandEvent[]> {
  const response = await fetch(`${url}/api/command`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ args, cwd: project.root }),
  });
  const lines = (await response.text()).split("\n").filter((line) => line !== "");
  return lines.map((line) => ROUTES.runCommand.answer.parse(JSON.parse(line)));
}

test("a command that writes models waits for the jobs before it, and is a job itself", async () => {
  await using server = await serve(createProject(SHOP_YML, { "data/1.csv": shopDay("2024-03-01", 60) }));
  await server.client.call(ROUTES.startJob, { body: { kind: "ingest" } });
  await server.client.call(ROUTES.startJob, { body: { kind: "build" } });
  const sampled = await command(server, "sample", "40 %");
  expect(sampled[0]).toEqual({ type: "err", text: "job 3 waits for the one that runs" });
  expect(sampled.at(-1)).toEqual({ type: "exit", code: 0 });
  const copied = await command(server, "engine", "copy", "--to", "duckdb");
  expect(copied.at(-1)).toMatchObject({ type: "failed", problem: { code: "PROJECT_LOCKED" } });
  const jobs = await server.client.call(ROUTES.listJobs, { query: {} });
  expect(jobs.map(({ kind, state }) => [kind, state])).toEqual([
    ["engine", "failed"],
    ["sample", "succeeded"],
    ["build", "succeeded"],
    ["ingest", "succeeded"],
  ]);
  const [, sample, build] = jobs;
  expect(Date.parse(sample?.startedAt ?? "")).toBeGreaterThanOrEqual(Date.parse(build?.endedAt ?? ""));
});
