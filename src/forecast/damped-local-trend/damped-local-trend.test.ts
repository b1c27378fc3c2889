import { describe, expect, test } from "vitest";
import { expectClose } from "../../../test/golden/golden.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { createRng } from "../../core/rng.ts";
import { normalDraw } from "../../stats/distributions/normal.ts";
import { dampedLocalTrend } from "./damped-local-trend.ts";

const rng = createRng(11);
const weekly = [3, 1, -1, -2, -4, 0, 3];
const noisy = (length: number, value: (i: number) => number): Float64Array =>
  Float64Array.from({ length }, (_, i) => value(i) + normalDraw(rng));

describe("the damped local trend", () => {
  test("finds a linear global trend and a weekly season", () => {
    const values = noisy(140, (i) => 50 + 0.5 * i + 4 * (weekly[i % 7] ?? 0));
    const { model } = okay(dampedLocalTrend({ globalTrend: "linear" }).fit({ values, periods: [7] }));
    const { mean, components } = model.predict(14);
    mean.forEach((value, h) => {
      const i = 140 + h;
      expectClose(value, 50 + 0.5 * i + 4 * (weekly[i % 7] ?? 0), { relative: 0, absolute: 3 });
      const parts = ["trend", "local", "season"].map((name) => components[name]?.[h] ?? Number.NaN);
      expectClose(
        parts.reduce((sum, part) => sum + part, 0),
        value,
        { relative: 1e-12 },
      );
    });
  });

  test("does not extrapolate growth that has ended", () => {
    const values = noisy(120, (i) => 100 * (1 - Math.exp(-i / 15)) + 20);
    const { model } = okay(dampedLocalTrend().fit({ values, periods: [] }));
    const { mean } = model.predict(30);
    expect(Math.abs((mean[29] as number) - 120)).toBeLessThan(8);
  });

  test("counts a single outlier little", () => {
    const clean = noisy(100, () => 20);
    const spiked = clean.map((value, i) => (i === 60 ? 200 : value));
    const last = (values: Float64Array): number =>
      okay(dampedLocalTrend({ globalTrend: "flat" }).fit({ values, periods: [] })).model.predict(1).mean[0] as number;
    expect(Math.abs(last(spiked) - last(clean))).toBeLessThan(1.5);
  });

  test("has the same likelihood in any unit", () => {
    const values = noisy(60, (i) => 10 + Math.sin(i / 3));
    const inUnit = (by: number) =>
      okay(dampedLocalTrend({ globalTrend: "flat" }).fit({ values: values.map((value) => by * value), periods: [] }))
        .model.diagnostics;
    const [one, thousand] = [inUnit(1), inUnit(1000)];
    expectClose((one.logLik ?? 0) - (thousand.logLik ?? 0), 59 * Math.log(1000), { relative: 1e-6 });
    expectClose((thousand.sigma2 ?? 0) / (one.sigma2 ?? 1), 1e6, { relative: 1e-4 });
  });

  test("refuses what it cannot learn from", () => {
    expect(dampedLocalTrend().fit({ values: new Float64Array(30).fill(4), periods: [] })).toMatchObject({
      status: "undetermined",
      reason: "the values are all the same",
    });
    expect(() => dampedLocalTrend({ damping: 1 })).toThrow("damping");
  });
});
