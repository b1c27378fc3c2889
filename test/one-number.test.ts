import { afterAll, beforeAll, expect, test } from "vitest";
import { metric } from "../src/analyses/metric/index.ts";
import { openProjectWarehouse } from "../src/app/open-warehouse.ts";
import { openProject } from "../src/app/project-session.ts";
import { runCommand } from "../src/cli/commands/run.ts";
import { parseArguments } from "../src/cli/parse-arguments.ts";
import type { Envelope } from "../src/contract/envelope.ts";
import { addDays } from "../src/core/calendar.ts";
import { createRng } from "../src/core/rng.ts";
import { raw } from "../src/sql/sql.ts";
import { type LoadedProject, loadedProject } from "./harness/loaded-project.ts";

const FIRST = "2024-05-06";
const DAYS = 24;

/** Each metric as it is declared, and as anybody would write it down. */
const METRICS: Readonly<Record<string, readonly [declared: string, direct: string]>> = {
  events: ["{kind: count}", "count(*)"],
  users: ["{kind: distinct}", "count(distinct user_id)"],
  revenue: ["{kind: sum, of: value}", "coalesce(sum(value), 0)"],
  purchases: ["{kind: count, filter: {event: purchase}}", "count(*) filter (where event = 'purchase')"],
  views: ["{kind: count, filter: {event: view}}", "count(*) filter (where event = 'view')"],
  price: ["{kind: mean, of: value}", "avg(cast(value as double))"],
  p90: ["{kind: quantile, of: value, q: 0.9}", "quantile_cont(cast(value as double), 0.9)"],
  buyers: [
    "{kind: count, entity: user, filter: {event: purchase}}",
    "count(distinct user_id) filter (where event = 'purchase')",
  ],
  sessions: ["{kind: count, entity: session}", "count(*) filter (where is_new_session)"],
  new_users: [
    "{kind: count, entity: user, filter: {is_new: true}}",
    "count(distinct case when (user_id, day) in (select user_id, first_day from dim_users) then user_id end)",
  ],
  lookers: [
    "{kind: count, entity: user, did: {event: view}, did_not: {event: purchase}}",
    `count(distinct case when (user_id, day) in (select user_id, day from fct_events where user_id is not null group by user_id, day
      having count(*) filter (where event = 'view') > 0 and count(*) filter (where event = 'purchase') = 0) then user_id end)`,
  ],
  conversion: [
    "{kind: ratio, numerator: purchases, denominator: views}",
    "count(*) filter (where event = 'purchase') / nullif(count(*) filter (where event = 'view'), 0)",
  ],
};

const FILTERS: readonly (readonly [where: readonly string[], direct: string])[] = [
  [[], "true"],
  [["country=DE"], "country = 'DE'"],
  [["country!=DE"], "country is distinct from 'DE'"],
  [["brand in acme,bolt"], "brand in ('acme', 'bolt')"],
  [["brand is null"], "brand is null"],
  [["brand is not null", "country in DE,US"], "brand is not null and country in ('DE', 'US')"],
];

let project: LoadedProject;
beforeAll(async () => {
  const rng = createRng(5);
  const pick = (list: readonly string[]): string => list[Math.floor(rng() * list.length)] ?? "";
  const lines = Array.from({ length: 3000 }, () => {
    const at = new Date(Date.parse(`${FIRST}T00:00:00Z`) + rng() * DAYS * 86_400_000).toISOString().slice(0, 19);
    const event = pick(["view", "view", "view", "purchase"]);
    const user = rng() < 0.05 ? "" : String(1 + Math.floor(rng() * 200));
    const price = event === "purchase" ? (rng() * 90).toFixed(2) : "";
    return `${at}Z,${user},${event},${price},${pick(["DE", "US", "FR", ""])},${pick(["acme", "bolt", "", "zed"])}`;
  });
  const metrics = Object.entries(METRICS).map(([id, [declared]]) => `  ${id}: ${declared}`);
  project = loadedProject(
    `project: {name: t, timezone: America/New_York}
sources:
  shop:
    path: "*.csv"
    events: {time: at, user: user, name: event, value: price}
    columns: {at: timestamp, user: integer, event: text, price: "decimal(18,2)", country: text, brand: text}
dimensions: {country: {}, brand: {}}
metrics:
${metrics.join("\n")}
`,
    { "a.csv": `at,user,event,price,country,brand\n${lines.join("\n")}\n` },
  );
  await project.load();
});
afterAll(() => project.remove());

async function cli(args: readonly string[]): Promise<string> {
  const out: string[] = [];
  const { args: positional, options } = parseArguments(runCommand, args);
  const io = { out: (text: string) => out.push(text), err: () => {}, progress: () => {}, cwd: project.root };
  const signal = new AbortController().signal;
  const code = await runCommand.run({ args: positional, options, io, signal, clock: { nowMs: Date.now } });
  expect(code).toBe(0);
  return out.join("\n");
}

interface Answer {
  readonly lines: readonly { readonly points: readonly { readonly period: string; readonly value: number | null }[] }[];
}

const valueOn = ({ result }: Envelope, day: string): number | null | undefined =>
  (result as Answer).lines[0]?.points.find(({ period }) => period === day)?.value;

function csvValueOn(csv: string, day: string): number | null {
  const [header = "", ...rows] = csv.trim().split(/\r?\n/);
  const names = header.split(",");
  const cells = rows.map((row) => row.split(",")).find((row) => row[names.indexOf("period")] === day) ?? [];
  const text = cells[names.indexOf("value")] ?? "";
  return text === "" ? null : Number(text);
}

test("200 random (metric, day, filter) triples: command line, envelope, CSV and direct SQL say one value", async () => {
  const rng = createRng(17);
  let triples = 0;
  for (const id of Object.keys(METRICS)) {
    for (let i = 0; i < 2; i++) {
      const [where, direct] = FILTERS[Math.floor(rng() * FILTERS.length)] ?? [[], "true"];
      const flags = [
        "metric",
        "--metric",
        id,
        ...where.flatMap((text) => ["--where", text]),
        "--project",
        project.root,
      ];
      const envelope = JSON.parse(await cli([...flags, "--format", "json"])) as Envelope;
      const csv = await cli([...flags, "--format", "csv"]);
      const { envelope: computed } = await project.analyse(metric, envelope.params);
      expect(computed.id).toBe(envelope.id);
      using session = await openProject(project.root, { purpose: "test" });
      await using warehouse = await openProjectWarehouse(session);
      for (let n = 0; n < 12; n++, triples++) {
        const day = addDays(FIRST, Math.floor(rng() * DAYS));
        const sql = `select cast((select ${METRICS[id]?.[1]} from fct_events where day = date '${day}' and ${direct}) as double)`;
        const expected = (await warehouse.table(raw(sql))).rows[0]?.[0] ?? null;
        const what = `${id} on ${day} where ${direct}`;
        if (expected === null) expect(valueOn(envelope, day), what).toBeNull();
        else expect(valueOn(envelope, day), what).toBeCloseTo(Number(expected), 9);
        expect(csvValueOn(csv, day), what).toBe(valueOn(envelope, day));
        expect(valueOn(computed, day), what).toBe(valueOn(envelope, day));
      }
    }
  }
  expect(triples).toBeGreaterThanOrEqual(200);
});
