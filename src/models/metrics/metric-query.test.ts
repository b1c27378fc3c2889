import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { firstDifference } from "../../../test/engines/alike.ts";
import { breakdown, comparable } from "../../../test/engines/reference/breakdowns.ts";
import type { FactRow } from "../../../test/engines/reference/fact-rows.ts";
import { analysedEvents } from "../../../test/harness/analysed-events.ts";
import { type AnalysedProject, analysedProject } from "../../../test/harness/analysed-project.ts";
import { SAMPLE_PROJECT, sampleEvents } from "../../../test/harness/sample-project.ts";
import { type Grain, isAdditive, NO_VALUE, OTHER } from "../../contract/selection.ts";
import { addDays, startOfDayMs } from "../../core/calendar.ts";
import { dailyMetrics } from "./daily-metrics.ts";
import { metricQuery } from "./metric-query.ts";
import { type MetricRequest, rowMetrics } from "./metric-request.ts";
import type { MetricRow } from "./metric-row.ts";
import { type MetricPoint, type MetricSeries, metricSeries } from "./metric-series.ts";

const FIRST = "2024-03-10";

let analysed: AnalysedProject;
let events: readonly FactRow[];
beforeAll(async () => {
  analysed = await analysedProject({
    rows: sampleEvents().map((row, i) => (i % 7 === 0 ? { ...row, plan: NO_VALUE } : row)),
    sections: {
      segments: {
        buyers: { did: { event: "purchase" } },
        pro: { where: { plan: "pro" } },
        everything: { where: { event: { is_null: false } } },
        not_buyers: { not: { did: { event: "purchase" } } },
      },
      metrics: {
        ...SAMPLE_PROJECT.metrics,
        people: { kind: "distinct", entity: "user" },
        session_value: { kind: "sum", of: "value", entity: "session" },
        buying_sessions: { kind: "count", entity: "session", filter: { event: "purchase" } },
      },
    },
  });
  events = await analysedEvents(analysed);
});
afterAll(() => analysed[Symbol.asyncDispose]());

async function ask(request: MetricRequest): Promise<readonly MetricSeries[]> {
  return metricSeries(await analysed.fetch(metricQuery(request, analysed.context)), request, analysed.context);
}

const buyers = (): ReadonlySet<string> =>
  new Set(events.filter(({ event }) => event === "purchase").flatMap(({ user_id }) => user_id ?? []));

const requests = fc.record({
  metric: fc.constantFrom(...Object.keys(SAMPLE_PROJECT.metrics)),
  offset: fc.integer({ min: 0, max: 20 }),
  days: fc.integer({ min: 1, max: 30 }),
  grain: fc.constantFrom<Grain>("hour", "day", "week", "month", "total"),
  by: fc.constantFrom<readonly string[]>([], ["plan"], ["country", "city"], ["phase"]),
  segment: fc.constantFrom(undefined, undefined, "pro", "buyers", "not_buyers", "everything"),
  filters: fc.constantFrom<MetricRequest["filters"]>(
    [],
    [{ dimension: "plan", not: false, values: ["pro"] }],
    [{ dimension: "plan", not: false, values: [null, "free"] }],
    [{ dimension: "plan", not: false, values: [NO_VALUE] }],
    [{ dimension: "plan", not: true, values: [NO_VALUE] }],
    [{ dimension: "country", not: true, values: ["DE"] }],
    [
      { dimension: "country", not: false, values: ["US"] },
      { dimension: "plan", not: true, values: [null] },
    ],
  ),
});

const toRequest = ({
  metric,
  offset,
  days,
  ...rest
}: Parameters<Parameters<typeof requests.map>[0]>[0]): MetricRequest => {
  const from = addDays(FIRST, offset);
  return { metrics: [metric], windows: [{ from, to: addDays(from, days) }], top: null, ...rest };
};

test("any metric by any grain, dimensions, filters and segment is what its definition gives, event by event", async () => {
  await fc.assert(
    fc.asyncProperty(requests.map(toRequest), async (request) => {
      const rows = comparable(await analysed.fetch(metricQuery(request, analysed.context)));
      const expected = comparable(breakdown(events, request, analysed.project));
      expect(firstDifference(rows, expected)).toBeNull();
    }),
    { numRuns: 40 },
  );
});

test("as of an instant metrics of sessions are those of the events before it: a session that goes on has no later ones", async () => {
  const metrics = ["session_length", "cart_sessions", "sessions", "session_value", "buying_sessions"];
  const window = { from: FIRST, to: addDays(FIRST, 12) };
  const asOfMs = startOfDayMs(window.to, analysed.project.project.timezone);
  const known = events.filter(({ event_time }) => event_time < asOfMs * 1000);
  for (const more of [{}, { by: ["plan"] }, { grain: "day" as const, segment: "buyers" }]) {
    const request: MetricRequest = {
      metrics,
      windows: [window],
      grain: "total",
      by: [],
      filters: [],
      top: null,
      ...more,
    };
    const rows = comparable(await analysed.fetch(metricQuery(request, { ...analysed.context, asOfMs })));
    expect(firstDifference(rows, comparable(breakdown(events, request, analysed.project)))).not.toBeNull();
    expect(firstDifference(rows, comparable(breakdown(known, request, analysed.project)))).toBeNull();
  }
});

test("a user is new in the days asked for, not in the part of the period before them", async () => {
  const [from, to] = [addDays(FIRST, 4), addDays(FIRST, 9)];
  const first = new Map<string, string>();
  for (const { user_id, day } of events) if (user_id !== null && !first.has(user_id)) first.set(user_id, day);
  const born = [...first.values()].filter((day) => day >= from && day < to).length;
  for (const grain of ["total", "week", "day"] as const) {
    const base = { metrics: ["new_users"], windows: [{ from, to }], grain, by: [], filters: [], top: null };
    const points = (await ask(base))[0]?.points ?? [];
    expect(points.reduce((sum, { value }) => sum + (value ?? 0), 0)).toBe(born);
  }
});

test("a question in pieces, metric by metric and users in groups, has the rows of the whole question", async () => {
  const metrics = ["users", "events", "buyers", "price", "conversion", "cart_sessions", "orders", "median_price"];
  await fc.assert(
    fc.asyncProperty(requests.map(toRequest), fc.constantFrom(null, 1), async (base, top) => {
      const request = { ...base, metrics, top: base.by.length === 0 ? null : top };
      const query = metricQuery(request, analysed.context);
      const pieces = query.pieces?.();
      const parts: (readonly MetricRow[])[] = [];
      for (const text of pieces?.texts ?? []) parts.push(await analysed.fetch({ ...query, text }));
      // what fct_daily holds is one piece; users who are counted from facts are counted in groups
      const daily = dailyMetrics(request, analysed.context);
      if (daily.size === 0) expect(parts.length).toBeGreaterThan(8);
      expect(parts.length === 1).toBe(
        [...rowMetrics(metrics, analysed.context.project).keys()].every((id) => daily.has(id)),
      );
      expect(pieces?.merge(parts)).toEqual(await analysed.fetch(query));
    }),
    { numRuns: 8 },
  );
});

test("rows without a value and those whose value is called (none) are what is filtered by either", async () => {
  const named = events.filter(({ plan }) => plan === NO_VALUE).length;
  const lacking = events.filter(({ plan }) => plan === null).length;
  expect(Math.min(named, lacking)).toBeGreaterThan(20);
  const base = { metrics: ["events"], windows: [{ from: FIRST, to: addDays(FIRST, 40) }], by: [], top: null };
  for (const [fromFacts, not, value] of [false, true].flatMap((facts) =>
    [false, true].flatMap((not) => [null, NO_VALUE].map((value) => [facts, not, value] as const)),
  )) {
    const filters = [{ dimension: "plan", not, values: [value] }];
    const [series] = await ask({ ...base, grain: "total", filters, fromFacts });
    const expected = not ? events.length - named - lacking : named + lacking;
    expect(series?.points[0]?.value, JSON.stringify({ fromFacts, not, value })).toBe(expected);
  }
});

test("fct_daily and the facts give the same numbers, to the last bit", async () => {
  const strip = (series: readonly MetricSeries[]): readonly unknown[] =>
    series.map(({ keys, points }) => JSON.stringify([keys, points])).sort();
  await fc.assert(
    fc.asyncProperty(requests.map(toRequest), fc.constantFrom(null, 1), async (base, top) => {
      const by = base.by.slice(0, 1);
      const request = { ...base, segment: undefined, by, top: by.length === 0 ? null : top };
      fc.pre(dailyMetrics(request, analysed.context).size > 0);
      // the segment holds every row, but fct_daily does not know segments
      expect(strip(await ask(request))).toEqual(strip(await ask({ ...request, segment: "everything" })));
    }),
    { numRuns: 25 },
  );
});

const sumOf = (series: readonly MetricSeries[], read: (point: MetricPoint) => number): number =>
  series.reduce((sum, { points }) => sum + points.reduce((all, point) => all + read(point), 0), 0);

test("a sum over days, some without a fitting row, of rows that all lack a value has none", async () => {
  const row = (day: string, event: string) => ({
    ...{ event_time: `${day} 10:00:00`, event, user_id: 1, session_id: 1, item_id: null, value: null },
    ...{ plan: null, country: null, city: null, invoice: null, score: null },
  });
  await using log = await analysedProject({
    sections: { metrics: { lacking: { kind: "sum", of: "value", filter: { event: "purchase" } } } },
    rows: [row("2024-03-10", "view"), row("2024-03-11", "purchase"), row("2024-03-12", "view")],
  });
  const values = async (to: string, fromFacts: boolean): Promise<readonly (number | null)[]> => {
    const windows = [{ from: FIRST, to }];
    const request = {
      metrics: ["lacking"],
      windows,
      grain: "total",
      by: [],
      filters: [],
      top: null,
      fromFacts,
    } as const;
    return (await log.fetch(metricQuery(request, log.context))).map(({ value }) => value);
  };
  for (const fromFacts of [false, true]) {
    expect(await values("2024-03-13", fromFacts)).toEqual([null]);
    expect(await values("2024-03-11", fromFacts)).toEqual([0]);
  }
});

test("values of a dimension, (none) and Other add up to the total", async () => {
  await fc.assert(
    fc.asyncProperty(requests.map(toRequest), fc.integer({ min: 1, max: 3 }), async (base, top) => {
      const request = { ...base, by: base.by.length === 0 ? ["plan"] : base.by, top };
      const [metric = ""] = request.metrics;
      const series = await ask(request);
      const total = series.filter(({ keys }) => keys.length === 0);
      const parts = series.filter(({ keys }) => keys.length === request.by.length);
      for (const { keys } of parts) {
        for (const [i] of request.by.entries()) {
          const apart = new Set(parts.map((one) => one.keys[i]).filter((key) => key !== OTHER && key !== NO_VALUE));
          expect(apart.size).toBeLessThanOrEqual(top);
        }
        expect(keys).toHaveLength(request.by.length);
      }
      if (!isAdditive(metric, analysed.project) || metric === "price" || metric === "conversion") return;
      if (metric === "session_length") return;
      expect(sumOf(parts, ({ value }) => value ?? 0)).toBeCloseTo(
        sumOf(total, ({ value }) => value ?? 0),
        6,
      );
      expect(sumOf(parts, ({ n }) => n)).toBe(sumOf(total, ({ n }) => n));
    }),
    { numRuns: 20 },
  );
});

test("user metrics say how many rows they left out because they have no user", async () => {
  const request: MetricRequest = {
    metrics: ["users", "buyers", "events"],
    windows: [{ from: FIRST, to: addDays(FIRST, 40) }],
    grain: "total",
    by: [],
    filters: [],
    top: null,
  };
  const lacking = events.filter(({ user_id }) => user_id === null);
  expect(lacking.length).toBeGreaterThan(5);
  const [users, bought, all] = (await ask(request)).map(({ points }) => points[0]);
  expect(users?.leftOut).toBe(lacking.length);
  expect(bought?.leftOut).toBe(lacking.filter(({ event }) => event === "purchase").length);
  expect(all?.leftOut).toBeNull();
  expect(buyers().size).toBe(bought?.value);
});

test("users of spans that begin with the first event or end with the last one are those of the events", async () => {
  const days = events.map(({ day }) => day).sort();
  const [first = FIRST, last = FIRST] = [days[0], days.at(-1)];
  const spans = [
    [addDays(first, -3), addDays(first, 9)],
    [first, addDays(last, 1)],
    [addDays(first, 9), addDays(last, 4)],
    [addDays(first, 9), addDays(first, 15)],
    [addDays(first, -9), addDays(first, -3)],
  ] as const;
  for (const [from, to] of spans) {
    const request = { metrics: ["users", "people"], windows: [{ from, to }], by: [], filters: [], top: null } as const;
    const rows = await analysed.fetch(metricQuery({ ...request, grain: "total" }, analysed.context));
    const own = events.filter(({ day }) => day >= from && day < to);
    const known = new Set(own.flatMap(({ user_id }) => user_id ?? [])).size;
    const lacking = own.filter(({ user_id }) => user_id === null).length;
    const shown = rows.map(({ metric, value, rows: n, left_out }) => [metric, value, n, left_out]);
    const expected = [
      ["people", known, known, lacking],
      ["users", known, own.length, lacking],
    ];
    expect(shown).toEqual(own.length === 0 ? [] : expected);
  }
});

test("a day when clocks go forward has 23 hours", async () => {
  const [series] = await ask({
    metrics: ["events"],
    windows: [{ from: "2024-03-31", to: "2024-04-01" }],
    grain: "hour",
    by: [],
    filters: [],
    top: null,
  });
  expect(series?.points).toHaveLength(23);
  expect(series?.points[0]?.period).toBe("2024-03-30T23:00:00Z");
  const day = events.filter((event) => event.day === "2024-03-31").length;
  expect(series?.points.reduce((sum, { value }) => sum + (value ?? 0), 0)).toBe(day);
});
