import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli } from "../harness/cli.ts";
import { dataFile } from "../harness/data.ts";

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "tidemark-real-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Writes the project, ingests and builds it; gives a function that runs a query and returns its cells. */
async function project(
  yml: string,
): Promise<{ readonly build: string; query(text: string): Promise<unknown[][]>; readonly root: string }> {
  const root = mkdtempSync(join(dir, "p-"));
  writeFileSync(join(root, "tidemark.yml"), yml);
  const ingest = await runCli(["ingest", "--project", root]);
  expect([0, 2], ingest.stderr).toContain(ingest.code);
  const build = await runCli(["build", "--project", root]);
  expect(build.code, build.stderr).toBe(0);
  const query = async (text: string): Promise<unknown[][]> => {
    const { stdout, stderr, code } = await runCli(["query", text, "--project", root, "--format", "json"]);
    expect(code, stderr).toBe(0);
    return (JSON.parse(stdout) as Record<string, unknown>[]).map((row) => Object.values(row));
  };
  return { build: build.stdout + build.stderr, query, root };
}

const rees46 = dataFile("rees46", "events_2019-10-01_first_17434.csv.gz");
describe.skipIf(rees46 === null)("rees46", () => {
  const yml = (dedupe: string): string => `
project: {name: rees46}
sources:
  shop:
    path: ${rees46}
    dedupe: ${dedupe}
    events: {time: event_time, user: user_id, name: event_type, session: user_session, item: product_id, value: {expr: price, events: [purchase]}}
funnels: {shop: {steps: [view, cart, purchase]}}
metrics: {events: {kind: count}, revenue: {kind: sum, of: value, unit: USD}}
`;
  test("exact duplicates are reported, the shared vendor session is split and said in words, revenue adds up", async () => {
    const p = await project(yml("exact"));
    expect(await p.query("select event, count(*) as n from fct_events group by event order by event")).toEqual([
      ["cart", 164],
      ["purchase", 214],
      ["view", 17051],
    ]);
    expect(await p.query("select count(distinct user_id) as u, sum(value) as v from fct_events")).toEqual([
      [4504, 59442.63],
    ]);
    expect(await p.query("select count(*) as n, count(distinct session_id) as ids from fct_sessions")).toEqual([
      [5067, 5066],
    ]);
    expect(p.build).toMatch(
      /1 vendor session id is shared by two or more users and was split: 5,066 ids became 5,067 sessions/,
    );
    expect(await p.query("select sum(rows) as r from fct_daily where metric = 'events' and dimension = ''")).toEqual([
      [17429],
    ]);
    const overview = await runCli(["run", "overview", "--project", p.root, "--format", "json"]);
    expect(overview.code).toBe(0);
    expect(JSON.parse(overview.stdout)).toMatchObject({ analysis: "overview", status: "undetermined", result: null });
    expect(overview.stderr).toContain("undetermined: no day is complete");
    const check = await runCli(["check", "--project", p.root, "--format", "json"]);
    expect([0, 2]).toContain(check.code);
  });

  test("with dedupe: none every row is kept", async () => {
    const p = await project(yml("none"));
    expect(await p.query("select event, count(*) as n from fct_events group by event order by event")).toEqual([
      ["cart", 165],
      ["purchase", 214],
      ["view", 17055],
    ]);
  });
});

const wiki = dataFile("wikiticker", "wikiticker-2015-09-12-restored.json.gz");
test.skipIf(wiki === null)("wikiticker: thirty-minute sessions", async () => {
  const p = await project(`
project: {name: wiki}
sources: {edits: {path: ${wiki}, format: ndjson, events: {time: time, user: user, name: {const: edit}, item: page}}}
`);
  expect(await p.query("select count(*) as n, count(distinct user_id) as u from fct_events")).toEqual([[39244, 10531]]);
  expect(await p.query("select count(*) as n from fct_sessions")).toEqual([[16097]]);
});

const traces = dataFile("telecom_5g", "all_traces.csv.gz");
test.skipIf(traces === null)("telecom_5g: what init proposes loads, and its means are right", async () => {
  const root = join(dir, "telecom");
  const init = await runCli(["init", root, "--from", traces ?? ""]);
  expect(init.code, init.stderr).toBe(0);
  expect((await runCli(["ingest", "--project", root])).code).toBe(0);
  const build = await runCli(["build", "--project", root]);
  expect(build.code, build.stderr).toBe(0);
  const relation = /fct_[a-z0-9_]+/.exec((await runCli(["list", "relations", "--project", root])).stdout)?.[0] ?? "";
  const { stdout } = await runCli([
    "query",
    `select count(*) as n, count(PINGMIN) < count(*) as gaps from ${relation}`,
    "--project",
    root,
    "--format",
    "json",
  ]);
  expect(JSON.parse(stdout)).toEqual([{ n: 188711, gaps: true }]);
  const means = await runCli([
    "query",
    `select app, mob, avg(DL_bitrate) as m from ${relation} group by all order by all`,
    "--project",
    root,
    "--format",
    "json",
  ]);
  expect((JSON.parse(means.stdout) as { m: number }[]).map(({ m }) => Math.round(m))).toEqual([
    713, 4178, 27597, 66656, 778, 727,
  ]);
});
