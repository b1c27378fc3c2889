import { expect, test } from "vitest";
import { analysedProject } from "../../../test/harness/analysed-project.ts";
import type { SampleRow } from "../../build/sample-lake.ts";
import type { PredictorsResult } from "./compute.ts";
import { predictorsSentence } from "./findings.ts";
import { predictors } from "./index.ts";

const row = (user: number, event: string, minute: number): SampleRow => ({
  ...{
    session_id: null,
    item_id: null,
    value: null,
    plan: null,
    country: null,
    city: null,
    invoice: null,
    score: null,
  },
  event_time: `2024-03-12 10:${String(minute).padStart(2, "0")}:00`,
  event,
  user_id: user,
});

test("each event is a funnel of two steps, against the users who never did it", async () => {
  // of 100 users 40 search; 30 of them buy within the hour after, 2 only before; of the 60 others 15 buy
  const rows = Array.from({ length: 100 }, (_, i) => {
    const searches = i < 40;
    const buys = searches ? i < 30 : i < 55;
    return [
      row(i + 1, "view", 0),
      ...(searches ? [row(i + 1, "search", 5)] : []),
      ...(searches && i >= 38 ? [row(i + 1, "purchase", 3)] : []),
      ...(buys ? [row(i + 1, "purchase", 10)] : []),
    ];
  }).flat();
  await using project = await analysedProject({ rows });
  const evaluated = await predictors.evaluate({ window: "30m", open: "include" }, project.context, (q) =>
    project.fetch(q),
  );
  const { base, lines, goal } = (evaluated as { result: PredictorsResult }).result;
  expect(goal).toBe("purchase");
  expect(base).toMatchObject({ count: 47, of: 100 });
  const search = lines.find(({ event }) => event === "search");
  expect(search?.conversion).toMatchObject({ count: 30, of: 40 });
  expect(search?.without).toMatchObject({ count: 15, of: 60 });
  expect(search?.oddsRatio?.value).toBeCloseTo(9, 9);
  expect(search?.lift).toBeCloseTo(0.75 / 0.47, 9);
  const view = lines.find(({ event }) => event === "view");
  expect(view).toMatchObject({ without: { of: 0, value: null }, oddsRatio: null, adjusted: null });
  expect((await predictors.evaluate({ window: "30m" }, project.context, (q) => project.fetch(q))).status).toBe(
    "undetermined",
  );
});

test("few conversions are tested exactly: one buyer among 30 is no sign beside one among a thousand", async () => {
  const rows = Array.from({ length: 1030 }, (_, i) => [
    row(i + 1, "view", 0),
    ...(i < 30 ? [row(i + 1, "search", 5)] : []),
    ...(i === 0 || i === 30 ? [row(i + 1, "purchase", 10)] : []),
  ]).flat();
  await using project = await analysedProject({ rows });
  const evaluated = await predictors.evaluate({ window: "30m", open: "include" }, project.context, (q) =>
    project.fetch(q),
  );
  const { result } = evaluated as { result: PredictorsResult };
  const search = result.lines.find(({ event }) => event === "search");
  expect(search?.conversion).toMatchObject({ count: 1, of: 30 });
  // 1 - (1000 / 1030) (999 / 1029), where the z test would say 7e-5
  expect(search?.adjusted).toBeCloseTo(1 - (1000 * 999) / (1030 * 1029), 9);
  expect(predictorsSentence(result)).toMatch(/^No event is associated with purchase/);
});
