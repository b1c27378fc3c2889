import { describe, expect, test } from "vitest";
import { goldenSeries, hasSeries } from "../../../test/golden/forecast/series.ts";
import { expectClose, readGolden } from "../../../test/golden/golden.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { ets } from "../ets/ets.ts";
import { etsFromJson } from "../ets/fitted-ets.ts";
import { drift } from "../naive/lag-walk.ts";
import { seasonallyAdjusted, seasonallyAdjustedFromJson } from "./seasonally-adjusted.ts";

interface StlmCase {
  readonly series: string;
  readonly periods: readonly number[];
  readonly method: string;
  readonly aicc: number;
  readonly mean: readonly number[];
  readonly high95: readonly number[];
}

const STEPS = [1, 2, 12, 25, 30];

describe.skipIf(!hasSeries)("R's stlm", () => {
  test("forecasts with one season and with several", () => {
    for (const each of readGolden<StlmCase>("forecast/stlm.json").cases) {
      const about = `${each.series} ${each.periods.join(",")}`;
      const { values } = goldenSeries(each.series);
      const { model } = okay(seasonallyAdjusted(ets()).fit({ values, periods: each.periods }));
      expect(model.method, about).toBe(`${each.periods.length > 1 ? "MSTL" : "STL"} + ${each.method}`);
      expectClose(model.diagnostics.aicc as number, each.aicc, { relative: 0, absolute: 0.01 }, about);
      const forecast = model.predict(30, { levels: [0.95] });
      STEPS.forEach((step, i) => {
        expectClose(forecast.mean[step - 1] as number, each.mean[i] as number, { relative: 1e-4 }, about);
        expectClose(
          forecast.intervals[0]?.high[step - 1] as number,
          each.high95[i] as number,
          { relative: 1e-3 },
          about,
        );
      });
    }
  });
});

const weekly = [3, 1, -1, -2, -4, 0, 3];
const values = Float64Array.from({ length: 200 }, (_, i) => 50 + i / 4 + 5 * (weekly[i % 7] ?? 0) + Math.sin(i * i));

describe("a forecaster without the seasons", () => {
  test("continues trend and season, and names its parts", () => {
    const { model } = okay(seasonallyAdjusted(drift()).fit({ values, periods: [7] }));
    const { mean, components } = model.predict(14);
    mean.forEach((value, h) => {
      const i = 200 + h;
      expectClose(value, 50 + i / 4 + 5 * (weekly[i % 7] ?? 0), { relative: 0, absolute: 2.5 });
    });
    expect(Object.keys(components)).toEqual(["season 7"]);
  });

  test("is made again from its JSON to the last bit", () => {
    const gappy = values.map((value, i) => (i % 13 === 5 ? Number.NaN : value));
    const { model } = okay(seasonallyAdjusted(ets()).fit({ values: gappy, periods: [7, 30] }));
    const again = seasonallyAdjustedFromJson(JSON.parse(JSON.stringify(model.toJson())), etsFromJson);
    expect(again.method).toMatch(/^MSTL \+ ETS/);
    expect(again.predict(40)).toEqual(model.predict(40));
    expect(again.fitted).toEqual(model.fitted);
  });

  test("leaves out a season that the series does not show twice, and says so", () => {
    const answer = okay(seasonallyAdjusted(ets()).fit({ values, periods: [150] }));
    expect(answer.method).toMatch(/^ETS/);
    expect(answer.warnings).toEqual(["period 150 is left out: the series is not longer than two cycles of it"]);
  });
});
