import { afterAll, beforeAll, expect, test } from "vitest";
import { type AnalysedProject, analysedProject } from "../../../test/harness/analysed-project.ts";
import type { ExploreResult } from "./compute.ts";
import { explore } from "./index.ts";

async function run(params: Readonly<Record<string, unknown>>, of: AnalysedProject): Promise<ExploreResult> {
  const evaluated = await explore.evaluate(params, of.context, (query) => of.fetch(query));
  if (evaluated.status !== "ok") throw new Error(evaluated.reason);
  return evaluated.result as ExploreResult;
}

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

test("where times are dates the last day has all its hours: no weekday of equal days is busier", async () => {
  const rows = Array.from({ length: 28 }, (_, i) => ({
    ...{ event_time: `2024-04-${String(i + 1).padStart(2, "0")} 00:00:00`, event: "view", user_id: 1, session_id: i },
    ...{ item_id: 1, value: null, plan: null, country: null, city: null, invoice: null, score: null },
  }));
  await using dates = await analysedProject({ sections: { project: { name: "dates", timezone: "UTC" } }, rows });
  const { activity } = await run({ sections: ["activity"] }, dates);
  expect(activity?.byWeekday).toEqual(new Array(7).fill({ n: 4, hours: 96, mean: 4 / 96 }));
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

test("values over decades have logarithmic bins; zeros lie below them, whole numbers in bins of whole numbers", async () => {
  await using wide = await analysedProject({
    sections: { project: { name: "wide", timezone: "UTC" } },
    columns: [["size", "column", "integer"]],
    rows: [1, 10, 100, 1000, 0].map((value, i) => ({
      event_time: `2024-04-01 00:00:0${i}`,
      event: "purchase",
      user_id: 1,
      session_id: 1,
      item_id: 1,
      value,
      plan: null,
      country: null,
      city: null,
      invoice: null,
      score: null,
      size: i * 10,
    })),
  });
  const { values } = await run({ sections: ["values"] }, wide);
  const value = values?.find(({ column }) => column === "value");
  expect(value).toMatchObject({ scale: "log", below: 1, above: 0, zeros: 1, sum: 1111 });
  // 20 bins over three decades: 0.15 decades each
  expect(value?.bins.flatMap(({ count }, i) => (count === 0 ? [] : [[i, count]]))).toEqual([
    [0, 1],
    [6, 1],
    [13, 1],
    [19, 1],
  ]);
  const size = values?.find(({ column }) => column === "size");
  // 0 to 40 are 41 whole numbers: 20 bins of 3 from -0.5
  expect(size).toMatchObject({ scale: "linear", below: 0, above: 0, n: 5 });
  expect(size?.bins.slice(0, 2).map(({ from, to, count }) => [from, to, count])).toEqual([
    [-0.5, 2.5, 1],
    [2.5, 5.5, 0],
  ]);
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
