import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { FunnelParams } from "../../../src/analyses/funnel/params.ts";
import type { ProjectInfo } from "../../../src/contract/api/project.ts";
import { grainsOf } from "../../state/parameters.ts";
import { NO_SELECTION } from "../../state/selection.ts";
import { canAsk, FUNNEL_GRAINS, funnelParams, questionOf, segmentText } from "./funnel-question.ts";

const project = { funnels: [{ id: "buy", label: null, steps: ["view", "cart"] }] } as unknown as ProjectInfo;

test("without anything in the address it is the first declared funnel", () => {
  const question = questionOf({}, project);
  expect(funnelParams(question, NO_SELECTION)).toEqual({ funnel: "buy" });
});

test("own steps, rules and the filter bar become parameters", () => {
  const question = questionOf({ step: ["view", "buy"], window: "2d", by: "plan", list: "dropped:2" }, project);
  expect(canAsk(question)).toBe(true);
  expect(funnelParams(question, { ...NO_SELECTION, grain: "week", segment: "pro" })).toEqual({
    steps: ["view", "buy"],
    window: "2d",
    by: ["plan"],
    grain: "week",
    segment: "pro",
  });
  expect(segmentText(question, "lost")).toContain("funnel: {funnel: lost_steps, step: 2, outcome: dropped}");
});

test("the filter bar has the grains of the trend", () => {
  const schema = z.toJSONSchema(FunnelParams, { io: "input", unrepresentable: "any" }) as Readonly<
    Record<string, unknown>
  >;
  expect(FUNNEL_GRAINS).toEqual(grainsOf(schema));
  expect(funnelParams(questionOf({}, project), { ...NO_SELECTION, grain: "hour" })).toEqual({ funnel: "buy" });
});

test("a segment of listed users has every rule of the question, or there is none", () => {
  const text = (search: Readonly<Record<string, string | string[]>>) =>
    segmentText(questionOf({ list: "dropped:2", ...search }, project), "lost");
  const own = parse(text({ step: ["view", "buy"], window: "1 session", order: "any", entry: "best" }) ?? "");
  expect(own).toEqual({
    funnels: { lost_steps: { steps: ["view", "buy"], window: "1 session", order: "any", entry: "best" } },
    segments: { lost: { funnel: { funnel: "lost_steps", step: 2, outcome: "dropped" } } },
  });
  expect(text({ funnel: "buy" })).toContain("{funnel: buy, step: 2, outcome: dropped}");
  expect(text({ funnel: "buy", order: "any" })).toBeNull();
  expect(text({ step: ["view", "buy"], count: "sessions" })).toBeNull();
});

test("an empty step, one step alone and a window that is none cannot be asked", () => {
  for (const search of [{ step: ["view", ""] }, { step: ["view"] }, { step: ["a", "b"], window: "7 days" }])
    expect(canAsk(questionOf(search, project)), JSON.stringify(search)).toBe(false);
});
