import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { type LoadedProject, loadedProject } from "../../../test/harness/loaded-project.ts";
import { openProject } from "../../app/project-session.ts";
import { ChartSpec } from "../../contract/chart-spec.ts";
import type { Envelope } from "../../contract/envelope.ts";
import type { PipelineResult } from "./compute.ts";
import { pipeline } from "./index.ts";

const YML = `project: { name: t, timezone: Europe/Berlin }
sources:
  log:
    path: in/*.csv
    events: { time: at, user: who, name: what, item: thing, value: price }
    columns: { price: { type: "decimal(10,2)", nulls: ["-"] } }
    null_values: ["EMPTY"]
metrics:
  events: { kind: count }
`;
const A = `at,who,what,thing,price
2024-01-01 10:00:00,1,view,7,
2024-01-01 10:00:00,1,view,7,
2024-01-01 10:05:00,1,buy,7,9.50
2024-01-01 11:00:00,2,buy,8,abc
2024-01-02 11:00:00,EMPTY,view,EMPTY,-
2024-01-02 11:00:00,2,"a
b",8,-
2024-01-02 11:00:00,2
`;
const B = `at,who,what,thing,price
2024-01-01 10:05:00,1,buy,7,9.50
2024-01-03 10:05:00,3,view,8,
`;

let project: LoadedProject;
afterEach(() => project.remove());

const resultOf = ({ result }: Envelope): PipelineResult => result as PipelineResult;
const rows = ({ steps }: PipelineResult): readonly unknown[] =>
  steps.map(({ step, rowsIn, dropped, accounted, rowsOut }) => [
    step,
    rowsIn,
    ...dropped.map(({ reason, rows: n }) => `${n} ${reason}`),
    accounted,
    rowsOut,
  ]);

test("every row of a load is accounted for, from file to models, with the reason of each that is not", async () => {
  project = loadedProject(YML, { "in/a.csv": A, "in/b.csv": B });
  await project.load();
  const { envelope } = await project.analyse(pipeline);
  const result = resultOf(envelope);
  expect(rows(result)).toEqual([
    ["read", 9, 9, 9],
    ["type", 9, "1 price: is not a decimal(10,2)", "1 what: missing columns", 7, 7],
    ["deduplicate", 7, "1 repeats a row of the same file", "1 repeats a row of an earlier file", 5, 5],
    ["commit", 5, 5, 5],
    ["lake", 5, 5, 5],
    ["stg", null, null, null],
    ["fct_events", 5, 5, 5],
    ["fct_sessions", 5, "1 without a user or a session", 4, 3],
    ["fct_event_runs", 5, "1 without a user", 4, 4],
    ["fct_user_days", 5, "1 without a user", 4, 3],
    ["dim_users", 5, "1 without a user", 4, 3],
    ["dim_items", 5, "1 without an item", 4, 2],
    ["fct_daily", null, null, 3],
    ["dim_dates", null, null, 3],
  ]);
  expect(result.checks.filter(({ left, right }) => left !== right)).toEqual([]);
  expect(result.nulls).toEqual({ log: 'empty fields, "EMPTY", "-" in price' });
  expect(result.columns.map(({ column, how, type }) => `${column} ${how} ${type}`)).toContain(
    "value declared decimal(10,2)",
  );
  const rules = result.steps.map(({ rule }) => rule).join("\n");
  expect(rules).toContain("2 files, format by file ending");
  expect(rules).toContain("at most 1,000 rows may be quarantined");
  expect(rules).toContain("sessions by 30 idle minutes");
  expect(envelope.warnings).toEqual([]);
  expect(envelope.findings.map(({ text }) => text)).toEqual(
    expect.arrayContaining([
      "Run 1 read 9 records of 2 files: 5 kept, 2 duplicates, 2 quarantined.",
      "type dropped 1 row: price: is not a decimal(10,2).",
      `All ${result.checks.length} counts add up.`,
    ]),
  );
});

test("a run stands for all its events: none of them is dropped", async () => {
  const views = [0, 1, 2].map((minute) => `2024-01-01 10:0${minute}:00,1,view,7,`);
  const others = [
    "2024-01-01 10:03:00,1,buy,7,9.50",
    "2024-01-01 10:04:00,2,view,7,",
    "2024-01-01 10:05:00,EMPTY,view,7,",
  ];
  project = loadedProject(YML, { "in/a.csv": `${["at,who,what,thing,price", ...views, ...others].join("\n")}\n` });
  await project.load();
  const result = resultOf((await project.analyse(pipeline)).envelope);
  expect(rows(result)).toContainEqual(["fct_event_runs", 6, "1 without a user", 5, 3]);
  expect(result.checks.filter(({ left, right }) => left !== right)).toEqual([]);
});

test("records are shown as they stand in the file, beside the rows they became and those in quarantine", async () => {
  project = loadedProject(YML, { "in/a.csv": A });
  await project.load();
  const { envelope } = await project.analyse(pipeline);
  const { before, after, quarantined } = resultOf(envelope);
  expect(before).toMatchObject({ path: "in/a.csv", header: "at,who,what,thing,price" });
  expect(before?.records).toHaveLength(7);
  expect(before?.records[5]).toBe('2024-01-02 11:00:00,2,"a\nb",8,-');
  expect(after.map((row) => [row["event_time"], row["event"], row["value"]])).toEqual([
    ["2024-01-01T09:00:00Z", "view", null],
    ["2024-01-01T09:05:00Z", "buy", 9.5],
    ["2024-01-02T10:00:00Z", "view", null],
    ["2024-01-02T10:00:00Z", "a\nb", null],
  ]);
  expect(quarantined.map(({ line, column_name, raw }) => [line, column_name, raw])).toEqual([
    [5, "price", "abc"],
    [9, "what", "2024-01-02 11:00:00,2"],
  ]);
  const kinds = envelope.charts.map((chart) => ChartSpec.parse(chart).kind);
  expect(kinds).toEqual(["bars", "table", "table", "table", "table", "table"]);
  rmSync(join(project.root, "in/a.csv"));
  const gone = await project.analyse(pipeline);
  expect(resultOf(gone.envelope)).toMatchObject({ before: null, after: [] });
  expect(gone.envelope.warnings).toEqual(["the first records cannot be shown: in/a.csv is gone"]);
});

test("an earlier load can be looked at; a run that brought nothing is undetermined and says which there are", async () => {
  project = loadedProject(YML, { "in/a.csv": A });
  await project.load();
  project.write("in/b.csv", B);
  await project.load();
  const first = await project.analyse(pipeline, { run: 1 });
  expect(resultOf(first.envelope)).toMatchObject({ ingest: { id: 1, files: 1 }, build: { id: 2 } });
  expect(first.envelope.warnings.join()).toContain("later loads followed");
  const newest = await project.analyse(pipeline);
  expect(resultOf(newest.envelope)).toMatchObject({ ingest: { id: 3, files: 1 }, build: { id: 4 } });
  expect(rows(resultOf(newest.envelope))).toContainEqual(["lake", 5, 5, 5]);
  const again = await project.analyse(pipeline);
  const { result, charts, findings } = again.envelope;
  expect({ result, charts, findings }).toEqual({
    result: newest.envelope.result,
    charts: newest.envelope.charts,
    findings: newest.envelope.findings,
  });
  expect((await project.analyse(pipeline, { run: 2 })).envelope).toMatchObject({
    status: "undetermined",
    reason: "run 2 is not an ingest that brought rows; ingests on record: 3, 1",
  });
});

test("counts that do not add up are findings of their own", async () => {
  project = loadedProject(YML, { "in/a.csv": A });
  await project.load();
  {
    using session = await openProject(project.root, { purpose: "test" });
    session.state.prepare("update run_steps set rows_out = 3 where step = 'commit'").run();
  }
  const { envelope } = await project.analyse(pipeline);
  const texts = envelope.findings.map(({ text }) => text);
  expect(texts.filter((text) => text.startsWith("NOT ADDING UP"))).toEqual([
    "NOT ADDING UP: log commit: rows in = out + dropped, but 4 is not 3 (difference 1).",
    "NOT ADDING UP: rows kept are those of the manifest, but 3 is not 4 (difference 1).",
  ]);
  expect(texts.join()).not.toContain("counts add up.");
  expect(envelope.charts[0]?.subtitle).toContain("2 of 17 counts do not add up");
});

test("a project of tables has the same chain without events, and JSON lines are shown as they stand", async () => {
  const yml = `project: { name: t, timezone: UTC }
sources:
  towers: { path: towers.ndjson, table: { key: id }, dedupe: [id] }
`;
  const lines = ['{"id": 1, "city": "Ulm"}', '{"id": 2}', '{"id": 1, "city": "Jena"}'];
  project = loadedProject(yml, { "towers.ndjson": `${lines.join("\n")}\n` });
  await project.load();
  const result = resultOf((await project.analyse(pipeline)).envelope);
  expect(rows(result)).toEqual([
    ["read", 3, 3, 3],
    ["type", 3, 3, 3],
    ["deduplicate", 3, "1 repeats a row of the same file", 2, 2],
    ["commit", 2, 2, 2],
    ["lake", 2, 2, 2],
    ["stg", null, null, null],
    ["fct_towers", 2, 2, 2],
    ["fct_daily", null, null, 0],
    ["dim_dates", null, null, 0],
  ]);
  expect(result.before).toEqual({ path: "towers.ndjson", header: null, records: lines });
  expect(result.after.map((row) => [row["id"], row["city"]])).toEqual([
    [1, "Ulm"],
    [2, null],
  ]);
});
