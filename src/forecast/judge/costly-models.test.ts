import { expect, test } from "vitest";
import { costlyCandidates } from "./costly-models.ts";

const of = (values: number, periods: readonly number[], budget: number) => {
  const series = { values: new Float64Array(values), periods };
  const { candidates, spared } = costlyCandidates(series, { events: [], steps: [] }, { fits: 8, budget });
  return [candidates.map(({ id }) => id), spared.map(({ name }) => name)];
};

test("models are candidates as long as there is time for them, by the size of the series", () => {
  expect(of(144, [12], 10)).toEqual([["prophet", "auto-arima"], []]);
  expect(of(2000, [7], 10)).toEqual([["prophet"], ["arima"]]);
  expect(of(144, [12], 0)).toEqual([[], ["prophet", "arima"]]);
});

test("with several seasons they are not asked", () => {
  expect(of(500, [24, 168], 1000)).toEqual([[], []]);
});
