import { addDays, type Day } from "../../../src/core/calendar.ts";
import { daysBetween } from "../../../src/core/periods.ts";
import { funnelPairQuery, funnelShares } from "../../../src/models/funnel/funnel-pair.ts";
import type { PairSumsRow } from "../../../src/models/group-pair/pair-sums.ts";
import type { DayRange } from "../../../src/models/metrics/metric-request.ts";
import { dayOfNumber, numberOfDay, numberOfHour } from "../../../src/models/retention/period-number.ts";
import { retentionPairQuery } from "../../../src/models/retention/retention-pair.ts";
import type { RetentionRequest } from "../../../src/models/retention/retention-request.ts";
import { answersAlike } from "../alike.ts";
import { LOGS_PER_RUN, type LogCheck, type LogRun } from "../log-run.ts";
import type { FactRow } from "../reference/fact-rows.ts";
import { type ReferenceRequest, referenceAttempts } from "../reference/funnel.ts";
import { type ReferenceRetention, referenceCohorts } from "../reference/retention.ts";
import { randomFunnels } from "./funnels.ts";
import { randomQuestions } from "./retention.ts";

const FUNNELS = 6;
const QUESTIONS = 6;

/** What a user has of one share: in the first group, in the second. */
type Units = readonly [a1: number, x1: number, a2: number, x2: number];

/** Two stretches of days that share half of them, so that some users are in both groups. */
function halves({ from, to }: DayRange): readonly [DayRange, DayRange] {
  const days = daysBetween(from, to);
  const at = (share: number): Day => addDays(from, Math.ceil(days * share));
  return [
    { from, to: at(2 / 3) },
    { from: at(1 / 3), to },
  ];
}

function sumsOf(m: number, users: readonly Units[]): PairSumsRow {
  const sum = (of: (user: Units) => number): number => users.reduce((all, user) => all + of(user), 0);
  return {
    m,
    users1: sum(([a1]) => (a1 > 0 ? 1 : 0)),
    users2: sum(([, , a2]) => (a2 > 0 ? 1 : 0)),
    users12: sum(([a1, , a2]) => (a1 > 0 && a2 > 0 ? 1 : 0)),
    ...{ a1: sum((u) => u[0]), x1: sum((u) => u[1]), a2: sum((u) => u[2]), x2: sum((u) => u[3]) },
    ...{ a1a1: sum((u) => u[0] * u[0]), a1x1: sum((u) => u[0] * u[1]), x1x1: sum((u) => u[1] * u[1]) },
    ...{ a2a2: sum((u) => u[2] * u[2]), a2x2: sum((u) => u[2] * u[3]), x2x2: sum((u) => u[3] * u[3]) },
    ...{ a1a2: sum((u) => u[0] * u[2]), a1x2: sum((u) => u[0] * u[3]) },
    ...{ x1a2: sum((u) => u[1] * u[2]), x1x2: sum((u) => u[1] * u[3]) },
  };
}

/** The sums of each share that anybody has units of. */
function pairSums(shares: readonly (readonly Units[])[], first: number): readonly PairSumsRow[] {
  return shares.map((users, i) => sumsOf(i + first, users)).filter(({ users1, users2 }) => users1 + users2 > 0);
}

/** The rows of each user. */
function usersOf(rows: readonly FactRow[]): readonly (readonly FactRow[])[] {
  const users = new Map<unknown, FactRow[]>();
  for (const row of rows) {
    const id = row["user_id"];
    if (id === null) continue;
    const own = users.get(id);
    if (own === undefined) users.set(id, [row]);
    else own.push(row);
  }
  return [...users.values()];
}

function expectedFunnel(rows: readonly FactRow[], asked: readonly ReferenceRequest[]): readonly PairSumsRow[] {
  const [{ definition, endUs }] = asked as readonly [ReferenceRequest];
  const { window } = definition;
  const perUser = usersOf(rows).map((own) =>
    asked.map((request) =>
      referenceAttempts(own, request).filter(
        ({ times: [start] }) => window?.kind !== "time" || Number(start) + window.us <= endUs,
      ),
    ),
  );
  return pairSums(
    funnelShares(definition).map(({ step, of }) =>
      perUser.map((groups) => {
        const units = groups.flatMap((attempts) =>
          [of, step].map((i) => attempts.filter(({ times }) => times[i] !== null).length),
        );
        return units as unknown as Units;
      }),
    ),
    0,
  );
}

interface CohortsAsked {
  readonly asked: readonly ReferenceRetention[];
  /** The last cohort of each group that is counted. */
  readonly last: readonly string[];
  /** The cohorts of each group; null for all. */
  readonly only: readonly (readonly string[] | null)[];
}

function expectedRetention(run: LogRun, { asked, last, only }: CohortsAsked): readonly PairSumsRow[] {
  const [{ brackets, periods }] = asked as readonly [ReferenceRetention];
  const calendar = { zone: run.world.zone, weekStart: run.world.weekStart };
  const perUser = usersOf(run.rows).map((own) =>
    asked.map((request, g) =>
      referenceCohorts(own, request, calendar).filter(
        ({ cohort }) => cohort <= (last[g] ?? "") && only[g]?.includes(cohort) !== false,
      ),
    ),
  );
  return pairSums(
    Array.from({ length: brackets?.length ?? periods }, (_, i) =>
      perUser.map((groups) => {
        const units = groups.flatMap((cohorts) =>
          [0, i + 1].map((column) => cohorts.reduce((sum, { retained }) => sum + (retained[column] ?? 0), 0)),
        );
        return units as unknown as Units;
      }),
    ),
    1,
  );
}

async function checkFunnels(run: LogRun): Promise<void> {
  for (const one of randomFunnels(run, FUNNELS)) {
    const asked = halves(one.days).map((days) => ({ ...one, days, dimension: null, attribution: "first" as const }));
    await answersAlike(
      run.engines,
      async ({ warehouse, context: { facts } }) => {
        if (facts === null) throw new RangeError("no events");
        const [first, second] = asked.map((request) => ({ ...request, where: null, facts, path: "" }));
        if (first === undefined || second === undefined) throw new RangeError("no pair");
        const rows = await warehouse.rows(funnelPairQuery({ first, second, open: "exclude" }));
        return rows.filter(({ users1, users2 }) => users1 + users2 > 0);
      },
      { expected: expectedFunnel(run.rows, asked), what: JSON.stringify(asked) },
    );
  }
}

async function checkRetention(run: LogRun): Promise<void> {
  const times = run.rows.map(({ event_time }) => event_time / 1000);
  const range = { minMs: Math.min(...times), maxMs: Math.max(...times) };
  const { weekStart } = run.world;
  for (const one of randomQuestions(run, QUESTIONS)) {
    const asked = halves(one.days).map((days) => ({ ...one, days, dimension: null }));
    const numbers = asked.map(({ days }) =>
      one.grain === "hour"
        ? numberOfHour(Date.parse(`${days.to}T00:00:00Z`), "UTC") - 30
        : numberOfDay(addDays(days.to, -2), one.grain, weekStart),
    );
    // of the second group every other cohort
    const cohorts = [null, Array.from({ length: 20 }, (_, i) => (numbers[1] ?? 0) - 2 * i)];
    const label = (p0: number): string => (one.grain === "hour" ? String(p0) : dayOfNumber(p0, one.grain, weekStart));
    await answersAlike(
      run.engines,
      async ({ warehouse, context: { facts } }) => {
        if (facts === null) throw new RangeError("no events");
        const [first, second] = asked.map((request, g) => ({
          request: { ...request, where: null, facts, range, completeMs: range.maxMs } satisfies RetentionRequest,
          cohorts: cohorts[g] ?? null,
          lastComplete: Array.from({ length: one.brackets?.length ?? one.periods }, () => numbers[g] ?? 0),
        }));
        if (first === undefined || second === undefined) throw new RangeError("no pair");
        const rows = await warehouse.rows(retentionPairQuery(first, second));
        return rows.filter(({ users1, users2 }) => users1 + users2 > 0);
      },
      {
        expected: expectedRetention(run, {
          ...{ asked, last: numbers.map(label) },
          only: cohorts.map((list) => list?.map(label) ?? null),
        }),
        what: JSON.stringify(asked),
      },
    );
  }
}

/** What two comparisons of groups with users in both are made of. */
export const groupPairs: LogCheck = {
  meaning: "two groups: sums over users of random funnels and cohorts of days that overlap",
  cases: LOGS_PER_RUN * (FUNNELS + QUESTIONS),
  check: async (run) => {
    await checkFunnels(run);
    await checkRetention(run);
  },
};
