import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { TestProject } from "../../test/harness/project.ts";
import { builtShop, shopDay } from "../../test/harness/server.ts";
import { editSample } from "../config/edit-sample.ts";
import { PROJECT_FILE } from "../config/project-file.ts";
import { raw } from "../sql/sql.ts";
import { buildProject } from "./build-project.ts";
import { checkProject } from "./check-project.ts";
import { openProjectWarehouse } from "./open-warehouse.ts";
import { projectInfo } from "./project-info.ts";
import { openProject, type ProjectSession } from "./project-session.ts";
import { queryProject } from "./query-project.ts";
import { buildAllUsers, lastSampleReport, sampleProject } from "./sample-project.ts";

const clock = { nowMs: () => Date.UTC(2024, 2, 20) };

let project: TestProject;
let session: ProjectSession;
beforeEach(async () => {
  project = await builtShop();
  session = await openProject(project.root, { purpose: "test" });
});
afterEach(() => {
  session[Symbol.dispose]();
  project.remove();
});

async function cells(text: string, of = session): Promise<readonly (readonly unknown[])[]> {
  await using warehouse = await openProjectWarehouse(of);
  return (await warehouse.table(raw(text))).rows;
}

const EVENTS = "select user_id, event_time, event, session_no, next_event from fct_events order by all";

test("whole users are in the sample as they are among all; another seed takes others; off takes all again", async () => {
  const all = await cells(EVENTS);
  const report = await sampleProject(session, { share: "40%", seed: 1 }, { clock });
  const sampled = async (): Promise<readonly (readonly unknown[])[]> => {
    session[Symbol.dispose]();
    session = await openProject(project.root, { purpose: "test" });
    return cells(EVENTS);
  };
  const first = await sampled();
  const users = (rows: readonly (readonly unknown[])[]): ReadonlySet<unknown> => new Set(rows.map(([user]) => user));
  expect(users(first).size).toBe(report.users.sample);
  expect(users(first).size).toBeGreaterThan(2);
  expect(users(first).size).toBeLessThan(report.users.all);
  expect(first).toEqual(all.filter(([user]) => users(first).has(user)));
  const events = report.metrics.find(({ metric }) => metric === "events");
  expect(events).toMatchObject({ all: all.length, sample: first.length, estimate: first.length / 0.4 });
  expect(lastSampleReport(session)).toEqual(report);
  await sampleProject(session, { share: "40%", seed: 2 }, { clock });
  expect(users(await sampled())).not.toEqual(users(first));
  await buildAllUsers(session, { clock });
  expect(await sampled()).toEqual(all);
});

test("rows of a sample add up to those of its users", async () => {
  await sampleProject(session, { share: "40%", seed: 1 }, { clock });
  session[Symbol.dispose]();
  session = await openProject(project.root, { purpose: "test" });
  await using warehouse = await openProjectWarehouse(session);
  const { results } = await checkProject(session, warehouse, { nowMs: clock.nowMs(), only: ["reconciliation.log"] });
  expect(results).toMatchObject([{ status: "pass", value: 0 }]);
  expect(results[0]?.sentence).toMatch(/the lake holds the same, fct_events those of the sample\.$/);
});

test("models are said to be of a sample while they are, whatever the project file says since", async () => {
  await sampleProject(session, { share: "40%", seed: 1 }, { clock });
  session[Symbol.dispose]();
  editSample(project.root, null);
  session = await openProject(project.root, { purpose: "test" });
  const ask = async () => {
    const options = { timeoutMs: 60_000, maxRows: 10, signal: new AbortController().signal };
    return (await queryProject(session, "select count(*) from fct_events", options)).sample;
  };
  expect(await ask()).toContain("a sample of 40% of users");
  expect(projectInfo(session)).toMatchObject({
    sample: { share: "40%", seed: 1 },
    models: { stale: expect.stringContaining("made with other users than the project has now: 40% (seed 1), not all") },
  });
  await buildProject(session, { clock });
  expect(await ask()).toBeNull();
  expect(projectInfo(session).sample).toBeNull();
});

test("new days bring the same users; the project file keeps everything else", async () => {
  const file = join(project.root, PROJECT_FILE);
  writeFileSync(file, `# ours\n${readFileSync(file, "utf8")}`);
  await sampleProject(session, { share: "40%", seed: 1 }, { clock });
  expect(readFileSync(file, "utf8")).toMatch(/^# ours\n[\s\S]*sample:\n {2}share: 40%\n {2}seed: 1\n$/);
  const before = await cells("select count(distinct user_id) from fct_events");
  session[Symbol.dispose]();
  writeFileSync(join(project.root, "data/2024-03-15.csv"), shopDay("2024-03-15", 60));
  await project.ingest();
  session = await openProject(project.root, { purpose: "test" });
  expect((await buildProject(session, { clock })).mode).toBe("incremental");
  const added = await cells(EVENTS);
  expect(added.length).toBeGreaterThan(0);
  expect(await cells("select count(distinct user_id) from fct_events")).toEqual(before);
  await buildProject(session, { clock, full: true });
  expect(await cells(EVENTS)).toEqual(added);
});
