import { describe, expect, it } from "vitest";
import { expectClose } from "../../../test/golden/golden.ts";
import { Cholesky } from "../../stats/linear-algebra/cholesky.ts";
import { Matrix } from "../../stats/linear-algebra/matrix.ts";
import { type ArmaLags, armaLags } from "./lag-polynomial.ts";
import { innovationSums } from "./likelihood.ts";
import { filterSeries } from "./state-filter.ts";
import { impulseResponses } from "./stationary-start.ts";

const order = { p: 2, d: 0, q: 1, seasonalP: 1, seasonalD: 0, seasonalQ: 1, period: 4 };
const PROCESSES: Readonly<Record<string, ArmaLags>> = {
  "white noise": { phi: new Float64Array(0), theta: new Float64Array(0) },
  "AR(1)": { phi: Float64Array.of(0.7), theta: new Float64Array(0) },
  "MA(2)": { phi: new Float64Array(0), theta: Float64Array.of(0.5, -0.3) },
  "ARMA(1,2)": { phi: Float64Array.of(-0.6), theta: Float64Array.of(0.4, 0.2) },
  "SARMA(2,1)(1,1)[4]": armaLags(Float64Array.of(0.5, -0.2, 0.4, 0.3, -0.6), order),
};
const SERIES = Float64Array.from({ length: 30 }, (_, t) => 3 * Math.sin(t * t) + Math.cos(3 * t));

/** From the covariance matrix of all values, autocovariances summed over impulse responses. */
function densely(lags: ArmaLags, values: Float64Array): { squares: number; logs: number } {
  const responses = impulseResponses(lags, 4000);
  const covariance = (k: number) => {
    let sum = 0;
    for (let j = 0; j + k < responses.length; j++) sum += (responses[j] as number) * (responses[j + k] as number);
    return sum;
  };
  const row = Array.from({ length: values.length }, (_, k) => covariance(k));
  const matrix = new Matrix(values.length, values.length);
  for (let i = 0; i < values.length; i++) {
    for (let j = 0; j < values.length; j++) matrix.set(i, j, row[Math.abs(i - j)] as number);
  }
  const solved = (Cholesky.of(matrix) as Cholesky).solve(values);
  let logs = 0;
  let variance = 1;
  // the determinant as the product of the leading minors' ratios
  for (let size = 1; size <= values.length; size++) {
    const leading = Cholesky.of(matrix.principal(Array.from({ length: size }, (_, i) => i))) as Cholesky;
    const unit = new Float64Array(size);
    unit[size - 1] = 1;
    variance = 1 / (leading.solve(unit)[size - 1] as number);
    logs += Math.log(variance);
  }
  return { squares: values.reduce((sum, value, i) => sum + value * (solved[i] as number), 0), logs };
}

describe("the exact likelihood", () => {
  it.each(Object.entries(PROCESSES))("of %s is that of its covariance matrix", (_, lags) => {
    const fast = innovationSums(lags, SERIES);
    const dense = densely(lags, SERIES);
    expectClose(fast?.squares ?? Number.NaN, dense.squares, { relative: 1e-10 });
    expectClose(fast?.logs ?? Number.NaN, dense.logs, { relative: 1e-10, absolute: 1e-10 });
    const slow = filterSeries({ ...lags, delta: new Float64Array(0) }, SERIES);
    expectClose(slow?.squares ?? Number.NaN, dense.squares, { relative: 1e-10 });
    expectClose(slow?.logs ?? Number.NaN, dense.logs, { relative: 1e-10, absolute: 1e-10 });
  });

  it("does not exist for a process that is not stationary", () => {
    expect(innovationSums({ phi: Float64Array.of(1.01), theta: new Float64Array(0) }, SERIES)).toBeNull();
  });

  it("of a random walk with a gap is that of the errors over their spans", () => {
    const nothing = new Float64Array(0);
    const walk = { phi: nothing, theta: nothing, delta: Float64Array.of(1) };
    const run = filterSeries(walk, Float64Array.of(5, 6, Number.NaN, Number.NaN, 9));
    expectClose(run?.squares ?? 0, 1 + 9 / 3, { relative: 1e-8 });
    expectClose(run?.logs ?? 0, Math.log(3), { relative: 1e-8 });
    expect(run?.count).toBe(2);
  });
});
