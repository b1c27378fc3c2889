import fc from "fast-check";
import { addDays, dayOf } from "../../../src/core/calendar.ts";
import { testOf } from "../../../src/models/funnel/definition.ts";
import { cohortCounts } from "../../../src/models/retention/cohort-counts.ts";
import { dayOfNumber } from "../../../src/models/retention/period-number.ts";
import { CLOCKS, COHORTS, CRITERIA, type RetentionRequest } from "../../../src/models/retention/retention-request.ts";
import { keptQuery, valueQuery } from "../../../src/models/retention/retention-stats.ts";
import { answersAlike } from "../alike.ts";
import { LOGS_PER_RUN, type LogCheck, type LogRun } from "../log-run.ts";
import { type ReferenceCohort, type ReferenceRetention, referenceCohorts } from "../reference/retention.ts";
import { byCodePoint } from "../reference/text-order.ts";

const QUESTIONS = 24;

const tested = fc.constantFrom(
  testOf({}),
  testOf({ event: "view" }),
  testOf({ event: ["purchase", "refund"] }),
  testOf({ event: "cart", where: { plan: { ne: "free" } } }),
  testOf({ where: { item_id: [1, 2] } }),
);

const question = fc.record({
  start: tested,
  back: tested,
  cohort: fc.constantFrom(...COHORTS),
  clock: fc.constantFrom(...CLOCKS),
  grain: fc.constantFrom(
    "hour" as const,
    "hour" as const,
    "day" as const,
    "day" as const,
    "week" as const,
    "month" as const,
    "quarter" as const,
    "year" as const,
  ),
  criterion: fc.constantFrom(...CRITERIA),
  brackets: fc.constantFrom(null, null, [
    { from: 1, to: 2 },
    { from: 4, to: 9 },
  ]),
  times: fc.constantFrom(1, 1, 2),
  periods: fc.constantFrom(1, 3, 12),
  dimension: fc.constantFrom(null, null, "plan", "kind"),
  cut: fc.constantFrom(0, 0, 1),
  lastHours: fc.constantFrom(1000, 30),
});

/** Questions by the random rules of a run. */
export function randomQuestions(
  { seed, rows }: Pick<LogRun, "seed" | "rows">,
  count: number,
): readonly ReferenceRetention[] {
  const days = rows.map(({ day }) => day).sort();
  const [first = "2024-01-01", last = "2024-01-01"] = [days[0], days.at(-1)];
  const start = Math.min(...rows.map(({ event_time }) => event_time));
  return fc.sample(question, { numRuns: count, seed }).map(({ cut, lastHours, brackets, ...rules }) => ({
    ...rules,
    brackets: rules.criterion === "on" ? brackets : null,
    days: { from: addDays(first, cut), to: addDays(last, 1 - cut) },
    endUs: start + lastHours * 3_600_000_000,
  }));
}

const sorted = (cohorts: readonly ReferenceCohort[]): readonly ReferenceCohort[] =>
  [...cohorts].sort((a, b) => byCodePoint(`${a.cohort} ${a.value}`, `${b.cohort} ${b.value}`));

/** Cohorts with everyone who is retained in each column, and the sums of their values. */
export const retention: LogCheck = {
  meaning: "retention: every cell of random questions, users and values",
  cases: LOGS_PER_RUN * QUESTIONS,
  check: async (run) => {
    const { zone, weekStart } = run.world;
    const times = run.rows.map(({ event_time }) => event_time / 1000);
    const range = { minMs: Math.min(...times), maxMs: Math.max(...times) };
    for (const asked of randomQuestions(run, QUESTIONS)) {
      const valued =
        asked.brackets === null && asked.cohort !== "each" && asked.criterion === "on" && asked.times === 1;
      const expected = sorted(referenceCohorts(run.rows, asked, { zone, weekStart })).map((one) =>
        valued ? one : { ...one, sums: [] },
      );
      const label = (p0: number): string =>
        asked.grain === "hour" ? String(p0) : dayOfNumber(p0, asked.grain, weekStart);
      await answersAlike(
        run.engines,
        async ({ warehouse, context: { facts } }) => {
          if (facts === null) throw new RangeError("no events");
          const request: RetentionRequest = { ...asked, where: null, facts, range, completeMs: range.maxMs };
          const kept = await warehouse.rows(keptQuery(request));
          const values = valued ? await warehouse.rows(valueQuery(request)) : [];
          return sorted(
            cohortCounts(kept, request, values).map(({ p0, v, retained, values: sums }) => ({
              cohort: label(p0),
              value: v,
              retained,
              sums: sums?.map((x) => Math.round(x * 100) / 100) ?? [],
            })),
          );
        },
        {
          expected: expected.map((one) => ({ ...one, sums: one.sums.map((x) => Math.round(x * 100) / 100) })),
          what: JSON.stringify({ ...asked, from: dayOf(range.minMs, zone) }),
        },
      );
    }
  },
};
