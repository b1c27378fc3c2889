import fc from "fast-check";
import type { Condition } from "../../../src/contract/condition.ts";
import type { FunnelRules, FunnelStep } from "../../../src/contract/project/funnel.ts";
import { addDays } from "../../../src/core/calendar.ts";
import { AppError } from "../../../src/core/errors.ts";
import { funnelAttempts } from "../../../src/models/funnel/attempts.ts";
import { defineFunnel, type FunnelDefinition } from "../../../src/models/funnel/definition.ts";
import type { Attribution } from "../../../src/models/funnel/funnel-request.ts";
import { unitColumns } from "../../../src/models/funnel/funnel-rows.ts";
import { joinSql, raw, type Sql, sql } from "../../../src/sql/sql.ts";
import { answersAlike } from "../alike.ts";
import { LOGS_PER_RUN, type LogCheck, type LogRun } from "../log-run.ts";
import {
  type ReferenceAttempt,
  type ReferenceRequest,
  referenceAttempts,
  sortedAttempts,
} from "../reference/funnel.ts";

const FUNNELS = 24;

const event: fc.Arbitrary<string | string[]> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("view", "cart", "purchase", "Ansicht \u{1d4b3} é") },
  { weight: 1, arbitrary: fc.constantFrom<string[][]>(["cart", "refund"], ["view", "purchase"]) },
);

const step: fc.Arbitrary<FunnelStep> = fc.record({
  event,
  where: fc.constantFrom<(Condition | undefined)[]>(
    undefined,
    undefined,
    undefined,
    { plan: { ne: "free" } },
    { item_id: [1, 2] },
  ),
  value: fc.constantFrom(undefined, undefined, undefined, { expr: "item_id * 2 - 1", gte: 2 }),
  optional: fc.constantFrom(false, false, false, true),
  anchored: fc.constantFrom(false, false, false, true),
  within: fc.constantFrom(undefined, undefined, undefined, "15m", "2h"),
});

const rules: fc.Arbitrary<FunnelRules> = fc.record({
  window: fc.constantFrom("none", "15m", "1h", "6h", "1d", "1 session", "2 sessions"),
  order: fc.constantFrom("ordered", "ordered", "ordered", "strict", "any"),
  count: fc.constantFrom("users", "users", "sessions", "totals"),
  entry: fc.constantFrom("first", "best"),
  ties: fc.constantFrom("order", "order", "strict", "grace:1s", "grace:1800s"),
  exclude: fc.constantFrom(
    undefined,
    undefined,
    ["refund"],
    [{ event: "cart", after: 1, before: 2 }],
    [{ event: "refund", after: 2 }],
    ["refund", { event: "view", after: 1, where: { plan: "pro" } }],
  ),
  exclusion: fc.constantFrom("drop", "remove"),
  hold: fc.constantFrom(undefined, undefined, undefined, ["item_id"], ["plan", "country"]),
});

const request = fc.record({
  steps: fc.array(step, { minLength: 2, maxLength: 4 }),
  rules,
  dimension: fc.constantFrom(null, "plan", "kind", "city"),
  attribution: fc.constantFrom<Attribution[]>("first", "last", "all", 1),
  cut: fc.constantFrom(0, 0, 1),
  lastHours: fc.constantFrom(1000, 20),
});

/** A valid funnel, its irrelevant freedoms taken away where the rules would contradict each other. */
function valid(steps: readonly FunnelStep[], given: FunnelRules): FunnelDefinition | null {
  const plain = steps.map((one) => (typeof one === "string" ? one : { ...one, optional: false, anchored: false }));
  const loose = steps.map((one) => (typeof one === "string" ? one : { ...one, anchored: false }));
  const { exclude: _, ...noExclusions } = given;
  const untimed = steps.map((one) => (typeof one === "string" ? one : { ...one, optional: false, within: undefined }));
  const candidates: readonly (readonly [readonly FunnelStep[], FunnelRules])[] = [
    [steps, given],
    [loose, given],
    [plain, given],
    [plain, noExclusions],
    [untimed, { ...noExclusions, ties: "order", window: "6h" }],
  ];
  for (const [some, other] of candidates) {
    const first = some.map((one, i) => (i === 0 && typeof one !== "string" ? { ...one, within: undefined } : one));
    try {
      return defineFunnel(first, other, "");
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }
  return null;
}

/** Funnels by the random rules of a run, as many as can be asked. */
export function randomFunnels(
  { seed, rows }: Pick<LogRun, "seed" | "rows">,
  count: number,
): readonly ReferenceRequest[] {
  const days = rows.map(({ day }) => day).sort();
  const [first = "2024-01-01", last = "2024-01-01"] = [days[0], days.at(-1)];
  const start = Math.min(...rows.map(({ event_time }) => event_time));
  return fc
    .sample(request, { numRuns: count * 2, seed })
    .flatMap(({ steps, rules: given, cut, lastHours, dimension, attribution }) => {
      const definition = valid(steps, given);
      if (definition === null) return [];
      const split = definition.order === "any" && typeof attribution === "number" ? "first" : attribution;
      return [
        {
          definition,
          days: { from: addDays(first, cut), to: addDays(last, 1 - cut) },
          endUs: start + lastHours * 3_600_000_000,
          dimension,
          attribution: split,
        },
      ];
    })
    .slice(0, count);
}

const ALONE = { optional: false, anchored: false };
const CHAINS: readonly (readonly FunnelStep[])[] = [
  ["view", "cart", "purchase"],
  ["view", "cart", "view", "cart"],
  [{ event: ["view", "purchase"], ...ALONE }, { event: ["cart", "refund"], ...ALONE }, "view"],
  [{ event: "view", where: { plan: { ne: "free" } }, ...ALONE }, "cart", "view"],
  ["cart", "cart", "Ansicht \u{1d4b3} é", "cart"],
];

/** Funnels that are found step by step: those for which most events need not be looked at. */
function chains({ rows }: Pick<LogRun, "rows">): readonly ReferenceRequest[] {
  const days = rows.map(({ day }) => day).sort();
  const [first = "2024-01-01", last = "2024-01-01"] = [days[0], days.at(-1)];
  const start = Math.min(...rows.map(({ event_time }) => event_time));
  return CHAINS.flatMap((steps, i) =>
    [0, 1].map((cut) => ({
      definition: defineFunnel(steps, { window: i % 2 === cut ? "6h" : "none" }, ""),
      days: { from: addDays(first, cut), to: addDays(last, 1) },
      endUs: start + (i === 2 ? 20 : 1000) * 3_600_000_000,
      dimension: ([null, "plan", "city"] as const)[(i + cut) % 3] ?? null,
      attribution: (["first", 1, "last"] as const)[(i + 2 * cut) % 3] ?? "first",
    })),
  );
}

/** Attempts of random funnels. */
export const funnels: LogCheck = {
  meaning: "funnels: every counted attempt of random funnels, with the time of each step",
  cases: LOGS_PER_RUN * (FUNNELS + 2 * CHAINS.length),
  check: async (run) => {
    const times = run.rows.map(({ event_time }) => Math.floor(event_time / 1000));
    const range = { minMs: Math.min(...times), maxMs: Math.max(...times) };
    for (const [i, asked] of [...chains(run), ...randomFunnels(run, FUNNELS)].entries()) {
      const expected = sortedAttempts(referenceAttempts(run.rows, asked));
      await answersAlike(
        run.engines,
        async ({ warehouse, context: { facts } }) => {
          if (facts === null) throw new RangeError("no events");
          const own = { ...asked, where: null, facts, path: "", ...(i % 4 === 1 ? {} : { range }) };
          const { dialect } = warehouse;
          const unit = unitColumns(own).map((name): Sql => dialect.cast(raw(name), "text"));
          const reached = own.definition.steps.map((_, i) => raw(`t_${i}`));
          const value = asked.dimension === null ? [] : [raw("v")];
          const { rows } = await warehouse.table(
            sql`select ${joinSql([...unit, ...reached, ...value].map((x, i) => sql`${x} as ${raw(`x${i}`)}`))} from ${funnelAttempts(own)} order by 1`,
          );
          return sortedAttempts(
            rows.map(
              (cells): ReferenceAttempt => ({
                unit: cells.slice(0, unit.length).map(String),
                times: cells
                  .slice(unit.length, unit.length + reached.length)
                  .map((t) => (t === null ? null : Number(t))),
                value: asked.dimension === null ? null : String(cells.at(-1)),
              }),
            ),
          );
        },
        { expected, what: JSON.stringify({ ...asked }) },
      );
    }
  },
};
