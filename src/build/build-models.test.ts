import { existsSync, mkdirSync, readdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Project } from "../contract/project/project.ts";
import type { Progress } from "../core/progress.ts";
import { raw } from "../sql/sql.ts";
import { openDuckDB } from "../warehouse/duckdb/instance.ts";
import { type SampleLake, sampleLake } from "./sample-lake.ts";
import { refreshViews } from "./views.ts";

const DEFINITION = {
  project: { name: "web" },
  sources: {
    events: { path: "x.csv", events: { time: "t", name: "n", user: "u" } },
    later: { path: "y.csv", events: { time: "t", name: "n", user: "u" } },
  },
};
const project = Project.parse(DEFINITION);
const WAREHOUSE = "w.duckdb";

async function web(rows: number): Promise<SampleLake> {
  const lake = await sampleLake();
  lake.declare("events", [
    ["event_time", "time", "timestamp"],
    ["event", "event", "text"],
    ["user_id", "user", "integer"],
    ["session_no", "column", "integer"],
  ]);
  await lake.append("events", hits(0, rows));
  return lake;
}

const hits = (from: number, n: number): { event_time: string; event: string; user_id: number; session_no: number }[] =>
  Array.from({ length: n }, (_, i) => ({
    event_time: `2024-01-01 10:${String((from + i) % 60).padStart(2, "0")}:00`,
    event: "view",
    user_id: from + i,
    session_no: 7,
  }));

test("little that is new is worked in; much, or changed definitions, make everything anew", async () => {
  await using lake = await web(20);
  const outcome = async (definition = project): Promise<readonly string[]> => {
    const { mode, reason } = await lake.build(definition, WAREHOUSE);
    return [mode, reason];
  };
  expect(await outcome()).toEqual(["full", "the first build"]);
  expect(await outcome()).toEqual(["unchanged", "nothing is new"]);
  const [added] = await lake.append("events", hits(20, 2));
  expect(await outcome()).toEqual(["incremental", "1 new part"]);
  await lake.append("events", hits(22, 20));
  expect(await outcome()).toEqual(["full", "many rows are new"]);
  if (added !== undefined) lake.remove(added);
  expect(await outcome()).toEqual(["full", "loaded rows were replaced"]);
  const counted = Project.parse({ ...DEFINITION, metrics: { n: { kind: "count" } } });
  expect(await outcome(counted)).toEqual(["incremental", "changed metrics"]);
  expect(await lake.query(WAREHOUSE, "select metric, value from fct_daily")).toEqual([["n", 40]]);
  const moved = Project.parse({ ...DEFINITION, project: { name: "web", timezone: "Asia/Tokyo" } });
  expect(await outcome(moved)).toEqual(["full", "the definitions have changed"]);
  const bought = (where: object): Project =>
    Project.parse({ ...DEFINITION, funnels: { buy: { steps: ["view", { event: "purchase", where }] } } });
  await outcome(bought({ user_id: 1 }));
  expect(await outcome(bought({ user_id: 1 }))).toEqual(["unchanged", "nothing is new"]);
  expect(await outcome(bought({ user_id: 2 }))).toEqual(["full", "the definitions have changed"]);
});

test("a source that was never loaded has an empty relation; columns that only models have keep their name free", async () => {
  await using lake = await web(3);
  await lake.build(project, WAREHOUSE);
  expect(await lake.query(WAREHOUSE, "select count(*) from stg_later")).toEqual([[0]]);
  expect(await lake.query(WAREHOUSE, "select distinct session_no, source_session_no from fct_events")).toEqual([
    [1, 7],
  ]);
  expect(await lake.query(WAREHOUSE, "select * from quarantine")).toEqual([]);
});

test("what a killed build left is removed, and a log of the old file is never replayed on the new one", async () => {
  await using lake = await web(3);
  const path = join(lake.root, WAREHOUSE);
  writeFileSync(`${path}.next`, "half a database");
  writeFileSync(`${path}.next.wal`, "half a log");
  await lake.build(project, WAREHOUSE);
  writeFileSync(`${path}.wal`, "");
  await lake.build(project, WAREHOUSE, { full: true });
  expect([`${path}.next`, `${path}.next.wal`, `${path}.wal`].filter((file) => existsSync(file))).toEqual([]);
  expect(await lake.query(WAREHOUSE, "select count(*) from fct_events")).toEqual([[3]]);
});

test("a file that is no warehouse is replaced", async () => {
  await using lake = await web(3);
  writeFileSync(join(lake.root, WAREHOUSE), "not a database, but long enough to be looked at as one".repeat(1000));
  expect(await lake.build(project, WAREHOUSE)).toMatchObject({ mode: "full", reason: "the warehouse cannot be read" });
});

/** A lake whose second build was stopped before its last model. */
async function interrupted({ full, read }: { readonly full?: boolean; readonly read?: boolean }): Promise<SampleLake> {
  const lake = await web(20);
  await lake.build(project, WAREHOUSE);
  await lake.append("events", hits(20, 2));
  const abort = new AbortController();
  const onProgress = ({ phase }: Progress): void => {
    if (phase === "fct_daily") abort.abort();
  };
  const path = join(lake.root, WAREHOUSE);
  const lease = () => openDuckDB({ path, spillDir: "", threads: 1, keepLog: true });
  const readers = read === true ? { lease, betweenOpenings: async (work: () => void) => work() } : undefined;
  await expect(lake.build(project, WAREHOUSE, { full, readers, signal: abort.signal, onProgress })).rejects.toThrow();
  return lake;
}

test("an interrupted build leaves the models as they were", async () => {
  await using lake = await interrupted({});
  expect(
    await lake.query(WAREHOUSE, "select (select count(*) from fct_events), (select count(*) from stg_events)"),
  ).toEqual([[20, 20]]);
  expect(await lake.build(project, WAREHOUSE)).toMatchObject({ mode: "incremental" });
});

test.each([{ full: true }, { read: true }])("an interrupted build leaves no second file: %o", async (how) => {
  await using lake = await interrupted(how);
  expect(readdirSync(lake.root).filter((name) => name.startsWith(WAREHOUSE))).toEqual([WAREHOUSE]);
});

test("after the project's folder was moved the views read the lake at its new place, on a locked instance", async () => {
  await using lake = await web(3);
  await lake.build(project, WAREHOUSE);
  const root = join(lake.root, "moved");
  const readableDirs = [join(root, "lake")];
  mkdirSync(root);
  renameSync(join(lake.root, "lake"), join(root, "lake"));
  await using db = await openDuckDB({ path: join(lake.root, WAREHOUSE), spillDir: join(root, "spill"), readableDirs });
  await refreshViews(db, { root, project, schemas: lake.schemas, parts: lake.parts, dataVersion: "1" });
  expect((await db.table(raw("select count(*) from stg_events"))).rows).toEqual([[3]]);
});
