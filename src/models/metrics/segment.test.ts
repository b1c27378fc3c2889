import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { type AnalysedProject, analysedProject } from "../../../test/harness/analysed-project.ts";
import { Segment, type SegmentRule } from "../../contract/project/segment.ts";
import { addDays, startOfDayMs } from "../../core/calendar.ts";
import { raw, sql } from "../../sql/sql.ts";
import { eventColumns } from "./event-condition.ts";
import { segmentCondition } from "./segment.ts";

const Event = z.object({
  at: z.string(),
  day: z.string(),
  event: z.string(),
  user_id: z.number().nullable(),
  value: z.number().nullable(),
  plan: z.string().nullable(),
  seq: z.number(),
});
type Event = z.infer<typeof Event>;

const SEGMENTS: Readonly<Record<string, SegmentRule>> = {
  buyers: { did: { event: "purchase" } },
  base: { any: [{ where: { plan: "pro" } }, { segment: "buyers" }] },
};

let analysed: AnalysedProject;
let events: readonly Event[];
beforeAll(async () => {
  analysed = await analysedProject({ sections: { segments: SEGMENTS } });
  events = await analysed.fetch({
    name: "events",
    row: Event,
    text: raw(
      "select event_time as at, day, event, user_id, value, plan, ingest_seq as seq from fct_events order by event_time, ingest_seq",
    ),
  });
});
afterAll(() => analysed[Symbol.asyncDispose]());

async function selected(rule: SegmentRule, asOf: string): Promise<readonly number[]> {
  const { facts, dialect } = analysed.context;
  if (facts === null) throw new Error("no events");
  Segment.parse(rule);
  const condition = segmentCondition(rule, { id: "s", facts, columns: eventColumns(facts), asOf, dialect });
  const rows = await analysed.fetch({
    name: "selected",
    row: z.object({ seq: z.number() }),
    text: sql`select ingest_seq as seq from fct_events where ${condition} order by ingest_seq`,
  });
  return rows.map(({ seq }) => seq);
}

type Verdict = boolean | null;

/** The definition, one user at a time; null is "no user". */
function holds(rule: SegmentRule, row: Event, asOf: string): Verdict {
  const own = row.user_id === null ? null : events.filter((e) => e.user_id === row.user_id && e.day < asOf);
  const parts: Verdict[] = [];
  if (rule.where !== undefined) parts.push(row.plan === rule.where["plan"]);
  for (const did of [rule.did ?? []].flat()) parts.push(own && times(did, own, asOf));
  for (const did of [rule.did_not ?? []].flat()) parts.push(own && !times(did, own, asOf));
  for (const { first, then, within, completed } of [rule.sequence ?? []].flat()) {
    const limit = within === undefined ? Number.POSITIVE_INFINITY : Number(within.slice(0, -1)) * 3_600_000;
    const went = own?.some(
      (second, j) =>
        second.event === then.event &&
        own.slice(0, j).some((e) => e.event === first.event && Date.parse(second.at) - Date.parse(e.at) <= limit),
    );
    parts.push(own && (completed ? went === true : own.some((e) => e.event === first.event) && went !== true));
  }
  if (rule.first_seen?.from !== undefined) parts.push(own && (own[0]?.day ?? "") >= rule.first_seen.from);
  if (rule.last_seen?.to !== undefined)
    parts.push(own && own.length > 0 && (own.at(-1)?.day ?? "") < rule.last_seen.to);
  if (rule.segment !== undefined) parts.push(holds(SEGMENTS[rule.segment] ?? {}, row, asOf));
  for (const inner of rule.all ?? []) parts.push(holds(inner, row, asOf));
  if (rule.any !== undefined) parts.push(or(rule.any.map((inner) => holds(inner, row, asOf))));
  if (rule.not !== undefined) parts.push(not(holds(rule.not, row, asOf)));
  return and(parts);
}

const not = (a: Verdict): Verdict => (a === null ? null : !a);
const and = (all: readonly Verdict[]): Verdict => (all.includes(false) ? false : all.includes(null) ? null : true);
const or = (all: readonly Verdict[]): Verdict => (all.includes(true) ? true : all.includes(null) ? null : false);

type DidRule = Exclude<NonNullable<SegmentRule["did"]>, readonly unknown[]>;

function times(did: DidRule, own: readonly Event[], asOf: string): boolean {
  const since =
    did.within === undefined ? 0 : startOfDayMs(addDays(asOf, -Number.parseInt(did.within, 10)), "Europe/Berlin");
  const n = own.filter(
    (e) => (did.event === undefined || e.event === did.event) && Date.parse(e.at) >= since && (did.from ?? "") <= e.day,
  ).length;
  if (did.exactly !== undefined) return n === did.exactly;
  return n >= (did.at_least ?? (did.at_most === undefined ? 1 : 0)) && n <= (did.at_most ?? Number.POSITIVE_INFINITY);
}

const eventName = fc.constantFrom("view", "cart", "purchase");
const did = fc
  .record({
    event: eventName,
    count: fc.constantFrom<object>(
      {},
      { at_least: 3 },
      { at_most: 2 },
      { exactly: 0 },
      { exactly: 2 },
      { at_least: 2, at_most: 4 },
    ),
    when: fc.constantFrom<object>({}, { within: "5d" }, { from: "2024-03-20" }),
  })
  .map(({ event, count, when }) => ({ event, ...count, ...when }) as DidRule);
const leaf: fc.Arbitrary<SegmentRule> = fc.oneof(
  fc.record({ did }),
  fc.record({ did_not: did }),
  fc.constantFrom<SegmentRule>(
    { where: { plan: "pro" } },
    { segment: "base" },
    { first_seen: { from: "2024-03-15" } },
    { last_seen: { to: "2024-03-25" } },
  ),
  fc
    .record({
      first: eventName,
      then: eventName,
      within: fc.constantFrom(undefined, "24h", "72h"),
      completed: fc.boolean(),
    })
    .map(
      ({ first, then, within, completed }): SegmentRule => ({
        sequence: {
          first: { event: first },
          then: { event: then },
          completed,
          ...(within === undefined ? {} : { within }),
        },
      }),
    ),
);
const rule = fc.letrec<{ rule: SegmentRule }>((tie) => ({
  rule: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie("rule"), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie("rule"), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
    tie("rule").map((inner) => ({ not: inner })),
  ),
})).rule;

test("a segment holds the rows that its definition holds, user by user; rows without a user satisfy nothing about users", async () => {
  await fc.assert(
    fc.asyncProperty(rule, fc.constantFrom("2024-03-22", "2024-04-04"), async (one, asOf) => {
      const expected = events.filter((row) => holds(one, row, asOf) === true).map(({ seq }) => seq);
      expect(await selected(one, asOf)).toEqual(expected.sort((a, b) => a - b));
    }),
    { numRuns: 60 },
  );
});

test.each([
  ["an empty rule", {}, "a segment needs a condition"],
  ["exactly with at_least", { did: { event: "a", exactly: 1, at_least: 2 } }, "`exactly` stands alone"],
  ["more than the most", { did: { event: "a", at_least: 3, at_most: 1 } }, "no number of times fits"],
  ["days the wrong way round", { first_seen: { from: "2024-03-09", to: "2024-03-02" } }, "must be before"],
  ["an unknown key", { dit: { event: "a" } }, "Unrecognized key"],
  ["a bad duration", { did: { event: "a", within: "5 days" } }, "a duration is a number"],
  ["no time", { first_seen: {} }, "say when"],
])("%s is refused", (_, rule, message) => {
  const parsed = Segment.safeParse(rule);
  expect(JSON.stringify(parsed.error?.issues)).toContain(message);
});

test("a condition about users on rows without users says so", () => {
  const { facts, dialect } = analysed.context;
  const columns = { columns: [{ name: "n", type: "integer" as const }], complete: true };
  expect(() =>
    segmentCondition({ did: { event: "view" } }, { id: "s", facts, columns, asOf: "2024-04-01", dialect }),
  ).toThrow(/segments\.s: it is about users, but these rows have none/);
});
