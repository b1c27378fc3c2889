import { describe, expect, test } from "vitest";
import { goldenSeries, hasSeries } from "../../../test/golden/forecast/series.ts";
import { expectClose, readGolden } from "../../../test/golden/golden.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { optimisedTheta } from "./optimised-theta.ts";
import { theta } from "./theta.ts";

interface ThetaCase {
  readonly series: string;
  readonly alpha: number;
  /** Of the line through the series without its season. */
  readonly slope: number;
  readonly mean: readonly number[];
}

const STEPS = [1, 2, 12, 25, 30];

describe.skipIf(!hasSeries)("the Theta model of statsmodels", () => {
  test.each(readGolden<ThetaCase>("forecast/theta.json").cases)("forecasts $series alike", (each) => {
    const { model } = okay(theta().fit(goldenSeries(each.series)));
    const [alpha, drift] = model.diagnostics.parameters.map(({ value }) => value);
    // where the sum of squares is flat, its search ends half a hundredth away
    expectClose(alpha as number, each.alpha, { relative: 1e-2 }, "alpha");
    expectClose(drift as number, each.slope / 2, { relative: 1e-9 }, "drift");
    const { mean } = model.predict(30);
    STEPS.forEach((step, i) => {
      expectClose(mean[step - 1] as number, each.mean[i] as number, { relative: 1e-3 }, `step ${step}`);
    });
  });
});

describe("Theta", () => {
  const trending = Float64Array.from({ length: 60 }, (_, i) => 10 + 2 * i + 3 * Math.sin(i * i));

  test("keeps half the slope of the trend", () => {
    const { mean: path } = okay(theta().fit({ values: trending, periods: [] })).model.predict(20);
    const slope = ((path[19] as number) - (path[0] as number)) / 19;
    expect(slope).toBeGreaterThan(0.98);
    expect(slope).toBeLessThan(1.02);
  });

  test("that is optimised follows a trend that is there", () => {
    const { model } = okay(optimisedTheta().fit({ values: trending, periods: [] }));
    const { mean: path } = model.predict(20);
    expect(((path[19] as number) - (path[0] as number)) / 19).toBeGreaterThan(1.7);
  });

  test("with theta 1 is simple exponential smoothing", () => {
    const flat = Float64Array.from({ length: 80 }, (_, i) => 50 + 5 * Math.sin(i * i));
    const { model } = okay(optimisedTheta().fit({ values: flat, periods: [] }));
    const path = model.predict(10).mean;
    expect(Math.abs((path[9] as number) - (path[0] as number))).toBeLessThan(1);
  });

  test("finds the season and puts it back, also below 0", () => {
    for (const level of [100, 0]) {
      const values = Float64Array.from({ length: 70 }, (_, i) => level + 3 * ([5, -3, 0, 2, -4, 1, -1][i % 7] ?? 0));
      for (const forecaster of [theta(), optimisedTheta()]) {
        const { mean: path } = okay(forecaster.fit({ values, periods: [7] })).model.predict(7);
        path.forEach((value, h) => {
          expectClose(value, values[h] as number, { relative: 0.02, absolute: 0.5 }, `${forecaster.id} ${h}`);
        });
      }
    }
  });
});
