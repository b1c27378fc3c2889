import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type AnalysedProject, analysedProject } from "../../../test/harness/analysed-project.ts";
import type { DimensionFilter } from "../../contract/selection.ts";
import { dayOf, zoneOffsetMs } from "../../core/calendar.ts";
import { humanize } from "../../core/quantity.ts";
import { raw } from "../../sql/sql.ts";
import type { ExploreResult } from "./compute.ts";
import { explore } from "./index.ts";
import type { NumberBin } from "./numbers.ts";

const ZONE = "Europe/Berlin";

const Event = z.object({
  event_time: z.string(),
  event: z.string(),
  user_id: z.number().nullable(),
  session_id: z.number().nullable(),
  is_new_session: z.boolean(),
  item_id: z.number(),
  value: z.number().nullable(),
  plan: z.string().nullable(),
  phase: z.string().nullable(),
  country: z.string().nullable(),
  city: z.string().nullable(),
  invoice: z.string().nullable(),
  score: z.number().nullable(),
});
type Event = z.infer<typeof Event>;

let analysed: AnalysedProject;
let events: readonly Event[];
beforeAll(async () => {
  analysed = await analysedProject();
  const columns = Object.keys(Event.shape).join(", ");
  events = await analysed.fetch({
    name: "events",
    row: Event,
    text: raw(`select ${columns} from fct_events order by 1`),
  });
});
afterAll(() => analysed[Symbol.asyncDispose]());

async function run(params: Readonly<Record<string, unknown>>, of = analysed): Promise<ExploreResult> {
  const evaluated = await explore.evaluate(params, of.context, (query) => of.fetch(query));
  if (evaluated.status !== "ok") throw new Error(evaluated.reason);
  return evaluated.result as ExploreResult;
}

const distinct = (values: readonly unknown[]): number => new Set(values.filter((v) => v !== null)).size;

function tally<K>(keys: readonly K[]): ReadonlyMap<K, number> {
  const found = new Map<K, number>();
  for (const key of keys) found.set(key, (found.get(key) ?? 0) + 1);
  return found;
}

/** Type 7, the slow and obvious way. */
function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const h = (sorted.length - 1) * p;
  const [low, high] = [sorted[Math.floor(h)] ?? Number.NaN, sorted[Math.ceil(h)] ?? Number.NaN];
  return low + (high - low) * (h - Math.floor(h));
}

const dimension = fc.constantFrom("plan", "country", "city");
const filter = fc.record({
  dimension,
  not: fc.boolean(),
  values: fc.uniqueArray(fc.constantFrom<string | null>("pro", "free", "DE", "US", "Berlin", "Halle", null), {
    minLength: 1,
    maxLength: 4,
  }),
});
const day = fc.integer({ min: 10, max: 34 }).map((n) => new Date(Date.UTC(2024, 2, n)).toISOString().slice(0, 10));

const fits = (event: Event, { dimension: id, not, values }: DimensionFilter): boolean =>
  values.includes(event[id as "plan"]) !== not;

test("under any filter every section adds up to the selected events, counted one by one", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(filter, { maxLength: 2 }), day, day, async (where, a, b) => {
      const [from, to] = a < b ? [a, b] : [b, a];
      const kept = events.filter((event) => {
        const on = dayOf(Date.parse(event.event_time), ZONE);
        return on >= from && on < to && where.every((one) => fits(event, one));
      });
      fc.pre(kept.length > 0);
      expectSections(await run({ where, from, to, top: 2 }), kept);
    }),
    { numRuns: 8 },
  );
});

test("a segment is honoured by every section", async () => {
  const buyers = new Set(events.filter(({ event }) => event === "purchase").map(({ user_id }) => user_id));
  const kept = events.filter(({ user_id }) => user_id !== null && buyers.has(user_id));
  expect(kept.length).toBeLessThan(events.length);
  expectSections(await run({ segment: "buyers", top: 2 }), kept);
});

function expectSections(result: ExploreResult, kept: readonly Event[]): void {
  const n = kept.length;
  const users = distinct(kept.map(({ user_id }) => user_id));
  const withoutUser = kept.filter(({ user_id }) => user_id === null).length;
  expect(result.volume).toMatchObject({ rows: n, users, withoutUser });
  expect(result.volume?.value ?? 0).toBeCloseTo(
    kept.reduce((sum, { value }) => sum + (value ?? 0), 0),
    9,
  );
  expectActivity(result, kept);
  for (const shares of result.shares) expectShares(shares, kept, users);
  expect(result.users).toMatchObject({ users, events: n - withoutUser });
  expect(result.users?.bins.reduce((sum, { things }) => sum + things, 0)).toBe(users);
  const mine = tally(kept.flatMap(({ user_id }) => (user_id === null ? [] : [user_id])));
  if (users > 0) expect(result.users?.perUser.quantiles.p75).toBeCloseTo(quantile([...mine.values()], 0.75), 9);
  for (const { column, n: values, nulls, bins, below, above, mean, sd, percentiles } of result.values ?? []) {
    const own = kept.map((event) => event[column as "score"]).filter((value) => value !== null);
    expect([column, values, nulls]).toEqual([column, own.length, n - own.length]);
    if (bins.length > 0) expect(bins.reduce((sum, bin) => sum + bin.count, below + above)).toBe(values);
    if (values < 2) continue;
    const average = own.reduce((sum, x) => sum + x, 0) / values;
    expect(mean).toBeCloseTo(average, 6);
    expect(sd).toBeCloseTo(Math.sqrt(own.reduce((sum, x) => sum + (x - average) ** 2, 0) / (values - 1)), 5);
    expect(percentiles.p5).toBeCloseTo(quantile(own, 0.05), 9);
    expect(percentiles.p99).toBeCloseTo(quantile(own, 0.99), 9);
    if (column === "score" && bins.length > 0) expectBins(bins, own);
  }
  const begun = kept.filter((event) => event.is_new_session);
  expect(result.sessions?.sessions).toBe(begun.length);
  expect(result.sessions?.users).toBe(distinct(begun.map(({ user_id }) => user_id)));
  for (const { column, missing, rows } of result.missing ?? []) {
    expect([column, rows]).toEqual([column, n]);
    if (column in Event.shape)
      expect([column, missing]).toEqual([column, kept.filter((event) => event[column as "plan"] === null).length]);
  }
}

/** Linear bins of equal width between the outer fences, or the extremes where those are nearer. */
function expectBins(bins: readonly NumberBin[], own: readonly number[]): void {
  const [q1, q3] = [quantile(own, 0.25), quantile(own, 0.75)];
  const low = Math.max(Math.min(...own), q1 - 3 * (q3 - q1));
  const high = Math.min(Math.max(...own), q3 + 3 * (q3 - q1));
  expect(bins[0]?.from).toBeCloseTo(low, 9);
  expect(bins.at(-1)?.to).toBeCloseTo(high, 9);
  bins.forEach(({ count, from, to }, i) => {
    expect(to - from).toBeCloseTo((high - low) / bins.length, 9);
    const ends = i === bins.length - 1 ? 1e-9 : 0;
    expect(count).toBe(own.filter((x) => x >= from - (i === 0 ? 1e-9 : 0) && x < to + ends).length);
  });
}

function weekHour({ event_time }: Event): number {
  const ms = Date.parse(event_time);
  const local = new Date(ms + zoneOffsetMs(ZONE, ms));
  return ((local.getUTCDay() + 6) % 7) * 24 + local.getUTCHours();
}

function expectActivity({ activity, months }: ExploreResult, kept: readonly Event[]): void {
  const cells = tally(kept.map(weekHour));
  activity?.byHour.forEach(({ users }, hour) => {
    const own = kept.filter((event) => weekHour(event) % 24 === hour);
    expect([hour, users]).toEqual([hour, distinct(own.map(({ user_id }) => user_id))]);
  });
  expect(activity?.cells.map(({ n }) => n)).toEqual(Array.from({ length: 168 }, (_, i) => cells.get(i) ?? 0));
  const byMonth = tally(kept.map(({ event_time }) => `${dayOf(Date.parse(event_time), ZONE).slice(0, 7)}-01`));
  for (const { month, n } of months ?? []) expect(n).toBe(byMonth.get(month) ?? 0);
}

function expectShares(shares: ExploreResult["shares"][number], kept: readonly Event[], users: number): void {
  const column = shares.name as "plan";
  const key = (event: Event): string => {
    const value = event[column];
    if (value === null) return "(none)";
    return [value, ...shares.within.flatMap((name) => event[name as "plan"] ?? [])].map(String).join(", ");
  };
  const counts = tally(kept.map(key));
  expect(shares.distinct).toBe([...counts.keys()].filter((value) => value !== "(none)").length);
  expect(shares.shares.reduce((sum, { events: n }) => sum + n, 0)).toBe(kept.length);
  expect(shares.shares.reduce((sum, { eventShare }) => sum + (eventShare ?? 0), 0)).toBeCloseTo(1, 12);
  const shown = new Set(shares.shares.map(({ value }) => value));
  const values = [...counts.keys()].filter((value) => value !== "(none)");
  expect(shown.has("(none)")).toBe(counts.has("(none)"));
  expect(shown.has(null)).toBe(values.length > 2);
  const apart = shares.shares.filter(({ value }) => value !== null && value !== "(none)");
  const largest = values.map((value) => counts.get(value) ?? 0).sort((a, b) => b - a);
  expect(apart.map(({ events: n }) => n)).toEqual(largest.slice(0, 2));
  for (const share of shares.shares) {
    const own = kept.filter((event) => (share.value === null ? !shown.has(key(event)) : key(event) === share.value));
    expect([share.value, share.events, share.users, share.sessions]).toEqual([
      share.value,
      own.length,
      distinct(own.map(({ user_id }) => user_id)),
      shares.section === "top" ? null : own.filter((event) => event.is_new_session).length,
    ]);
    expect(share.userShare).toBe(users === 0 ? null : (share.users ?? 0) / users);
  }
}

test("each line by day is titled with its own median, not with that of the events", async () => {
  const { volume } = await run({ sections: ["volume"] });
  const { charts } = await explore.evaluate({ sections: ["volume"] }, analysed.context, (query) =>
    analysed.fetch(query),
  );
  const whole = (volume?.days ?? []).filter(({ complete }) => complete);
  const half = (values: readonly number[]): string => humanize(quantile(values, 0.5));
  const titles = charts.flatMap((chart) => (chart.kind === "line" ? [chart.title] : []));
  expect(titles.slice(0, 2)).toEqual([
    `events by day: ${half(whole.map(({ n }) => n))} on the median day`,
    `users by day: ${half(whole.map(({ users }) => users ?? 0))} on the median day`,
  ]);
});
