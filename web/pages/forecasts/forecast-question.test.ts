import { expect, test } from "vitest";
import { z } from "zod";
import { CapacityParams } from "../../../src/analyses/capacity/params.ts";
import { ForecastParams } from "../../../src/analyses/forecast/params.ts";
import { MODEL_NAMES } from "../../../src/forecast/judge/models.ts";
import { grainsOf } from "../../state/parameters.ts";
import { NO_SELECTION } from "../../state/selection.ts";
import {
  canAsk,
  capacityParams,
  FORECAST_GRAINS,
  forecastParams,
  MODEL_CHOICES,
  questionOf,
} from "./forecast-question.ts";

test("an empty address asks about the first metric with every default, and nothing about capacity", () => {
  const question = questionOf({}, "revenue");
  expect(canAsk(question)).toBe(true);
  expect(forecastParams(question, NO_SELECTION)).toEqual({ metric: "revenue" });
  expect(capacityParams(question, NO_SELECTION)).toBeNull();
});

test("form and filter bar become parameters that both analyses take", () => {
  const search = {
    ...{ metric: "users", model: "theta", horizon: "14", goal: "900", goal_from: "2024-05-01", by: "plan" },
    ...{ known: "sale@2024-05-03, fair@2024-05-07..2024-05-09", limit: "40.5", window: "2", side: "below" },
  };
  const question = questionOf(search, "revenue");
  const selection = { ...NO_SELECTION, grain: "day", segment: "pro" } as const;
  const shared = {
    ...{ metric: "users", model: "theta", horizon: 14, grain: "day", segment: "pro" },
    known: ["sale@2024-05-03", "fair@2024-05-07..2024-05-09"],
  };
  const params = forecastParams(question, selection);
  expect(params).toEqual({ ...shared, goal: 900, goal_from: "2024-05-01", by: ["plan"] });
  expect(ForecastParams.safeParse(params).success).toBe(true);
  const capacity = capacityParams(question, selection);
  expect(capacity).toEqual({ ...shared, limit: 40.5, window: 2, side: "below" });
  expect(CapacityParams.safeParse(capacity).success).toBe(true);
  expect(forecastParams(question, { ...NO_SELECTION, grain: "year" })).not.toHaveProperty("grain");
});

test.each([
  ["forecast", ForecastParams],
  ["capacity", CapacityParams],
])("the filter bar has the grains of %s", (_, params) => {
  const schema = z.toJSONSchema(params, { io: "input", unrepresentable: "any" }) as Readonly<Record<string, unknown>>;
  expect(FORECAST_GRAINS).toEqual(grainsOf(schema));
});

test("what is no number, day or event cannot be asked", () => {
  for (const search of [{ horizon: "0" }, { goal: "much" }, { goal_from: "May" }, { known: "sale" }, { limit: "x" }])
    expect(canAsk(questionOf(search, "revenue")), JSON.stringify(search)).toBe(false);
  expect(canAsk(questionOf({}, ""))).toBe(false);
});

test("every model can be chosen", () => {
  expect([...MODEL_CHOICES].sort()).toEqual([...MODEL_NAMES].sort());
});
