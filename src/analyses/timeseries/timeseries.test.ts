import { afterAll, beforeAll, expect, test } from "vitest";
import { type AnalysedProject, analysedProject } from "../../../test/harness/analysed-project.ts";
import type { SampleRow } from "../../build/sample-lake.ts";
import { addDays } from "../../core/calendar.ts";
import type { Evaluated } from "../analysis.ts";
import type { TimeseriesResult } from "./compute.ts";
import { timeseries } from "./index.ts";

const DAYS = 84;
const FROM = "2024-01-01";
/** Monday to Sunday; their mean is 2. */
const WEEK = [0, 0, 0, 0, 4, 8, 2] as const;
const NOISE = [0, 1, -1, 1, 0, 0, -1, 0, 1, 0, -1] as const;

/** A week's season, noise, and from the 57th day on ten more. */
const counted = (day: number): number => 20 + (WEEK[day % 7] ?? 0) + (NOISE[day % 11] ?? 0) + (day >= 56 ? 10 : 0);

/** One purchase a day but on the 31st day; the last day ends at noon. */
function rows(): readonly SampleRow[] {
  return Array.from({ length: DAYS }, (_, day) =>
    Array.from({ length: counted(day) }, (__, i): SampleRow => {
      const hour = day === DAYS - 1 ? i % 12 : i % 24;
      return {
        event_time: `${addDays(FROM, day)} ${String(hour).padStart(2, "0")}:00:00`,
        ...{ event: i === 0 && day !== 30 ? "purchase" : "view", user_id: (day * 7 + i) % 90, session_id: day },
        ...{ item_id: 1, value: i === 0 ? 5 + (day % 7) : null, plan: i % 2 === 0 ? "pro" : "free" },
        ...{ country: "DE", city: "Halle", invoice: null, score: 1 },
      };
    }),
  ).flat();
}

let analysed: AnalysedProject;
beforeAll(async () => {
  analysed = await analysedProject({ rows: rows(), sections: { project: { name: "steps", timezone: "UTC" } } });
});
afterAll(() => analysed[Symbol.asyncDispose]());

const evaluate = (params: object): Promise<Evaluated> =>
  timeseries.evaluate({ metric: "events", ...params }, analysed.context, (query) => analysed.fetch(query));

async function run(params: object): Promise<{ result: TimeseriesResult; evaluated: Evaluated & { status: "ok" } }> {
  const evaluated = await evaluate(params);
  if (evaluated.status !== "ok") throw new Error(evaluated.reason);
  return { result: evaluated.result as TimeseriesResult, evaluated };
}

test("the planted week is found, with the amounts of its days", async () => {
  const { result } = await run({});
  expect(result.periods).toEqual({ periods: [7], from: "calendar" });
  if (result.parts.status !== "ok") throw new Error(result.parts.reason);
  const [season] = result.parts.seasons;
  expect(season?.steps.map(({ step }) => step)).toEqual([
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
  ]);
  season?.steps.forEach(({ value }, i) => {
    expect(Math.abs(value - ((WEEK[i] ?? 0) - 2))).toBeLessThan(0.6);
  });
  expect(season?.strength).toBeGreaterThan(0.85);
});

test("parts add up to the values, period by period", async () => {
  for (const method of ["mstl", "stl", "classical"]) {
    const { result } = await run({ method });
    if (result.parts.status !== "ok") throw new Error(result.parts.reason);
    const { trend, seasons, remainder } = result.parts;
    result.observed.values.forEach((value, i) => {
      const part = trend[i] ?? null;
      if (part === null) return;
      expect(part + (seasons[0]?.values[i] ?? 0) + (remainder[i] ?? 0)).toBeCloseTo(value ?? 0, 9);
    });
  }
});

test("multiplicative parts multiply to the values", async () => {
  const { result } = await run({ kind: "multiplicative" });
  if (result.parts.status !== "ok") throw new Error(result.parts.reason);
  const { trend, seasons, remainder } = result.parts;
  result.observed.values.forEach((value, i) => {
    expect((trend[i] ?? 0) * (seasons[0]?.values[i] ?? 0) * (remainder[i] ?? 0)).toBeCloseTo(value ?? 0, 9);
  });
});

test.each(["trend", "mean", "mean-variance"])(
  "the planted shift is found as a change of the %s, with its size",
  async (changes) => {
    const { result, evaluated } = await run({ changes });
    if (result.changes?.status !== "ok") throw new Error("no changes");
    const [point, ...others] = result.changes.points;
    expect(others).toEqual([]);
    expect(point?.period).toBe(addDays(FROM, 56));
    expect(point?.interval?.low).toBeLessThan(10);
    expect(point?.interval?.high).toBeGreaterThan(10);
    expect(Math.abs((point?.shift ?? 0) - 10)).toBeLessThan(1.5);
    expect(evaluated.findings.some(({ text }) => text.startsWith("From 2024-02-26"))).toBe(true);
  },
);

test("a day that is not whole is left out and said", async () => {
  const { result, evaluated } = await run({});
  expect(result.observed.leftOut).toEqual([addDays(FROM, DAYS - 1)]);
  expect(result.observed.periods).toHaveLength(DAYS - 1);
  expect(evaluated.warnings).toContain(`not whole and left out: ${addDays(FROM, DAYS - 1)}`);
});

test("a count without rows is 0; a mean without rows is refused, and made up only on request", async () => {
  const purchases = await run({ metric: "purchases" });
  expect(purchases.result.observed.values[30]).toBe(0);
  const refused = await run({ metric: "price" });
  expect(refused.result.observed.values[30]).toBeNull();
  expect(refused.result.parts).toMatchObject({ status: "undetermined", reason: expect.stringContaining("step 30") });
  expect(refused.evaluated.warnings).toContain("1 without a value: 2024-01-31; ask for gaps=fill to fill them");
  const filled = await run({ metric: "price", gaps: "fill" });
  expect(filled.result.parts.status).toBe("ok");
  expect(filled.result.filled).toEqual(["2024-01-31"]);
  expect(filled.evaluated.table?.rows[30]?.slice(0, 3)).toEqual(["2024-01-31", null, "filled"]);
});

test("metrics side by side have their peaks and growth", async () => {
  const { result, evaluated } = await run({ metrics: ["users", "events"] });
  expect(result.beside.map(({ metric }) => metric)).toEqual(["users"]);
  const highest = Math.max(...Array.from({ length: DAYS - 1 }, (_, day) => counted(day)));
  expect(result.extremes?.peak).toEqual({ period: "2024-03-16", value: highest });
  expect(result.extremes?.growth).toBeCloseTo(mean(42, 83) / mean(0, 41) - 1, 1);
  expect(evaluated.charts.map(({ kind }) => kind).slice(-2)).toEqual(["line", "table"]);
});

const mean = (from: number, to: number): number =>
  Array.from({ length: to - from }, (_, i) => counted(from + i)).reduce((sum, x) => sum + x, 0) / (to - from);

test("hours have the season of the day they are asked for, in the project's clock", async () => {
  const { result } = await run({ grain: "hour", period: [24], to: "2024-01-22" });
  if (result.parts.status !== "ok") throw new Error(result.parts.reason);
  expect(result.parts.seasons[0]).toMatchObject({ name: "day", period: 24 });
  expect(result.parts.seasons[0]?.steps[5]?.step).toBe("05:00");
});

test("a few weeks are shown without what needs more of them, with the reasons", async () => {
  const { result, evaluated } = await run({ grain: "week", to: "2024-01-22" });
  expect(result.observed.values).toHaveLength(3);
  expect(result.parts).toMatchObject({ status: "undetermined", reason: "3 steps are too few for a trend" });
  expect(evaluated.charts[0]?.kind).toBe("line");
  expect(await evaluate({ grain: "quarter" })).toMatchObject({
    status: "undetermined",
    reason: expect.stringContaining("no quarter is whole"),
  });
});

test("days that do not exist in the data are undetermined and name those that do", async () => {
  expect(await evaluate({ from: "2030-01-01" })).toMatchObject({
    status: "undetermined",
    reason: expect.stringContaining("data are from 2024-01-01"),
  });
});
