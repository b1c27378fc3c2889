import { afterEach, expect, test } from "vitest";
import { type LoadedProject, loadedProject } from "../../test/harness/loaded-project.ts";
import type { BreakdownResult } from "../analyses/breakdown/compute.ts";
import { breakdown } from "../analyses/breakdown/index.ts";
import { compare } from "../analyses/compare/index.ts";
import type { MetricResult } from "../analyses/metric/compute.ts";
import { metric } from "../analyses/metric/index.ts";
import { raw } from "../sql/sql.ts";
import { checkProject } from "./check-project.ts";
import { openProjectWarehouse } from "./open-warehouse.ts";
import { openProject } from "./project-session.ts";

let project: LoadedProject;
afterEach(() => project.remove());

const SOURCE = "project: { name: t }\nsources:\n  log: { path: log.csv, events: { time: at, user: who, name: what";
const METRICS = [
  ["visits", "{ kind: mean, of: duration_s, entity: session }"],
  ["viewed", "{ kind: mean, of: events, entity: session }"],
  ["activity", "{ kind: mean, of: events, entity: user }"],
  ["returns", "{ kind: mean, of: sessions, entity: user }"],
  ["spent", "{ kind: sum, of: value, entity: user }"],
  ["fresh", "{ kind: count, entity: user, filter: { is_new: true } }"],
  ["buyers", "{ kind: count, entity: user, did: { event: buy } }"],
  ["reach", "{ kind: mean, of: users, entity: item }"],
  ["baskets", "{ kind: mean, of: value, entity: order }"],
] as const;

/** Names that the rows of sessions, users, items and orders have for something else; an order number in another case. */
const NAMES = [
  ...["Events", "sessions", "users", "is_new", "items", "Started", "duration_s", "entry_event"],
  ...["first_seen", "first_day", "known_user", "Order_No"],
];

/** Ten events of three users and one without; every column of `NAMES` but the order's number says what `plain` says. */
function log(): string {
  const plain = ["a", "b", "b", "", "a", "b", "a", "b", "", "b"];
  const rows = plain.map((value, i) => {
    const at = `2024-01-0${1 + (i % 3)} 1${i}:00:00`;
    const own = NAMES.map((name) => (name === "Order_No" ? `o${i % 4}` : value));
    return [at, i === 9 ? "" : `u${i % 3}`, i % 2 === 0 ? "view" : "buy", i, `p${i % 2}`, value, ...own].join(",");
  });
  return `at,who,what,price,thing,plain,${NAMES.join(",")}\n${rows.join("\n")}\n`;
}

const valuesOf = ({ rows }: BreakdownResult): readonly (readonly unknown[])[] =>
  rows.map(({ keys, cells }) => [...keys, ...cells.map(({ value }) => value)]);

test("dimensions called like columns of the rows of metrics split them like any other", async () => {
  const dimensions = ["plain", ...NAMES].map((name) => `  ${name.toLowerCase()}: { }`).join("\n");
  const metrics = METRICS.map(([id, spec]) => `  ${id}: ${spec}`).join("\n");
  project = loadedProject(
    `${SOURCE}, value: price, item: thing, order: Order_No } }\ndimensions:\n${dimensions}\nmetrics:\n${metrics}\n`,
    { "log.csv": log() },
  );
  await project.load();
  const all = METRICS.map(([name]) => name);
  const split = async (id: string, top: number, metrics: readonly string[] = all): Promise<readonly unknown[]> => {
    const { envelope } = await project.analyse(breakdown, { by: [id], metrics, top });
    return valuesOf(envelope.result as BreakdownResult);
  };
  expect(await split("events", 8, ["activity", "baskets"])).toEqual([
    [3, 11.25],
    ["b", 2, 8],
    ["a", 1.5, 5],
    ["(none)", 1, 5.5],
  ]);
  const plain = await split("plain", 8);
  const others = await split("plain", 1);
  const ids = NAMES.filter((name) => name !== "Order_No").map((name) => name.toLowerCase());
  for (const id of ids) expect([id, await split(id, 1)]).toEqual([id, others]);
  expect([await split("events", 8), await split("sessions", 8)]).toEqual([plain, plain]);
  expect(await split("order_no", 8)).toHaveLength(5);

  using session = await openProject(project.root, { purpose: "test" });
  await using warehouse = await openProjectWarehouse(session);
  const { rows } = await warehouse.table(
    raw(`select dimension, string_agg(concat_ws(' ', metric, day, dimension_value, value, numerator, "rows", left_out), ', '
      order by metric, day, dimension_value) as daily from fct_daily group by dimension`),
  );
  const daily = new Map(rows.map(([dimension, text]) => [dimension, text]));
  expect(ids.map((id) => [id, daily.get(id)])).toEqual(ids.map((id) => [id, daily.get("plain")]));
});

test("the value of an event splits sessions and users by the event, not by the sum of their values", async () => {
  project = loadedProject(
    `${SOURCE}, value: price } }
dimensions: { value: { } }
metrics:
  activity: { kind: mean, of: events, entity: user }
  visits: { kind: mean, of: events, entity: session }
`,
    { "log.csv": "at,who,what,price\n2024-01-01 10:00:00,1,buy,1\n2024-01-01 10:01:00,1,buy,2\n" },
  );
  await project.load();
  const { envelope } = await project.analyse(breakdown, { by: ["value"], metrics: ["activity", "visits"] });
  expect(valuesOf(envelope.result as BreakdownResult)).toEqual([
    [2, 2],
    ["1", 1, 2],
    ["2", 1, null],
  ]);
});

const DAYS = `at,who,what,day,source_day,source,session_no,event_id
2024-01-01 10:00:00,1,buy,mon,early,ads,x,i
2024-01-01 11:00:00,2,buy,tue,late,mail,y,j
`;

test("a dimension of a column that the models name something else for is the column's under another id, or refused", async () => {
  project = loadedProject(
    `${SOURCE} } }
dimensions:
  weekday: { column: day }
  part: { column: source_day }
  channel: { column: source }
  own_session: { column: session_no }
  event_id: { }
metrics: { people: { kind: distinct } }
`,
    { "log.csv": DAYS },
  );
  await project.load();
  const keys = async (id: string): Promise<unknown> => {
    const { envelope } = await project.analyse(breakdown, { by: [id] });
    return (envelope.result as BreakdownResult).rows.flatMap((row) => row.keys);
  };
  const found: unknown[] = [];
  for (const id of ["weekday", "part", "channel", "own_session", "event_id"]) found.push(await keys(id));
  expect(found).toEqual([
    ["mon", "tue"],
    ["early", "late"],
    ["ads", "mail"],
    ["x", "y"],
    ["i", "j"],
  ]);
});

test.each(["source", "day", "session_no"])(
  "a dimension cannot be called %s where the files have such a column",
  async (id) => {
    project = loadedProject(`${SOURCE} } }\ndimensions: { ${id}: { } }\n`, { "log.csv": DAYS });
    await expect(project.load()).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      message: `dimensions.${id}: "${id}" is a column of the models`,
    });
  },
);

test("columns called like what duplicates and places in files are found by do not hide them", async () => {
  const row = "2024-01-01 10:00:00,1,buy,x,true,7\n";
  project = loadedProject(`${SOURCE} } }\nmetrics: { rows: { kind: count } }\n`, {
    "log.csv": `at,who,what,h,is_fresh,file_row_number\n${row}${row}2024-01-01 11:00:00,1,buy,x,false,7\n`,
  });
  await project.load();
  const { envelope } = await project.analyse(metric, { metric: "rows", grain: "total" });
  expect((envelope.result as MetricResult).lines[0]?.points.map(({ value }) => value)).toEqual([2]);
});

test("a computed column may be called `source_...`", async () => {
  project = loadedProject(
    `${SOURCE} }, columns: { price: integer, source_total: { expr: price * 2 } } }
metrics: { revenue: { kind: sum, of: source_total } }
`,
    { "log.csv": "at,who,what,price\n2024-01-01 10:00:00,1,buy,4\n" },
  );
  await project.load();
  const { envelope } = await project.analyse(metric, { metric: "revenue", grain: "total" });
  expect((envelope.result as MetricResult).lines[0]?.points.map(({ value }) => value)).toEqual([8]);
});

test("bins are those of a column that is called like what stands beside the rows", async () => {
  const rows = Array.from({ length: 40 }, (_, i) => `2024-01-01 10:00:${10 + i},1,view,${i},${i % 7},${i},${i % 7}`);
  project = loadedProject(`${SOURCE} } }\n`, {
    "log.csv": `at,who,what,lo,cut_1,score,other\n${rows.join("\n")}\n`,
  });
  await project.load();
  const groups = async (value: string, by: string): Promise<unknown> => {
    const { envelope } = await project.analyse(compare, { table: "events", value, by: `bin:${by}:median` });
    const { groups } = envelope.result as { readonly groups: readonly Readonly<Record<string, unknown>>[] };
    return groups.map(({ group: _, ...numbers }) => numbers);
  };
  expect(await groups("lo", "cut_1")).toEqual(await groups("score", "other"));
  expect(await groups("cut_1", "lo")).toEqual(await groups("other", "score"));
});

test("contracts and checks on columns that are called like their counts", async () => {
  const rows = Array.from({ length: 40 }, (_, i) => `2024-01-01 10:00:${10 + i},1,view,${i % 20},x`);
  project = loadedProject(`${SOURCE} } }\nchecks: { once: { check: unique, on: log, columns: [repeats] } }\n`, {
    "log.csv": `at,who,what,repeats,newest_before\n${rows.join("\n")}\n`,
  });
  await project.load();
  using session = await openProject(project.root, { purpose: "test" });
  await using warehouse = await openProjectWarehouse(session);
  const { results } = await checkProject(session, warehouse, { nowMs: Date.UTC(2024, 0, 2) });
  const outcome = (id: string): unknown => {
    const found = results.find((result) => result.id === id);
    return [found?.status, found?.value];
  };
  expect([outcome("once"), outcome("out_of_order")]).toEqual([
    ["fail", 20],
    ["pass", 0],
  ]);
});
