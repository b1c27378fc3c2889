import fc from "fast-check";
import type { Project } from "../../src/contract/project/project.ts";
import type { Grain } from "../../src/contract/selection.ts";
import { addDays } from "../../src/core/calendar.ts";
import type { MetricRequest } from "../../src/models/metrics/metric-request.ts";

const BY: readonly (readonly string[])[] = [[], ["log"], ["plan"], ["country", "city"], ["log", "kind"], ["kind"]];

const FILTERS: readonly MetricRequest["filters"][] = [
  [],
  [],
  [{ dimension: "plan", not: false, values: ["pro"] }],
  [{ dimension: "plan", not: false, values: [null, ""] }],
  [{ dimension: "plan", not: false, values: ["(none)"] }],
  [{ dimension: "plan", not: true, values: ["(none)", "pro"] }],
  [{ dimension: "city", not: true, values: ["Köln"] }],
  [
    { dimension: "country", not: false, values: ["DE", "漢"] },
    { dimension: "plan", not: true, values: [null] },
  ],
];

/** Random questions to the metrics layer about the events of a project, on days around those that have any. */
export function randomRequest({ metrics, segments }: Project, firstDay: string): fc.Arbitrary<MetricRequest> {
  const onEvents = Object.keys(metrics).filter((id) => !id.startsWith("app_"));
  return fc
    .record({
      metrics: fc.uniqueArray(fc.constantFrom(...onEvents), { minLength: 1, maxLength: 2 }),
      offset: fc.integer({ min: -1, max: 2 }),
      days: fc.integer({ min: 1, max: 4 }),
      compared: fc.constantFrom(false, false, true),
      grain: fc.constantFrom<Grain>("hour", "day", "day", "week", "month", "quarter", "year", "total"),
      by: fc.constantFrom(...BY),
      tree: fc.boolean(),
      filters: fc.constantFrom(...FILTERS),
      segment: fc.constantFrom(undefined, undefined, ...Object.keys(segments)),
      top: fc.constantFrom(null, null, 1, 2),
    })
    .map(({ offset, days, compared, top, ...rest }): MetricRequest => {
      const from = addDays(firstDay, offset);
      const asked = { from, to: addDays(from, days) };
      const before = { from: addDays(from, -days), to: from };
      return { ...rest, windows: compared ? [asked, before] : [asked], top: rest.by.length === 0 ? null : top };
    });
}
