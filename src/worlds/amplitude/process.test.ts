import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { raw } from "../../sql/sql.ts";
import { type DuckDBWarehouse, openDuckDB } from "../../warehouse/duckdb/instance.ts";
import type { Cell } from "../../warehouse/port.ts";
import { generateWorld } from "../generate.ts";
import { amplitude } from "./amplitude.ts";

type Counts = Readonly<Record<string, number>>;
interface Truth {
  readonly machines: { kind: string; user_id: string; sessions: number }[];
  readonly segments: { realised: { segment: string; users: number }[] };
  readonly markov: {
    symbols: string[];
    second_order: { before: string; last: string; kind_parts: string; realised: string }[];
    first_order: { last: string; share: number; next: string }[];
    entropy_bits: Counts;
    opening: { realised: Counts };
  };
  readonly hmm: Readonly<Record<"transitions" | "emissions" | "realised_transitions" | "realised_emissions", string[]>>;
}

const root = mkdtempSync(join(tmpdir(), "tidemark-amplitude-process-"));
let db: DuckDBWarehouse;
let truth: Truth;

const rows = async (text: string): Promise<readonly (readonly Cell[])[]> => (await db.table(raw(text))).rows;
const row = async (text: string): Promise<readonly Cell[]> => (await rows(text))[0] ?? [];
const numbers = (line: string): number[] => line.split(" ").map(Number);
const sum = (xs: readonly number[]): number => xs.reduce((total, x) => total + x, 0);

/** The events of the chains, with the symbol that the names end in. */
const CHAIN = `chain as (
  select log.*, case when event_type = 'application-window-opened' then event_type
    else split_part(event_type, ':', 3) || ':' || split_part(event_type, ':', 4) end as symbol
  from log left join people on people.user_id::varchar = log.user_id
  where event_type not in ('session_start', 'session_end', 'EMPTY') and coalesce(kind, '') <> 'monitor')`;

beforeAll(async () => {
  const request = { events: 60_000, days: 28, seed: 5, start: "2025-01-01", format: "json", files: 1 } as const;
  await generateWorld(amplitude, request, { out: root, threads: 2 });
  truth = JSON.parse(readFileSync(join(root, "truth.json"), "utf8")) as Truth;
  db = await openDuckDB({ path: ":memory:", spillDir: join(root, "spill"), threads: 2 });
  await db.exec(
    raw(`create table log as select * from read_json('${join(root, "events.json")}', format = 'newline_delimited');
create table people as select * from read_csv('${join(root, "truth-users.csv")}', header = true);`),
  );
});

afterAll(async () => {
  await db[Symbol.asyncDispose]();
  rmSync(root, { recursive: true, force: true });
});

test("the monitor has identical sessions; machines run on Linux; users are in planted segments", async () => {
  const monitor = truth.machines.find(({ kind }) => kind === "monitor");
  const shapes = await rows(`select count(*) as sessions, shape from (
      select session_id, string_agg(event_type || epoch_ms(event_time) - session_id, ',' order by event_time, event_id) as shape
      from log where user_id = '${monitor?.user_id}' group by 1) group by 2 order by 1 desc`);
  expect(shapes.length).toBeLessThanOrEqual(2);
  expect(shapes[0]?.[0]).toBeGreaterThan((monitor?.sessions ?? 0) - 2);
  expect(
    await rows(
      "select distinct kind <> 'person', device_family = 'Linux' from log join people on log.user_id = people.user_id::varchar order by 1",
    ),
  ).toEqual([
    [false, false],
    [true, true],
  ]);
  expect(await rows("select segment, count(*) from people where kind = 'person' group by 1 order by 1")).toEqual(
    truth.segments.realised.map(({ segment, users }) => [segment, users]).sort(),
  );
});

test("kinds follow the planted second-order chain, and the pair tells more than the last kind", async () => {
  const contexts = truth.markov.second_order.map((x) => ({
    ...x,
    parts: numbers(x.kind_parts),
    realised: numbers(x.realised),
  }));
  let chi = 0;
  let cells = 0;
  for (const { parts, realised } of contexts) {
    expect(sum(parts)).toBe(256);
    const n = sum(realised);
    parts.forEach((p, i) => {
      const expected = (n * p) / 256;
      if (p === 0) expect(realised[i]).toBe(0);
      if (expected < 5) return;
      chi += ((realised[i] ?? 0) - expected) ** 2 / expected;
      cells += 1;
    });
  }
  expect(cells).toBeGreaterThan(300);
  expect(Math.abs(chi - cells) / Math.sqrt(2 * cells)).toBeLessThan(5);
  const { order_0 = 0, order_1 = 0, order_2 = 0 } = truth.markov.entropy_bits;
  expect(order_0).toBeGreaterThan(order_1);
  expect(order_1 - order_2).toBeGreaterThan(0.3);
  for (const { next } of truth.markov.first_order) expect(sum(numbers(next))).toBeCloseTo(1, 4);
});

test("the chain's steps are in the file", async () => {
  const opening = truth.markov.opening.realised;
  expect(
    await row(`with ${CHAIN} select count(*), count(*) filter (where symbol = 'application-window-opened') from chain`),
  ).toEqual([opening["body_events"], opening["openings"]]);
  const [triples] = await row(`with ${CHAIN}, placed as (
      select symbol, lag(symbol) over w as last, lag(symbol, 2) over w as before from chain
      window w as (partition by session_id, device_id order by event_id))
    select count(*) from placed where before = 'widget:render' and last = 'widget:render' and symbol = 'configurable-table:render'`);
  const context = truth.markov.second_order.find((x) => x.before === "widget:render" && x.last === "widget:render");
  expect(triples).toBe(numbers(context?.realised ?? "")[1]);
});

test("pages follow the planted hidden Markov model", () => {
  const check = (planted: readonly string[], realised: readonly string[]): void => {
    planted.forEach((line, i) => {
      const [parts, counts] = [numbers(line), numbers(realised[i] ?? "")];
      expect(sum(parts)).toBe(256);
      const n = sum(counts);
      parts.forEach((p, j) => {
        const q = p / 256;
        expect(Math.abs((counts[j] ?? 0) - n * q)).toBeLessThan(5 * Math.sqrt(n * q * (1 - q)) + 3);
      });
    });
  };
  check(truth.hmm.transitions, truth.hmm.realised_transitions);
  check(truth.hmm.emissions, truth.hmm.realised_emissions);
});
