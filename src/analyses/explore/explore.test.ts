import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { type AnalysedProject, analysedProject } from "../../../test/harness/analysed-project.ts";
import type { DimensionFilter } from "../../contract/selection.ts";
import { dayOf, zoneOffsetMs } from "../../core/calendar.ts";
import { raw } from "../../sql/sql.ts";
import type { ExploreResult } from "./compute.ts";
import { explore } from "./index.ts";

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

describe("a log that can be counted by hand", () => {
  let small: AnalysedProject;
  beforeAll(async () => {
    const row = (time: string, user: number | null, event: string, value: number | null = null) => ({
      event_time: time,
      event,
      user_id: user,
      session_id: user === null ? null : user * 10 + (time >= "2024-05" ? 1 : 0),
      item_id: 1,
      value,
      plan: user === 1 ? "pro" : null,
      country: "DE",
      city: null,
      invoice: null,
      score: null,
    });
    small = await analysedProject({
      sections: { project: { name: "small", timezone: "UTC" } },
      rows: [
        row("2024-04-01 00:00:00", 1, "view"),
        row("2024-04-01 00:00:10", 1, "purchase", 9.9),
        row("2024-04-01 05:00:00", 2, "view"),
        row("2024-04-30 05:00:00", null, "view"),
        ...Array.from({ length: 6 }, (_, i) => row(`2024-05-06 05:00:0${i}`, 1, "view")),
        row("2024-05-31 23:30:00", 3, "view"),
        row("2024-06-01 10:00:00", 3, "view"),
      ],
    });
  });
  afterAll(() => small[Symbol.asyncDispose]());

  test("volume, months and mix", async () => {
    const { volume, months, shares } = await run({}, small);
    expect(volume).toMatchObject({ rows: 12, users: 3, withoutUser: 1, sessions: 4, value: 9.9 });
    expect(volume?.days).toHaveLength(62);
    expect(volume?.daily).toMatchObject({ days: 61, median: 0, highest: { day: "2024-05-06", n: 6 } });
    expect(months).toEqual([
      { month: "2024-04-01", n: 4, users: 2, days: 30, complete: true, change: null, userChange: null },
      { month: "2024-05-01", n: 7, users: 2, days: 31, complete: true, change: 0.75, userChange: 0 },
      { month: "2024-06-01", n: 1, users: 1, days: 1, complete: false, change: null, userChange: null },
    ]);
    const [mix] = shares;
    expect(mix?.shares).toMatchObject([
      { value: "view", events: 11, eventShare: 11 / 12, users: 3, userShare: 1, withoutUser: 1, amount: null },
      { value: "purchase", events: 1, users: 1, userShare: 1 / 3, withoutUser: 0, amount: 9.9 },
    ]);
  });

  test("a weekday with more Mondays is not busier: cells are means over the hours there were", async () => {
    const { activity } = await run({}, small);
    const monday5 = activity?.cells[5];
    // Mondays from 1 April to 27 May: 9; events at 05: one on 1 April, six on 6 May
    expect(monday5).toEqual({ weekday: 0, hour: 5, n: 7, hours: 9, mean: 7 / 9 });
    const tuesday5 = activity?.cells[24 + 5];
    expect(tuesday5).toMatchObject({ n: 1, hours: 9, mean: 1 / 9 });
    expect(activity?.peaks[0]).toMatchObject({ weekday: 0, hour: 5 });
    expect(activity?.quiet[0]).toMatchObject({ mean: 0 });
    // the data end on Saturday 1 June at 10: later Saturday hours occurred one time less
    expect(activity?.cells[5 * 24 + 10]?.hours).toBe(9);
    expect(activity?.cells[5 * 24 + 11]?.hours).toBe(8);
  });

  test("sessions count once: one of 1 event and 0 s and one of many do not weigh by their events", async () => {
    const { sessions } = await run({}, small);
    expect(sessions).toMatchObject({ sessions: 4, users: 3, single: 1, singleShare: 0.25, returned: 1 });
    // durations 10 s, 0 s, 5 s and 10.5 hours; events 2, 1, 6, 2
    expect(sessions?.duration).toMatchObject({ n: 4, sum: 37815, mean: 9453.75, percentiles: { p50: 7.5 } });
    expect(sessions?.events).toMatchObject({ mean: 2.75, quantiles: { min: 1, p50: 2, max: 6 } });
  });

  test("the most active user, the spread and missing values", async () => {
    const { users, missing, values } = await run({}, small);
    expect(users).toMatchObject({ users: 3, events: 11, topPercentShare: 8 / 11 });
    expect(users?.top.map(({ user, events: n, activeDays }) => [user, n, activeDays])).toEqual([
      ["1", 8, 2],
      ["3", 2, 2],
      ["2", 1, 1],
    ]);
    expect(missing?.find(({ column }) => column === "plan")).toMatchObject({ missing: 4, share: 4 / 12 });
    expect(values?.find(({ column }) => column === "value")).toMatchObject({
      n: 1,
      nulls: 11,
      min: 9.9,
      max: 9.9,
      sd: null,
      bins: [],
    });
    expect(values?.find(({ column }) => column === "score")).toMatchObject({ n: 0, nulls: 12, mean: null, bins: [] });
  });

  test("only the sections asked for are computed; one that the columns do not allow is said", async () => {
    const evaluated = await explore.evaluate({ sections: ["mix", "clocks"] }, small.context, (q) => small.fetch(q));
    expect(evaluated).toMatchObject({ status: "ok", warnings: [expect.stringContaining("clocks")] });
    const { volume, shares, missing } = (evaluated as { result: ExploreResult }).result;
    expect([volume, missing]).toEqual([null, null]);
    expect(shares.map(({ name }) => name)).toEqual(["event"]);
    expect(new Set(evaluated.table?.rows.map(([section]) => section))).toEqual(new Set(["mix"]));
  });

  test("as of an instant nothing later is looked at", async () => {
    const context = { ...small.context, asOfMs: Date.UTC(2024, 4, 1) };
    const evaluated = await explore.evaluate({ sections: ["volume"] }, context, (q) => small.fetch(q));
    expect((evaluated as { result: ExploreResult }).result.volume).toMatchObject({ rows: 4, users: 2 });
  });

  test("an unknown table, dimension or section is refused", async () => {
    const evaluate = (params: unknown) => explore.evaluate(params, small.context, (q) => small.fetch(q));
    await expect(evaluate({ on: "sales" })).rejects.toMatchObject({ code: "USAGE" });
    await expect(evaluate({ where: [{ dimension: "plam", values: ["x"] }] })).rejects.toMatchObject({ code: "USAGE" });
    await expect(evaluate({ sections: ["weather"] })).rejects.toThrow();
  });
});
