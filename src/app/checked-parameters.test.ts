import { expect, test } from "vitest";
import { explore } from "../analyses/explore/index.ts";
import { metric } from "../analyses/metric/index.ts";
import { overview } from "../analyses/overview/index.ts";
import { Project } from "../contract/project/project.ts";
import { checkedParameters } from "./checked-parameters.ts";

const project = Project.parse({
  project: { name: "test" },
  sources: {
    log: { path: "x.csv", events: { time: "t", name: "n" } },
    bills: { path: "y.csv", table: { key: ["id"], time: "at" } },
  },
  dimensions: { plan: {}, country: {}, branch: { on: "bills" } },
  metrics: { events: { kind: "count" }, billed: { kind: "sum", of: "amount", on: "bills" } },
  segments: { buyers: { did: { event: "buy" } } },
});

test("parameters get their defaults", () => {
  expect(checkedParameters(metric, { metric: "events", by: ["plan"] }, project)).toMatchObject({
    grain: "day",
    top: 8,
  });
});

test.each([
  [metric, {}, "metric is missing"],
  [explore, { sections: ["volme"] }, 'sections "volme" is not one of'],
  [metric, { metric: "evnts" }, 'there is no metric "evnts" (did you mean "events"?)'],
  [metric, { metric: "events", by: ["pln"] }, 'there is no dimension "pln" (did you mean "plan"?)'],
  [metric, { metric: "events", by: ["branch"] }, 'the metric events (of events) has no dimension "branch"'],
  [metric, { metric: "events", segment: "byers" }, 'there is no segment "byers" (did you mean "buyers"?)'],
  [metric, { metric: "events", where: [{ dimension: "contry", values: ["x"] }] }, '(did you mean "country"?)'],
  [
    metric,
    { metric: "events", grain: "wek" },
    'grain "wek" is not one of hour, day, week, month, quarter, year, total (did you mean "week"?)',
  ],
  [metric, { metric: "events", from: "2024-02-30" }, 'from takes a date such as 2024-01-31, not "2024-02-30"'],
  [metric, { metric: "events", from: "2024-02-02", to: "2024-02-02" }, "from 2024-02-02 is not before to 2024-02-02"],
  [
    metric,
    { metric: "events", grain: "month", compare: "week" },
    "compare: months, quarters and years have none a week",
  ],
  [overview, { days: 3 }, "days must be at least 8, not 3"],
  [overview, { days: 8.5 }, "days takes a whole number, not 8.5"],
  [overview, { days: "many" }, 'days takes a number, not "many"'],
  [overview, { by: ["plan", "country"] }, "by takes at most 1 value, not 2"],
  [overview, { metrics: ["events", "nothing"] }, 'there is no metric "nothing"'],
  [
    overview,
    { grain: "day", metrcs: [] },
    'overview has no parameter "grain"\noverview has no parameter "metrcs" (did you mean "metrics"?)',
  ],
])("%#: a usage error that says what is wrong", (analysis, input, message) => {
  expect(() => checkedParameters(analysis, input, project)).toThrow(
    expect.objectContaining({ code: "USAGE", message: expect.stringContaining(message) }),
  );
});
