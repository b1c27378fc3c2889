import type { Rng } from "../../core/rng.ts";
import { drawBelow } from "./replicate-rng.ts";
import { rowsOf, type Samples, takeRows } from "./samples.ts";

/** As many rows as each group has, drawn with replacement (Efron 1979). */
export function drawWithReplacement(samples: Samples, rng: Rng): Samples {
  return samples.map((columns) => {
    const n = rowsOf(columns);
    const positions = new Uint32Array(n);
    for (let i = 0; i < n; i++) positions[i] = drawBelow(rng, n);
    return takeRows(columns, positions);
  });
}

/**
 * Each row as often as a Poisson count of mean 1 says, drawn again should a group stay empty: rows are drawn one by
 * one, so a stream of any length can be resampled (Chamandy et al. 2012).
 */
export function drawPoisson(samples: Samples, rng: Rng): Samples {
  return samples.map((columns) => {
    const n = rowsOf(columns);
    let positions: number[] = [];
    while (n > 0 && positions.length === 0) {
      positions = [];
      for (let row = 0; row < n; row++) {
        for (let count = poissonOne(rng); count > 0; count--) positions.push(row);
      }
    }
    return takeRows(columns, positions);
  });
}

/** A Poisson count of mean 1, by inversion. */
function poissonOne(rng: Rng): number {
  const u = rng();
  let count = 0;
  let term = Math.exp(-1);
  for (let sum = term; u >= sum && term > 0; sum += term) term /= ++count;
  return count;
}
