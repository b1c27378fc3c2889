import { expect, test } from "vitest";
import { analysedProject } from "../../../test/harness/analysed-project.ts";
import type { SampleRow } from "../../build/sample-lake.ts";
import type { PairSumsRow } from "../../models/group-pair/pair-sums.ts";
import { normal } from "../../stats/distributions/normal.ts";
import { wilsonInterval } from "../../stats/proportions/wilson.ts";
import type { CohortClock } from "./cohort-clock.ts";
import type { RetentionResult } from "./compute.ts";
import { echoesOf } from "./echo.ts";
import { retention } from "./index.ts";
import { RetentionParams } from "./params.ts";
import type { AskedRetention } from "./request.ts";
import { targetComparison } from "./target.ts";

const over: CohortClock = {
  lastPeriod: 100,
  label: (p) => `period ${p}`,
  numberOf: (day) => Number(day.slice(8)),
  state: () => "complete",
};

/** Two groups of 2,000 users without anybody in both, each with one unit. */
function pairRow(m: number, { users, retained }: { users: number; retained: number }, target: number): PairSumsRow {
  const none = { users12: 0, a1a2: 0, a1x2: 0, x1a2: 0, x1x2: 0 };
  return {
    ...{ m, users1: users, a1: users, a1a1: users, x1: retained, a1x1: retained, x1x1: retained },
    ...{ users2: 2000, a2: 2000, a2a2: 2000, x2: target, a2x2: target, x2x2: target },
    ...none,
  };
}

test("a user who starts three times counts once in the intervals of a target, and in both cohorts nothing by itself", async () => {
  const at = (user: number, day: number, hour: number): SampleRow => ({
    event_time: `2024-03-${String(day).padStart(2, "0")} ${String(hour).padStart(2, "0")}:00:00`,
    event: "view",
    user_id: user,
    ...{
      session_id: null,
      item_id: null,
      value: null,
      plan: "pro",
      country: "DE",
      city: null,
      invoice: null,
      score: null,
    },
  });
  // all start on both days; on the day after the first 20 of them return, after the second 30
  const rows = Array.from({ length: 40 }, (_, user) => [
    ...[4, 11].flatMap((day) => [8, 9, 10].map((hour) => at(user, day, hour))),
    ...(user < 20 ? [at(user, 5, 9)] : []),
    ...(user < 30 ? [at(user, 12, 9)] : []),
  ]).flat();
  await using project = await analysedProject({ rows: [...rows, at(99, 20, 12)] });
  const rules = { grain: "day", periods: 1, to: "2024-03-12", target: "2024-03-11", controls: ["2024-03-04"] };
  for (const cohort of ["recurring", "each"]) {
    const evaluated = await retention.evaluate({ ...rules, cohort }, project.context, (query) => project.fetch(query));
    if (evaluated.status !== "ok") throw new Error(evaluated.reason);
    const { target } = evaluated.result as RetentionResult;
    const [point] = target?.points ?? [];
    const units = cohort === "each" ? 3 : 1;
    expect(point?.target).toMatchObject({ count: 30 * units, of: 40 * units, value: 0.75 });
    expect(point?.target.interval?.low).toBeCloseTo(wilsonInterval(30, 40)?.low ?? 0, 12);
    expect(point?.controls.control.interval?.high).toBeCloseTo(wilsonInterval(20, 40)?.high ?? 0, 12);
    expect(point?.controls.difference).toBeCloseTo(0.25, 12);
    // McNemar's test: 10 users returned only after the second day, none only after the first
    expect(point?.controls.pValue).toBeCloseTo(2 * normal().sf(Math.sqrt(10)), 10);
  }
});

test("a target's echo is pointed out with what other cohorts do on that day", () => {
  const usual = (p0: number, drop: number): { p0: number; v: string; retained: number[]; values: null } => ({
    p0,
    v: "",
    retained: [1000, 300, 250, 220, 200, 190, 180].map((n, i) => (p0 + i === drop ? Math.round(n * 0.8) : n)),
    values: null,
  });
  const target = { p0: 20, v: "", retained: [2000, 80, 70, 66, 180, 62, 60], values: null };
  const params = RetentionParams.parse({ target: "2025-08-20", grain: "day", controls: ["2025-08-13", "2025-08-14"] });
  const request = { grain: "day", clock: "calendar", criterion: "on", brackets: null } as AskedRetention["request"];
  const given: Parameters<typeof targetComparison>[1] = {
    ...{ params, asked: { request, clock: over, average: "pooled", against: null }, against: [] },
    byControls: [1, 2, 3, 4, 5].map((m) =>
      pairRow(m, { users: 2000, retained: 2 * (usual(13, 24).retained[m] ?? 0) }, target.retained[m] ?? 0),
    ),
    ...{ byAgainst: [], effects: { within: () => 1, pooled: () => 1 } },
  };
  const cohorts = [usual(13, 24), usual(14, 24), ...[19, 21, 22].map((p0) => usual(p0, 24)), target];
  const found = targetComparison(cohorts, given);
  if (found === null || "missing" in found) throw new Error("no comparison");
  expect(found.controls.map(({ size }) => size)).toEqual([1000, 1000]);
  const [first] = found.points;
  expect(first?.controls.difference).toBeCloseTo(80 / 2000 - 0.3, 12);
  expect(first?.controls.interval?.high).toBeLessThan(-0.2);
  expect(found.points.filter(({ echo }) => echo !== null).map(({ period }) => period)).toEqual(["period 24"]);
  const echo = found.points[3]?.echo;
  expect(echo?.neighbours.value).toBeCloseTo((66 + 62) / 4000, 12);
  expect(echo?.others?.ratio).toBeGreaterThan(0.75);
  expect(echo?.others?.ratio).toBeLessThan(0.85);
});

test("few returns stand out only by the exact test, or not at all where users count several times", () => {
  const target = { p0: 20, v: "", retained: [2000, 1, 1, 8, 1, 1, 1], values: null };
  const request = { grain: "day", clock: "calendar", criterion: "on", brackets: null } as AskedRetention["request"];
  const asked = { request, clock: over, average: "pooled", against: null } as const;
  const marked = (retained: number, effect: number): readonly number[] => {
    const one = { ...target, retained: target.retained.map((n, column) => (column === 3 ? retained : n)) };
    const effects = { within: () => effect, pooled: () => effect };
    return [...echoesOf(one, [one], { ...asked, effects }).keys()];
  };
  // of four columns; the z test has p 0.0017
  expect(marked(8, 1)).toEqual([]);
  expect(marked(12, 1)).toEqual([3]);
  expect(marked(12, 1.01)).toEqual([]);
  expect(marked(40, 1.01)).toEqual([3]);
});
