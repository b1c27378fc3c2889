import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import type { FactRow } from "../../../test/engines/reference/fact-rows.ts";
import { belongs } from "../../../test/engines/reference/segments.ts";
import { analysedEvents } from "../../../test/harness/analysed-events.ts";
import { type AnalysedProject, analysedProject } from "../../../test/harness/analysed-project.ts";
import { Segment, type SegmentRule } from "../../contract/project/segment.ts";
import { sql } from "../../sql/sql.ts";
import { eventColumns } from "./event-condition.ts";
import { segmentCondition } from "./segment.ts";

const SEGMENTS: Readonly<Record<string, SegmentRule>> = {
  buyers: { did: { event: "purchase" } },
  base: { any: [{ where: { plan: "pro" } }, { segment: "buyers" }] },
};

let analysed: AnalysedProject;
let events: readonly FactRow[];
beforeAll(async () => {
  analysed = await analysedProject({ sections: { segments: SEGMENTS } });
  events = await analysedEvents(analysed);
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

type DidRule = Exclude<NonNullable<SegmentRule["did"]>, readonly unknown[]>;

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
      const expected = events
        .filter((row) => belongs(one, row, { log: events, asOf, project: analysed.project }))
        .map(({ ingest_seq }) => ingest_seq);
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
