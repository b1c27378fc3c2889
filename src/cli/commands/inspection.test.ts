import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createProject, type TestProject } from "../../../test/harness/project.ts";
import { raw } from "../../sql/sql.ts";
import { openDuckDB } from "../../warehouse/duckdb/instance.ts";
import type { Command, OptionValues } from "../command.ts";
import { COMMANDS } from "../commands.ts";

const YML = `
project: { name: shop, timezone: Europe/Berlin }
sources:
  log:
    path: log.csv
    events: { time: at, user: who, name: what, value: price }
    columns: { at: timestamp, who: text, what: text, price: "decimal(18,2)", plan: text }
dimensions:
  plan: { label: Plan }
  tier: { rules: [{ when: { plan: pro }, then: paid }], default: free }
metrics:
  buyers: { kind: distinct, entity: user, filter: { event: purchase }, unit: users }
  visitors: { kind: distinct, entity: user, unit: users }
  conversion: { kind: ratio, numerator: buyers, denominator: visitors, unit: share, good: up }
segments:
  payers: { label: Paying, did: { event: purchase } }
funnels:
  buy: { steps: [view, purchase] }
checks:
  named: { check: not_null, column: event, on: log }
`;

const lines = Array.from({ length: 40 }, (_, i) => {
  const at = `2024-01-0${1 + (i % 3)}T00:00:${10 + i}Z`;
  return `${at},u${i % 7},${i % 4 === 0 ? "purchase" : "view"},${i % 4 === 0 ? `${i}.50` : ""},${i % 2 ? "pro" : "free"}`;
});
const LOG = ["at,who,what,price,plan", ...lines, lines[0], "not a time,u1,view,,pro"].join("\n");

let project: TestProject;

beforeAll(async () => {
  project = createProject(YML, { "log.csv": `${LOG}\n` });
  expect((await project.ingest()).exitCode).toBe(2);
  const state = join(project.root, ".tidemark");
  await using warehouse = await openDuckDB({
    path: join(state, "warehouse.duckdb"),
    spillDir: join(state, "spill"),
    threads: 1,
  });
  await warehouse.exec(
    raw(`create table fct_events as select timestamp '2024-01-01' + to_seconds(i) as event_time,
    case when i % 4 = 0 then 'purchase' else 'view' end as event, i % 7 as user_id, i / 2 as value from range(40) t(i)`),
  );
  await warehouse.exec(raw("create table internal_notes as select 1 as x"));
});
afterAll(() => project.remove());

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function run(name: string, args: readonly string[], options: OptionValues = {}): Promise<Outcome> {
  const out: string[] = [];
  const err: string[] = [];
  const command = COMMANDS.find((known): known is Command => known.name === name);
  const io = {
    out: (t: string) => out.push(t),
    err: (t: string) => err.push(t),
    progress: () => {},
    cwd: project.root,
  };
  const context = { args, options, io, signal: new AbortController().signal, clock: { nowMs: Date.now } };
  const code = (await command?.run(context)) ?? -1;
  return { code, out: out.join("\n"), err: err.join("\n") };
}

const json = async (name: string, args: readonly string[], options: OptionValues = {}): Promise<unknown> =>
  JSON.parse((await run(name, args, { ...options, format: "json" })).out);

test("query prints rows and says how many", async () => {
  const sql = "select event, count(*) as n from fct_events group by event order by n desc";
  expect(await run("query", [sql])).toMatchObject({
    code: 0,
    out: "event      n\n--------  --\nview      30\npurchase  10",
    err: expect.stringMatching(/^2 rows in /),
  });
  expect(await json("query", [sql])).toEqual([
    { event: "view", n: 30 },
    { event: "purchase", n: 10 },
  ]);
});

test("query reads the lake through the staging views, and the quarantine", async () => {
  expect(await json("query", ["select count(*) as n, count(distinct user_id) as users from stg_events"])).toEqual([
    { n: 40, users: 7 },
  ]);
  expect(await json("query", ["select count(*) as n from quarantine"])).toEqual([{ n: 1 }]);
  expect(await json("query", ["select min(event_time) as t from stg_log"])).toEqual([{ t: "2024-01-01T00:00:10Z" }]);
});

test("query is cut at its limit, and says so", async () => {
  const { out, err } = await run("query", ["select event_time from fct_events"], { limit: "3", format: "csv" });
  expect(out.split("\r\n")).toHaveLength(4);
  expect(err).toMatch(/^the first 3 rows, there are more: --limit/);
});

test("query writes to a file", async () => {
  await run("query", ["select 1 as one, null as none"], { out: "one.csv", format: "csv" });
  expect(readFileSync(join(project.root, "one.csv"), "utf8")).toBe("one,none\r\n1,\r\n");
});

test.each([
  [["select * from internal_notes"], {}, "QUERY_REFUSED"],
  [["drop table fct_events"], {}, "QUERY_REFUSED"],
  [[], {}, "USAGE"],
  [["select", "1"], {}, "USAGE"],
  [["select 1"], { format: "xml" }, "USAGE"],
  [["select 1"], { limit: "0" }, "USAGE"],
  [["select 1"], { timeout: "soon" }, "USAGE"],
  [["select nothing_here from fct_events"], {}, "QUERY_FAILED"],
])("query %j %j fails with %s", async (args, options, code) => {
  await expect(run("query", args, options)).rejects.toMatchObject({ code });
});

test("list shows every section, or those named", async () => {
  const { out } = await run("list", []);
  for (const title of ["sources", "metrics", "dimensions", "funnels", "checks", "analyses", "relations", "forecasts"])
    expect(out).toContain(`${title}\n`);
  expect(await json("list", ["sources"])).toMatchObject([
    {
      source: "log",
      kind: "events",
      files: 1,
      rows_read: 42,
      kept: 40,
      duplicates: 1,
      quarantined: 1,
      first_day: "2024-01-01",
    },
  ]);
  expect(await json("list", ["relations"])).toMatchObject([
    { relation: "fct_events", kind: "table", columns: 4, rows: 40 },
    { relation: "quarantine", kind: "view", rows: 1 },
    { relation: "stg_events", rows: 40 },
    { relation: "stg_log", rows: 40 },
  ]);
  expect(Object.keys((await json("list", [])) as object)).toContain("metrics");
  await expect(run("list", ["metric"])).rejects.toThrow('did you mean "metrics"?');
  await expect(run("list", [], { format: "csv" })).rejects.toMatchObject({ code: "USAGE" });
});

test("describe explains each kind of thing", async () => {
  expect(await json("describe", ["conversion"])).toMatchObject([
    { kind: "metric", definition: expect.stringContaining("buyers / visitors") },
  ]);
  expect(await json("describe", ["buyers"])).toMatchObject([
    { filter: 'event = "purchase"', used_in: "conversion", dimensions: "plan, tier" },
  ]);
  expect(await json("describe", ["tier"])).toMatchObject([
    { kind: "dimension", rules: [{ order: 1, when: 'plan = "pro"', value: "paid" }] },
  ]);
  expect(await json("describe", ["payers"])).toMatchObject([
    { kind: "segment", label: "Paying", rule: '{"did":{"event":"purchase"}}' },
  ]);
  expect(await json("describe", ["buy"])).toMatchObject([{ kind: "funnel", steps: "view > purchase" }]);
  expect(await json("describe", ["named"])).toMatchObject([{ kind: "check", column: "event" }]);
  expect(await json("describe", ["overview"])).toMatchObject([{ kind: "analysis", run: "tidemark run overview" }]);
  expect((await run("describe", ["query"])).out).toContain("tidemark query <sql | ->");
  await expect(run("describe", ["conversions"])).rejects.toThrow('did you mean "conversion"?');
  await expect(run("describe", ["payer"])).rejects.toThrow('did you mean "payers"?');
});

test("describe a source: columns, files, and rows that add up", async () => {
  const [source] = (await json("describe", ["log"])) as [Record<string, unknown>];
  expect(source).toMatchObject({
    kind: "source",
    rows_read: 42,
    kept: 40,
    duplicates: 1,
    quarantined: 1,
    days: "2024-01-01 to 2024-01-03 (UTC)",
  });
  expect(source["columns"]).toContainEqual({
    column: "value",
    type: "decimal(18,2)",
    role: "value",
    from: "price",
    type_is: "declared",
  });
  expect(source["files"]).toMatchObject([{ rows_read: 42, kept: 40 }]);
});

test("describe a relation: meanings, rows and a profile that counts exactly", async () => {
  const [relation] = (await json("describe", ["fct_events"], { profile: true })) as [
    { profile: Record<string, unknown>[] },
  ];
  expect(relation).toMatchObject({ kind: "relation", one_row_is: "one event", rows: 40 });
  const [time, event, user, value] = relation.profile;
  expect(time).toMatchObject({
    column: "event_time",
    nulls: 0,
    distinct: 40,
    min: "2024-01-01T00:00:00Z",
    max: "2024-01-01T00:00:39Z",
    most_frequent: null,
  });
  expect(event).toMatchObject({
    distinct: 2,
    min: "purchase",
    max: "view",
    median: null,
    most_frequent: "view 75.0 %, purchase 25.0 %",
  });
  expect(user).toMatchObject({ distinct: 7, min: 0, max: 6, median: 3 });
  expect(value).toMatchObject({ min: 0, p25: 4.875, median: 9.75, p75: 14.625, max: 19.5 });
  const subjects = (await json("describe", ["log"], { profile: true })) as { kind: string; id: string }[];
  expect(subjects.map(({ kind, id }) => `${kind} ${id}`)).toEqual(["source log", "relation stg_log"]);
});
