import { afterAll, beforeAll, expect, test } from "vitest";
import { createProject, type TestProject } from "../../test/harness/project.ts";
import { serve, shopDay } from "../../test/harness/server.ts";
import { ANALYSES } from "../analyses/registry.ts";
import type { OptionValues } from "../cli/command.ts";
import { COMMANDS } from "../cli/commands.ts";
import { listRelations, profileRelation, runQuery } from "../contract/api/relations.ts";
import type { Envelope } from "../contract/envelope.ts";
import { answer } from "./answer.ts";
import { buildProject } from "./build-project.ts";
import { checkedParameters } from "./checked-parameters.ts";
import { openProject } from "./project-session.ts";

const YML = `
project: { name: shop, timezone: UTC }
sample: { share: 40%, seed: 1 }
sources:
  log:
    path: log/*.csv
    events: { time: at, user: who, name: what, item: item, value: price }
    columns: { at: timestamp, who: integer, what: text, item: integer, price: "decimal(18,2)", country: text, city: text }
  calls:
    path: calls.csv
    table: { time: at }
    columns: { at: timestamp, seconds: integer }
metrics:
  events: { kind: count }
  talk: { kind: sum, of: seconds, on: calls }
`;
const clock = { nowMs: () => Date.UTC(2024, 2, 20) };

let project: TestProject;
beforeAll(async () => {
  const calls = Array.from({ length: 40 }, (_, i) => `2024-03-0${1 + (i % 3)}T10:00:00Z,${i}`);
  project = createProject(YML, {
    "log/1.csv": shopDay("2024-03-01", 60),
    "log/2.csv": shopDay("2024-03-02", 60),
    "calls.csv": `at,seconds\n${calls.join("\n")}\n`,
  });
  await project.ingest();
  using session = await openProject(project.root, { purpose: "test" });
  await buildProject(session, { clock });
});
afterAll(() => project.remove());

async function ask(id: string, asked: Readonly<Record<string, unknown>>): Promise<Envelope> {
  using session = await openProject(project.root, { purpose: "test" });
  const analysis = ANALYSES.find((known) => known.id === id) ?? expect.fail(id);
  const params = checkedParameters(analysis, asked, session.project);
  return (await answer(analysis, session, { params, asOfMs: null, seed: 0, clock })).envelope;
}

const NOTE = "a sample of 40% of users";

test.each([
  ["eda", { table: "fct_events" }],
  ["eda", { sql: "select * from FCT_sessions" }],
  ["metric", { metric: "events", grain: "total" }],
  ["metric", { metric: "events", grain: "hour" }],
  ["overview", {}],
  ["pipeline", {}],
  ["storage", {}],
])("%s of %j, which reads events, says that they are a sample", async (id, params) => {
  const envelope = await ask(id, params);
  expect(envelope.warnings[0]).toContain(NOTE);
  expect(envelope.charts.length).toBeGreaterThan(0);
  for (const { subtitle, alt } of envelope.charts)
    expect([subtitle, alt].map((text) => text.includes(NOTE))).toEqual([true, true]);
});

test.each([
  ["eda", { table: "fct_calls" }],
  ["eda", { table: "stg_log" }],
  ["eda", { sql: "select * from stg_calls" }],
  ["metric", { metric: "talk", grain: "total" }],
  ["metric", { metric: "talk", grain: "hour" }],
])("%s of %j, which holds everything, does not", async (id, params) => {
  const { charts, warnings } = await ask(id, params);
  expect(JSON.stringify({ charts, warnings })).not.toContain(NOTE);
});

interface Printed {
  readonly out: string;
  /** What stays under `--quiet`. */
  readonly note: string;
}

async function cli(name: string, args: readonly string[], options: OptionValues): Promise<Printed> {
  const lines = { out: [] as string[], note: [] as string[] };
  const command = COMMANDS.find((known) => known.name === name) ?? expect.fail(name);
  const io = {
    out: (text: string) => lines.out.push(text),
    err: () => {},
    note: (text: string) => lines.note.push(text),
    progress: () => {},
    cwd: project.root,
  };
  expect(await command.run({ args, options, io, signal: new AbortController().signal, clock })).toBe(0);
  return { out: lines.out.join("\n"), note: lines.note.join("\n") };
}

test.each(["svg", "md", "html", "json"])("run --format %s says it in the file, and under --quiet", async (format) => {
  const { out, note } = await cli("run", ["overview"], { format });
  expect(out).toContain(NOTE);
  expect(note).toContain(NOTE);
});

test.each(["csv", "jsonl"])("run --format %s stays pure data, and says it under --quiet", async (format) => {
  const { out, note } = await cli("run", ["overview"], { format });
  expect(out).not.toContain(NOTE);
  expect(note).toContain(NOTE);
});

test("query, check, list relations and describe say it; describe of a table does not", async () => {
  expect((await cli("query", ["select count(*) as n from fct_events"], {})).note).toContain(NOTE);
  expect((await cli("query", ["select 1 as n"], { format: "md" })).out).toContain(NOTE);
  expect((await cli("check", [], { only: ["before_epoch"] })).note).toContain(NOTE);
  expect((await cli("list", ["relations"], {})).note).toContain(NOTE);
  expect((await cli("describe", ["fct_events"], {})).out).toContain(NOTE);
  expect((await cli("describe", ["fct_calls"], {})).out).not.toContain(NOTE);
});

test("the API says it: beside rows, relations and profiles, and in a header and the name of files", async () => {
  const { id } = await ask("overview", {});
  await using server = await serve(project);
  const { client, url } = server;
  expect((await client.call(runQuery, { body: { sql: "select 1 as n" } })).sample).toContain(NOTE);
  expect((await client.call(listRelations, {})).sample).toContain(NOTE);
  const file = await fetch(`${url}/api/results/${id}/export?format=csv`);
  expect(file.headers.get("tidemark-sample")).toContain(NOTE);
  expect(file.headers.get("content-disposition")).toMatch(/-sample-\d+pct\.csv"/);
  const profile = (name: string) => client.call(profileRelation, { path: { name } });
  expect((await profile("fct_events")).sample).toContain(NOTE);
  expect((await profile("fct_calls")).sample).toBeNull();
});
