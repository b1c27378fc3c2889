import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AnalysedProject, analysedProject } from "../../../test/harness/analysed-project.ts";
import type { SampleRow } from "../../build/sample-lake.ts";
import { createRng } from "../../core/rng.ts";
import { wilsonInterval } from "../../stats/proportions/wilson.ts";
import type { CohortClock } from "./cohort-clock.ts";
import { averagedLine } from "./cohort-table.ts";
import type { RetentionResult } from "./compute.ts";
import { retentionFindings } from "./findings.ts";
import { retention } from "./index.ts";

let analysed: AnalysedProject;
beforeAll(async () => {
  analysed = await analysedProject();
});
afterAll(() => analysed[Symbol.asyncDispose]());

async function asked(params: object, project = analysed): Promise<RetentionResult> {
  const evaluated = await retention.evaluate(params, project.context, (query) => project.fetch(query));
  if (evaluated.status !== "ok") throw new Error(evaluated.reason);
  return evaluated.result as RetentionResult;
}

const counts = ({ cohorts }: RetentionResult): readonly (readonly number[])[] =>
  cohorts.map(({ cells }) => cells.flatMap(({ retained }) => (retained === null ? [] : [retained.count])));

describe("what must hold of every table", () => {
  const question = fc.record({
    grain: fc.constantFrom("day", "week"),
    cohort: fc.constantFrom("first", "recurring", "each"),
    clock: fc.constantFrom("calendar", "rolling", "rolling-floored"),
    return: fc.constantFrom("purchase", "view", { event: ["cart", "view"] }),
    times: fc.constantFrom(1, 2),
    periods: fc.constantFrom(3, 6),
  });
  const runs = { numRuns: 8 };
  const noMore = (a: readonly number[], b: readonly number[]): void =>
    a.forEach((n, i) => {
      expect(n).toBeLessThanOrEqual(b[i] ?? n);
    });

  test("period 0 is everyone; on lies between streak and on-or-before, and within on-or-after", () =>
    fc.assert(
      fc.asyncProperty(question, async (rules) => {
        const of = async (criterion: string): Promise<RetentionResult> => asked({ ...rules, criterion });
        const [on, after, before, streak] = [
          await of("on"),
          await of("on-or-after"),
          await of("on-or-before"),
          await of("streak"),
        ];
        for (const { size, cells } of on.cohorts)
          expect(cells[0]?.retained).toMatchObject({ count: size, of: size, value: 1 });
        counts(on).forEach((row, i) => {
          noMore(row, counts(after)[i] ?? []);
          noMore(row, counts(before)[i] ?? []);
          noMore(counts(streak)[i] ?? [], row);
        });
        for (const row of counts(after)) noMore(row.slice(2), row.slice(1));
        for (const row of counts(before)) noMore(row.slice(1, -1), row.slice(2));
      }),
      runs,
    ));

  test("values of a dimension add up to the cohorts, brackets hold what their periods hold", async () => {
    const { total, lines } = await asked({ by: ["plan"], grain: "day", periods: 5, top: 1 });
    expect(lines).toHaveLength(2);
    expect(total.cells.map((_, i) => lines.reduce((sum, { cells }) => sum + (cells[i]?.count ?? 0), 0))).toEqual(
      total.cells.map(({ count }) => count),
    );
    const [single, pair] = [
      await asked({ grain: "day", periods: 4 }),
      await asked({ grain: "day", brackets: ["1", "2-4"] }),
    ];
    expect(pair.columns).toEqual(["0", "1", "2-4"]);
    counts(pair).forEach((row, i) => {
      const [, first = 0, two = 0, three = 0, four = 0] = counts(single)[i] ?? [];
      expect(row[1]).toBe(first);
      expect(row[2]).toBeGreaterThanOrEqual(Math.max(two, three, four));
      expect(row[2]).toBeLessThanOrEqual(two + three + four);
    });
  });

  test("what is not over is not complete and not in the mean; what is to come is null, never 0", async () => {
    const { cohorts, total } = await asked({ grain: "day", periods: 10, cohort: "recurring" });
    const last = cohorts.at(-1);
    expect(last?.cells.map(({ state }) => state)).toContain("ahead");
    expect(last?.cells.find(({ state }) => state === "ahead")?.retained).toBeNull();
    total.cells.forEach(({ of }, column) => {
      const complete = cohorts.filter(({ cells }) => cells[column]?.state === "complete");
      expect(of).toBe(complete.reduce((sum, { size }) => sum + size, 0));
    });
  });

  test("a cell's users are as many as it counts", async () => {
    const base = { grain: "week", periods: 3, criterion: "on-or-before" };
    const cohort = (await asked(base)).cohorts[0];
    for (const column of [1, 2]) {
      const list = { ...base, list_cohort: cohort?.cohort, list_column: column };
      const [kept, lost] = [await asked({ ...list, list: "retained" }), await asked({ ...list, list: "lost" })];
      expect(kept.people?.total).toBe(cohort?.cells[column]?.retained?.count);
      expect((kept.people?.total ?? 0) + (lost.people?.total ?? 0)).toBe(cohort?.size);
    }
  });
});

describe("two groups", () => {
  const question = { grain: "day", periods: 4, criterion: "on-or-before", from: "2024-03-15" };
  const plans = { segments: { pro: { where: { plan: "pro" } }, early: { first_seen: { to: "2024-03-20" } } } };

  test.each(["first", "recurring", "each"])("%s: each side has the pooled shares that it has alone", async (cohort) => {
    await using project = await analysedProject({ sections: plans });
    const both = await asked({ ...question, cohort, segment: "early", versus: "pro" }, project);
    const alone = await asked({ ...question, cohort, segment: "pro" }, project);
    const cells = ({ total }: RetentionResult) => total.cells.slice(1).map(({ count, of }) => ({ count, of }));
    const shares = both.comparison?.shares ?? [];
    expect(shares.map(({ asked: { count, of } }) => ({ count, of }))).toEqual(cells(both));
    expect(shares.map(({ versus: { count, of } }) => ({ count, of }))).toEqual(cells(alone));
    expect(shares.map(({ label }) => label)).toEqual(["day 1", "day 2", "day 3", "day 4"]);
    expect(both.comparison?.users.both).toBeGreaterThan(0);
  });

  test("other days have the same columns, and the first difference is said", async () => {
    const days = { from: "2024-03-20", to: "2024-03-27", cohort: "recurring", compare: "previous", grain: "day" };
    const evaluated = await retention.evaluate(days, analysed.context, (query) => analysed.fetch(query));
    const { comparison, columns } = (evaluated as unknown as { result: RetentionResult }).result;
    expect(comparison).toMatchObject({ asked: "2024-03-20 to 2024-03-27", versus: "2024-03-13 to 2024-03-20" });
    expect(comparison?.shares).toHaveLength(columns.length - 1);
    expect(evaluated.findings[1]?.text).toMatch(/^day 1: .* of 2024-03-20 to 2024-03-27, .* of 2024-03-13/);
    expect(evaluated.table?.columns.at(-1)?.name).toBe("p_holm");
  });
});

test("the order of rows changes nothing", async () => {
  const rng = createRng(3);
  const row = (): SampleRow => ({
    event_time: new Date(Date.UTC(2024, 2, 1) + Math.floor(rng() * 40) * 43_200_000)
      .toISOString()
      .slice(0, 19)
      .replace("T", " "),
    event: rng() < 0.5 ? "view" : "purchase",
    user_id: 1 + Math.floor(rng() * 12),
    ...{ session_id: null, item_id: null, value: Math.round(rng() * 1e4) / 100, plan: "pro" },
    ...{ country: "DE", city: null, invoice: null, score: null },
  });
  const rows = Array.from({ length: 200 }, row);
  const shuffled = fc.sample(fc.shuffledSubarray(rows, { minLength: rows.length }), { numRuns: 1, seed: 1 })[0] ?? [];
  await using one = await analysedProject({ rows });
  await using other = await analysedProject({ rows: shuffled });
  for (const clock of ["calendar", "rolling"]) {
    const params = { grain: "day", clock, measure: "value", lapse: 3, churn: "cycles", by: ["plan"] };
    expect(await asked(params, other)).toEqual(await asked(params, one));
  }
});

const over: CohortClock = {
  lastPeriod: 100,
  label: (p) => `period ${p}`,
  numberOf: (day) => Number(day.slice(8)),
  state: () => "complete",
};

test("a user who starts in many cohorts is not taken for as many users", async () => {
  const at = (user: number, day: number): SampleRow => ({
    ...{ event: "view", user_id: user, session_id: day, item_id: null, value: null, plan: "pro" },
    ...{ country: null, city: null, invoice: null, score: null },
    event_time: `2024-03-${String(day).padStart(2, "0")} 12:00:00`,
  });
  const days = Array.from({ length: 10 }, (_, i) => i + 1);
  const rows = [...days.map((day) => at(1, day)), ...days.slice(0, 9).map((day) => at(day + 1, day)), at(1, 12)];
  await using project = await analysedProject({ rows });
  const rules = { grain: "day", periods: 1, from: "2024-03-01", to: "2024-03-10" };
  for (const cohort of ["recurring", "each"]) {
    const { total, cohorts } = await asked({ ...rules, cohort }, project);
    // squares of what users have beyond half of their starts: 4.5² of the first and 0.5² of each other, against 18 / 4
    const effect = (20.25 + 9 * 0.25) / 4.5;
    expect(total.cells[1]).toMatchObject({ count: 9, of: 18, interval: wilsonInterval(9 / effect, 18 / effect) });
    const within = cohort === "each" ? effect : 1;
    expect(cohorts[0]?.cells[1]?.retained?.interval).toEqual(wilsonInterval(1 / within, 2 / within));
  }
  const simple = await asked({ ...rules, cohort: "each", average: "simple" }, project);
  expect(simple.cohorts[0]?.cells[1]?.retained?.interval).toEqual(wilsonInterval(1 / 5, 2 / 5));
  const { total } = await asked({ ...rules, cohort: "first" }, project);
  expect(total.cells[1]).toMatchObject({ count: 1, of: 10, interval: wilsonInterval(1, 10) });
});

test("1000 of whom 500 stay and 500 of whom 400 stay: 60 % pooled, 65 % simple, 56 % with sizes counted twice", () => {
  const cohorts = [
    { p0: 1, v: "", retained: [1000, 500], values: null },
    { p0: 2, v: "", retained: [500, 400], values: null },
  ];
  const mean = (average: "pooled" | "simple" | "size-squared"): number | null | undefined =>
    averagedLine(null, cohorts, { clock: over, average, effect: () => 1 }).cells[1]?.value;
  expect(mean("pooled")).toBe(0.6);
  expect(mean("simple")).toBe(0.65);
  expect(mean("size-squared")).toBeCloseTo(0.56, 12);
});

describe("survival by hand", () => {
  const day = (user: number, n: number): SampleRow => ({
    event_time: `2024-03-${String(n).padStart(2, "0")} 12:00:00`,
    event: "view",
    user_id: user,
    ...{ session_id: null, item_id: null, value: null, plan: user < 3 ? "pro" : "free" },
    ...{ country: "DE", city: null, invoice: null, score: null },
  });
  const rows = [
    ...[1, 2, 3, 20].map((n) => day(1, n)),
    ...[1, 5, 9, 13, 17].map((n) => day(2, n)),
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20].map((n) => day(3, n)),
    ...[10].map((n) => day(4, n)),
  ];

  test("a user lapses after so many empty days, or is followed to the end", async () => {
    await using project = await analysedProject({ rows, sections: { project: { name: "x", timezone: "UTC" } } });
    const { survival } = await asked({ grain: "day", lapse: 5, by: ["plan"] }, project);
    expect(survival?.total).toMatchObject({ n: 4, lapsed: 2 });
    // user 1 lapses after day 2 + 5, user 4 after day 0 + 5; the others are followed for 18 days
    expect(survival?.total.points.map(({ periods, share, atRisk }) => [periods, share, atRisk])).toEqual([
      [5, 0.75, 4],
      [7, 0.5, 3],
      [18, 0.5, 2],
    ]);
    expect(survival?.logRank?.df).toBe(1);
  });

  test("periods rolling from a day are over with the project's day", async () => {
    const views = [13, 20].map((n, i) => ({ ...day(i + 1, 1), event_time: `2024-05-${n} 03:00:00` }));
    const last = { ...day(3, 1), event: "search", event_time: "2024-05-26 14:30:00" };
    const tokyo = { project: { name: "x", timezone: "Asia/Tokyo" } };
    await using project = await analysedProject({ rows: [...views, last], sections: tokyo });
    const asking = { start: "view", grain: "week", cohort: "first", clock: "rolling-floored", lapse: 1 };
    const { survival } = await asked(asking, project);
    // complete to midnight of 27 May: user 1 is followed for two weeks, user 2 for one
    expect(survival?.total).toMatchObject({ n: 2, lapsed: 1 });
  });

  test("hours are those of the project's clock, before 1970 too", async () => {
    const views = ["1969-12-31 14:40:00", "1970-01-01 14:10:00"].map((event_time) => ({ ...day(1, 1), event_time }));
    const kolkata = { project: { name: "x", timezone: "Asia/Kolkata" } };
    await using project = await analysedProject({ rows: views, sections: kolkata });
    const [hourly] = (await asked({ grain: "hour", periods: 24 }, project)).cohorts;
    expect(hourly?.cohort).toBe("1969-12-31 20:00");
    expect(hourly?.cells.flatMap(({ retained }, n) => (retained?.count === 1 ? [n] : []))).toEqual([0, 23]);
    const [daily] = (await asked({ grain: "day", periods: 1, clock: "rolling-floored" }, project)).cohorts;
    expect(daily?.cells[1]?.retained?.count).toBe(1);
  });

  test.each(["recurring", "each"])("starts of one user give no errors of independent ones: %s", async (cohort) => {
    await using project = await analysedProject({ rows, sections: { project: { name: "x", timezone: "UTC" } } });
    const result = await asked({ grain: "day", lapse: 5, by: ["plan"], cohort }, project);
    const { survival } = result;
    // none of the two starts of the last day is followed
    expect(survival?.total.n).toBe(28);
    expect(survival?.total.points.map(({ interval }) => interval)).toEqual(survival?.total.points.map(() => null));
    expect(survival?.logRank).toBeNull();
    expect(retentionFindings(result).map(({ text }) => text)).toContain(
      "Whether the values' curves differ is undetermined: users are followed from several starts, which are not independent.",
    );
  });
});

test("presets take a product's rules, and rules that are given win", async () => {
  const as = await asked({ as: "amplitude", grain: "day", clock: "calendar" });
  expect([as.cohort, as.clock, as.criterion, as.average]).toEqual(["recurring", "calendar", "on", "pooled"]);
  const posthog = await asked({ as: "posthog", grain: "day" });
  expect(posthog.preset?.differences.map(({ rule }) => rule)).toEqual(["average"]);
});

test.each([
  [{ brackets: ["1-3", "3-4"] }, "brackets"],
  [{ brackets: ["1"], criterion: "streak" }, "brackets"],
  [{ measure: "value", times: 2 }, "measure value"],
  [{ target: "2024-03-15", by: ["plan"] }, "target"],
  [{ list: "lost", list_column: 5, periods: 4 }, "list_column"],
])("%j do not go together", async (params, what) => {
  await expect(asked(params)).rejects.toThrow(what);
});
