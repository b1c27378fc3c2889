import { describe, expect, test } from "vitest";
import { expectClose } from "../../../test/golden/golden.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { optimisedTheta } from "./optimised-theta.ts";
import { theta } from "./theta.ts";

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
