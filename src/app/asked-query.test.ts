import { afterAll, beforeAll, expect, test } from "vitest";
import { requiredParams } from "../../test/harness/analysis-cases.ts";
import { createProject, type TestProject } from "../../test/harness/project.ts";
import type { AnyAnalysis } from "../analyses/analysis.ts";
import { ANALYSES } from "../analyses/registry.ts";
import { type Answer, answer } from "./answer.ts";
import { describeQuery } from "./asked-query.ts";
import { buildProject } from "./build-project.ts";
import { checkedParameters } from "./checked-parameters.ts";
import { openProject } from "./project-session.ts";
import { findResult, isReproduced, why } from "./why.ts";

const YML = `
project: { name: shop, timezone: UTC }
engine: { threads: 1 }
sources:
  shop:
    path: "*.csv"
    events: { time: at, user: who, name: what, value: value }
    columns: { at: timestamp, who: text, what: text, value: "decimal(18,2)", score: number, country: text }
segments:
  buyers: { did: { event: buy } }
  german: { where: { country: DE } }
`;
const rows = Array.from(
  { length: 90 },
  (_, i) =>
    `2024-01-0${1 + (i % 5)}T10:00:00Z,u${i % 9},${i % 9 < 3 ? "buy" : "view"},${i % 7},${Math.sin(i) * 10 + 20},${["DE", "FR"][i % 2]}\n`,
).join("");
const clock = { nowMs: () => Date.UTC(2024, 5, 1) };
const LAB = ANALYSES.filter(({ anyTable }) => anyTable === true);

let project: TestProject;
beforeAll(async () => {
  project = createProject(YML, { "a.csv": `at,who,what,value,score,country\n${rows}` });
  await project.ingest();
  using session = await openProject(project.root, { purpose: "test" });
  await buildProject(session, { clock });
});
afterAll(() => project.remove());

async function ask(
  id: string,
  params: Readonly<Record<string, unknown>>,
  asOfMs: number | null = null,
): Promise<Answer> {
  using session = await openProject(project.root, { purpose: "test" });
  const analysis = LAB.find((known) => known.id === id) ?? expect.fail(id);
  return await answer(analysis, session, {
    ...{ params: checkedParameters(analysis, params, session.project), asOfMs, seed: 0, clock },
  });
}

const ALL = "select * from fct_events";
const withoutTable = (analysis: AnyAnalysis): object => {
  const { table: _, ...params } = requiredParams(analysis);
  return params;
};

test.each(LAB)("$id: of a query that gives a table's rows the numbers are those of the table", async (analysis) => {
  const params = withoutTable(analysis);
  const [queried, plain] = [
    await ask(analysis.id, { ...params, sql: ALL }),
    await ask(analysis.id, { ...params, table: "events" }),
  ];
  expect(queried.envelope.status).toBe("ok");
  expect(queried.envelope.receipt.sql[0]?.text).toContain(ALL);
  const named = (found: Answer): string => JSON.stringify(found.envelope.result);
  // names of rows and key columns differ, and samples of all rows come in another order
  if (["normality", "compare", "associate", "survival", "impact"].includes(analysis.id))
    expect(JSON.parse(named(queried).replaceAll("the query", "events"))).toEqual(JSON.parse(named(plain)));
  using session = await openProject(project.root, { purpose: "test" });
  expect(isReproduced(await why(session, findResult(session, queried.envelope.id), { clock }))).toBe(true);
});

test("the answer belongs to the statement, and is known the second time", async () => {
  const statement = (most: number): Readonly<Record<string, unknown>> => ({
    column: ["score"],
    sql: `select score from fct_events where score < ${most}`,
  });
  const [first, again, other] = [
    await ask("normality", statement(25)),
    await ask("normality", statement(25)),
    await ask("normality", statement(22)),
  ];
  expect(again).toMatchObject({ cached: true, envelope: { id: first.envelope.id } });
  expect(other).toMatchObject({ cached: false });
  expect(other.envelope.id).not.toBe(first.envelope.id);
});

test("groups and aggregates are columns like others; text columns name rows", async () => {
  const sql =
    "select user_id, sum(value) as spent, count(*) as n, country as land from fct_events group by user_id, country";
  const compared = await ask("compare", { sql, value: "spent", by: "land" });
  expect(compared.envelope.status).toBe("ok");
  const far = await ask("outliers", { sql: `${sql} union all select 'far', 1000, 1, null`, column: ["spent"] });
  expect(JSON.stringify(far.envelope.result)).toContain('"far (none)"');
});

test("filters and days of the query's own columns, and a warning that the as-of instant cuts nothing", async () => {
  const column = { column: ["score"], test: "jarque-bera" };
  const where = [{ dimension: "country", values: ["DE"] }];
  const { envelope } = await ask("normality", { ...column, sql: ALL, where, from: "2024-01-02", to: "2024-01-03" });
  expect(envelope.result).toMatchObject({ lines: [{ n: 9 }] });
  const cut = await ask("normality", { ...column, sql: ALL }, Date.UTC(2024, 0, 2));
  expect(cut.envelope.warnings.join()).toContain("the as-of instant cuts nothing");
});

test("a segment is of users, in whatever table they are", async () => {
  const column = { column: ["score"], segment: "buyers" };
  const n = async (params: object): Promise<unknown> =>
    (await ask("normality", { ...column, ...params })).envelope.result;
  expect(await n({ table: "events" })).toMatchObject({ lines: [{ n: 30 }] });
  expect(await n({ sql: ALL })).toMatchObject({ lines: [{ n: 30 }] });
  expect(await n({ table: "events", segment: "german" })).toMatchObject({ lines: [{ n: 45 }] });
  expect(await n({ table: "users", column: ["events"] })).toMatchObject({ lines: [{ n: 3 }] });
  await expect(n({ sql: "select score from fct_events" })).rejects.toThrow("cannot be cut to the segment");
  await expect(n({ table: "users", column: ["events"], segment: "german" })).rejects.toMatchObject({ code: "USAGE" });
  await expect(n({ table: "events", segment: "byers" })).rejects.toThrow('did you mean "buyers"?');
});

test.each([
  [{ sql: ALL, table: "events" }, "USAGE", "both given"],
  [{}, "USAGE", "table is missing"],
  [{ sql: "select sco from fct_events" }, "QUERY_FAILED", "LINE 1"],
  [{ sql: "select score from fct_event" }, "QUERY_REFUSED", 'did you mean "fct_events"?'],
  [{ sql: "select 1; drop table fct_events" }, "QUERY_REFUSED", "only SELECT"],
  [{ sql: "from read_csv('/etc/passwd')" }, "QUERY_REFUSED", "may not stand in FROM"],
  [{ sql: "" }, "QUERY_REFUSED", "the query is empty"],
  [{ sql: "select value as v from fct_events" }, "USAGE", 'the query has no column "score"'],
  [{ sql: "select country as score from fct_events" }, "USAGE", "holds texts, not numbers"],
])("%j is refused with words", async (params, code, words) => {
  const error: unknown = await ask("normality", { column: ["score"], ...params }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code, message: expect.stringContaining(words) });
});

test.each([
  ["select score from fct_events where false", "has no values"],
  ["select null as score", "has no values"],
])("%s: too little is undetermined", async (sql, words) => {
  const { envelope } = await ask("normality", { column: ["score"], sql });
  expect(envelope).toMatchObject({ status: "undetermined", reason: expect.stringContaining(words) });
});

test("the columns of a query are told without running it", async () => {
  using session = await openProject(project.root, { purpose: "test" });
  const columns = await describeQuery(
    session,
    "select country, sum(value) as v, count(*) as n from fct_events group by 1",
    {},
  );
  expect(columns).toEqual([
    { name: "country", type: "text" },
    { name: "v", type: "decimal(38,2)" },
    { name: "n", type: "integer" },
  ]);
});
