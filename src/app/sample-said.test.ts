import { afterAll, beforeAll, expect, test } from "vitest";
import { createProject, type TestProject } from "../../test/harness/project.ts";
import { shopDay } from "../../test/harness/server.ts";
import { ANALYSES } from "../analyses/registry.ts";
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
  expect((await ask(id, params)).warnings[0]).toContain(NOTE);
});

test.each([
  ["eda", { table: "fct_calls" }],
  ["eda", { table: "stg_log" }],
  ["eda", { sql: "select * from stg_calls" }],
  ["metric", { metric: "talk", grain: "total" }],
  ["metric", { metric: "talk", grain: "hour" }],
])("%s of %j, which holds everything, does not", async (id, params) => {
  expect((await ask(id, params)).warnings.join("\n")).not.toContain(NOTE);
});
