import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { RetentionParams } from "../../../src/analyses/retention/params.ts";
import { Segment } from "../../../src/contract/project/segment.ts";
import { grainsOf } from "../../state/parameters.ts";
import { NO_SELECTION } from "../../state/selection.ts";
import { canAsk, questionOf, RETENTION_GRAINS, retentionParams, segmentText } from "./retention-question.ts";

test("an empty address asks with every default", () => {
  expect(retentionParams(questionOf({}), NO_SELECTION)).toEqual({});
});

test("the builder and the filter bar become parameters that the analysis takes", () => {
  const search = { start: "view", return: "purchase", periods: "6", lapse: "2", churn: "cycles", by: "plan" };
  const params = retentionParams(questionOf(search), { ...NO_SELECTION, grain: "month", segment: "pro" });
  expect(params).toEqual({
    ...{ start: "view", return: "purchase", periods: 6, lapse: 2, churn: "cycles", by: ["plan"] },
    ...{ grain: "month", segment: "pro" },
  });
  expect(RetentionParams.safeParse(params).success).toBe(true);
});

test("the filter bar has the grains of the analysis, and says the one it takes", () => {
  const schema = z.toJSONSchema(RetentionParams, { io: "input", unrepresentable: "any" }) as Readonly<
    Record<string, unknown>
  >;
  expect(RETENTION_GRAINS).toEqual(grainsOf(schema));
  expect(RETENTION_GRAINS.usual).toBe(RetentionParams.parse({}).grain);
  expect(retentionParams(questionOf({}), { ...NO_SELECTION, grain: "total" })).toEqual({});
});

test("what is no number and no day cannot be asked", () => {
  for (const search of [{ periods: "0" }, { lapse: "x" }, { target: "May" }])
    expect(canAsk(questionOf(search)), JSON.stringify(search)).toBe(false);
});

test("the cohort of an hour is listed with its time, which the analysis takes", () => {
  const { list } = questionOf({ list: "retained:2024-05-01 13:00:2" });
  expect(list).toEqual({ outcome: "retained", cohort: "2024-05-01 13:00", column: 2 });
  const listed = (list_cohort: string | undefined) =>
    RetentionParams.safeParse({ list: "retained", list_cohort }).success;
  expect(listed(list?.cohort)).toBe(true);
  expect(questionOf({ list: "lost:2024-10-27 02:00+01:00:3" }).list?.cohort).toBe("2024-10-27 02:00+01:00");
  for (const right of ["2024-05-01", "2024-10-27 02:00+01:00"]) expect(listed(right)).toBe(true);
  for (const wrong of ["2024-02-30", "2024-05-01T13:00", "2024-05-01 24:00", "May"]) {
    expect(listed(wrong)).toBe(false);
    expect(questionOf({ list: `retained:${wrong}:2` }).list).toBeNull();
  }
});

test("a target and its controls are days or hours, as the page and the analysis say alike", () => {
  const taken = (day: string) => RetentionParams.safeParse({ target: day, controls: [day] }).success;
  const canBeAsked = (day: string) => canAsk(questionOf({ target: day }));
  for (const right of ["2024-05-01", "2024-05-01 13:00", "2024-10-27 02:00+01:00"])
    expect([taken(right), canBeAsked(right)], right).toEqual([true, true]);
  for (const wrong of ["2024-02-30", "2024-05-01 13:60", "13:00"])
    expect([taken(wrong), canBeAsked(wrong)], wrong).toEqual([false, false]);
});

test("a cell of the calendar is a segment that a project file can hold", () => {
  const { list } = questionOf({ list: "lost:2024-05-06:2" });
  if (list === null) throw new Error("no cell");
  const rules = {
    start: "view",
    back: "purchase",
    cohort: "first",
    clock: "calendar",
    times: 2,
    grain: "week",
    periods: 4,
  };
  for (const criterion of ["on", "on-or-after", "on-or-before", "streak"]) {
    const text = segmentText(list, "mine", { ...rules, criterion }) ?? "";
    const { segments } = z.object({ segments: z.record(z.string(), Segment) }).parse(parse(text));
    expect(Object.keys(segments), text).toEqual(["mine"]);
  }
  expect(segmentText(list, "mine", { ...rules, criterion: "on" })).toContain(
    '{event: "purchase", from: 2024-05-20, to: 2024-05-27, at_least: 2}',
  );
  expect(segmentText(list, "mine", { ...rules, criterion: "on", clock: "rolling" })).toBeNull();
});
