import { afterEach, expect, test } from "vitest";
import { createProject, type TestProject } from "../../test/harness/project.ts";
import type { LoadRun, RunStep } from "../contract/load-run.ts";
import { createLoadRunStore } from "../state/load-runs.ts";
import { buildProject } from "./build-project.ts";
import { openProject } from "./project-session.ts";

const YML = `project: { name: t, timezone: UTC }
sources:
  log:
    path: in/*.csv
    changed: replace
    events: { time: at, user: who, name: what, value: price }
    columns: { price: { type: "decimal(10,2)", nulls: ["-"] } }
metrics:
  events: { kind: count }
`;
const A = `at,who,what,price
2024-01-01 10:00:00,1,view,
2024-01-01 10:00:00,1,view,
2024-01-01 10:05:00,1,buy,9.50
2024-01-01 11:00:00,2,buy,abc
2024-01-02 11:00:00,,view,-
2024-01-02 11:00:00,2
`;
const B = `at,who,what,price
2024-01-01 10:05:00,1,buy,9.50
2024-01-03 10:05:00,3,view,
`;

let project: TestProject;
afterEach(() => project.remove());

async function runs(): Promise<readonly LoadRun[]> {
  using session = await openProject(project.root, { purpose: "test" });
  return createLoadRunStore(session.state)
    .runs()
    .map((run) => ({ ...run, steps: run.steps }));
}

const counts = ({ step, subject, rowsIn, rowsOut, dropped }: RunStep): readonly unknown[] => [
  step,
  subject,
  rowsIn,
  rowsOut,
  ...dropped.map(({ reason, rows }) => `${rows} ${reason}`),
];

test("an ingest and a build leave their steps with counts, time and memory; nothing new leaves none", async () => {
  project = createProject(YML, { "in/a.csv": A, "in/b.csv": B });
  await project.ingest();
  await project.ingest();
  {
    using session = await openProject(project.root, { purpose: "test" });
    for (let i = 0; i < 2; i++) await buildProject(session, { clock: { nowMs: Date.now } });
  }
  const [build, ingest, ...more] = await runs();
  expect(more).toEqual([]);
  expect(ingest).toMatchObject({ kind: "ingest", status: "done", error: null, startedAt: "2026-01-01T00:00:00.000Z" });
  expect(ingest?.steps.map(counts)).toEqual([
    ["open", "in/a.csv", null, null],
    ["read", "in/a.csv", 6, 6],
    ["type", "in/a.csv", 6, 4, "1 price: is not a decimal(10,2)", "1 what: missing columns"],
    ["deduplicate", "in/a.csv", 4, 3, "1 repeats a row of the same file"],
    ["commit", "in/a.csv", 3, 3],
    ["open", "in/b.csv", null, null],
    ["read", "in/b.csv", 2, 2],
    ["type", "in/b.csv", 2, 2],
    ["deduplicate", "in/b.csv", 2, 1, "1 repeats a row of an earlier file"],
    ["commit", "in/b.csv", 1, 1],
    ["lake", "lake/log", 4, 4],
  ]);
  expect(Math.min(...(ingest?.steps ?? []).map(({ peakRssBytes }) => peakRssBytes ?? 1e9))).toBeGreaterThan(10e6);
  expect(build).toMatchObject({ kind: "build", status: "done", notes: ["full: the first build", expect.any(String)] });
  expect(build?.steps.find(({ step }) => step === "fct_events")).toMatchObject({ rowsIn: 4, rowsOut: 4 });
  expect(build?.steps.find(({ step }) => step === "fct_sessions")).toMatchObject({ rowsIn: null, rowsOut: 2 });
});

test("a file that fails is recorded with the steps it took and why; a replaced file's rows are told apart", async () => {
  project = createProject(YML, { "in/a.csv": A, "in/b.csv": "at,who\n1,2\n" });
  await project.ingest();
  project.write("in/a.csv", `at,who,what,price\n2024-01-01 10:00:00,1,view,\n`);
  project.write("in/b.csv", B);
  await project.ingest();
  const [second, first] = await runs();
  expect(first).toMatchObject({ status: "failed", error: expect.stringMatching(/^in\/b\.csv: HEADER_MISMATCH/) });
  expect(first?.steps.filter(({ subject }) => subject === "in/b.csv").map(({ step }) => step)).toEqual(["open"]);
  expect(second).toMatchObject({ status: "done", error: null });
  expect(second?.steps.at(-1)).toMatchObject({
    step: "lake",
    rowsIn: 6,
    rowsOut: 3,
    dropped: [{ reason: "replaced or loaded anew", rows: 3 }],
  });
});
