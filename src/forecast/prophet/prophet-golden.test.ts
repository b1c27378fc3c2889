import { describe, expect, it } from "vitest";
import { type ProphetCase, preparedCase } from "../../../test/golden/forecast/prophet-case.ts";
import { readGolden } from "../../../test/golden/golden.ts";
import type { Forecast } from "../forecaster.ts";
import { prophet } from "./prophet.ts";

const { cases } = readGolden<ProphetCase>("forecast/prophet.json");
const LEVELS = { levels: [0.8] };
const SAMPLES = 40_000;

/** Mean width of the interval over some of the rows. */
const width = (low: ArrayLike<number>, high: ArrayLike<number>, rows: readonly number[]): number =>
  rows.reduce((sum, i) => sum + (high[i] ?? Number.NaN) - (low[i] ?? Number.NaN), 0) / rows.length;

/** Largest difference in standard deviations of the history. */
const farthest = (found: ArrayLike<number>, wanted: readonly number[], sd: number): number =>
  Math.max(...wanted.map((value, i) => Math.abs((found[i] ?? Number.NaN) - value) / sd));

interface Outcome {
  readonly forecast: Pick<Forecast, "intervals" | "components"> & { readonly mean: ArrayLike<number> };
  readonly fitted: readonly number[];
  readonly rmse: number;
  /** Steps of the history. */
  readonly count: number;
}

/** What tests are made of where the data are missing; they are skipped. */
const NOTHING: Outcome = { forecast: { mean: [], intervals: [], components: {} }, fitted: [], rmse: 0, count: 0 };

function outcomeOf(golden: ProphetCase): Outcome | null {
  const prepared = preparedCase(golden);
  if (prepared === null) return null;
  const { options, history, times, values } = prepared;
  const fit = prophet({ ...options, samples: SAMPLES }).fit(history);
  if (fit.status !== "ok") throw new Error(fit.reason);
  const asked = Float64Array.from(golden.rows, (row) => times[row] ?? Number.NaN);
  const count = history.values.length;
  const future = fit.model.predict(golden.source.horizon, { times: times.subarray(count), levels: [] });
  const squares = future.mean.reduce((sum, mean, i) => sum + (mean - (values[count + i] ?? Number.NaN)) ** 2, 0);
  return {
    forecast: fit.model.predict(asked.length, { ...LEVELS, times: asked }),
    fitted: golden.rows.map((row) => fit.model.fitted[row] ?? Number.NaN),
    rmse: Math.sqrt(squares / golden.source.horizon),
    count,
  };
}

describe.each(cases)("$name", (golden) => {
  const outcome = outcomeOf(golden);
  const run = outcome === null ? it.skip : it;
  const { forecast, fitted, rmse, count } = outcome ?? NOTHING;
  const { sd, yhat, low, high, trend, components } = golden;

  run("is R prophet at the optimum, in and out of sample", () => {
    expect(farthest(forecast.mean, yhat, sd)).toBeLessThan(2e-3);
    const inside = golden.rows.filter((row) => row < count).length;
    expect(farthest(fitted, yhat.slice(0, inside), sd)).toBeLessThan(2e-3);
    expect(rmse).toBeLessThan(golden.rmse + 2e-3 * sd);
  });

  run("has its components", () => {
    expect(farthest(forecast.components["trend"] ?? [], trend, sd)).toBeLessThan(2e-3);
    for (const [name, wanted] of Object.entries(components)) {
      expect(farthest(componentOf(forecast, golden, name), wanted, sd), name).toBeLessThan(2e-3);
    }
  });

  run("has its intervals", () => {
    const [interval] = forecast.intervals;
    const rows = golden.rows.map((row, i) => [row, i] as const);
    const past = rows.filter(([row]) => row < count).map(([, i]) => i);
    const future = rows.filter(([row]) => row >= count).map(([, i]) => i);
    for (const part of [past, future]) {
      const ratio = width(interval?.low ?? [], interval?.high ?? [], part) / width(low, high, part);
      expect(Math.abs(ratio - 1)).toBeLessThan(0.02);
    }
  });
});

describe("the golden cases", () => {
  const peyton = cases.find(({ name }) => name === "peyton");
  const outcome = peyton === undefined ? null : outcomeOf(peyton);

  it("are at least thirty, none below where Stan's search ended", () => {
    expect(cases.length).toBeGreaterThanOrEqual(30);
    expect(peyton).toBeDefined();
    for (const { logPosterior, stanLogPosterior } of cases)
      expect(logPosterior).toBeGreaterThan(stanLogPosterior - 1e-3);
  });

  (outcome === null ? it.skip : it)("forecast 365 days of Peyton Manning no worse than R prophet as it stands", () => {
    expect(outcome?.rmse).toBeLessThanOrEqual(peyton?.stanRmse ?? Number.NaN);
  });
});

/** R adds up the holidays; here each has a component of its own. */
function componentOf({ components }: Pick<Forecast, "components">, { options, rows }: ProphetCase, name: string) {
  const names = name === "holidays" ? [...new Set(options.holidays?.map((holiday) => holiday.name))] : [name];
  return rows.map((_, i) => names.reduce((sum, part) => sum + (components[part]?.[i] ?? Number.NaN), 0));
}
