import type { ForecastMoments } from "./forecast-moments.ts";
import type { EtsModelState } from "./model-state.ts";

/** A matrix of two rows and columns, row by row. */
type Square = readonly [number, number, number, number];

/** Mean and covariance of (level, growth) times the factor of one season. */
interface SeasonMoments {
  readonly mean: readonly [number, number];
  readonly covariance: Square;
}

/** How an error moves (level, growth): by `move` + error * `shock`; `turn` is what it does to that times its own season. */
interface Motion {
  readonly move: Square;
  readonly shock: Square;
  readonly turn: Square;
  readonly gamma: number;
  readonly sigma2: number;
}

const NOTHING: Square = [0, 0, 0, 0];

/**
 * Class 3 of Hyndman, Koehler, Ord and Snyder (2008), section 6.4: multiplicative error and season. The matrices of the book have a
 * block for each pair of seasons; a step needs the block of its own season only, so each season is followed alone. R's
 * `forecast` 8.20 leaves the damping out of the first step (its mean is not the model's one-step forecast); here it is in.
 */
export function multiplicativeSeasonMoments(state: EtsModelState, steps: number): ForecastMoments {
  const { parameters, last, sigma2 } = state;
  const { alpha, beta, gamma, phi } = parameters;
  const move: Square = [1, phi, 0, phi];
  const shock: Square = [alpha, alpha * phi, beta, beta * phi];
  const motion: Motion = { move, shock, turn: sum(shock, scaled(move, gamma)), gamma, sigma2 };
  const growth = last.growth ?? 0;
  const seasons = last.season.map((factor): SeasonMoments => {
    return { mean: [last.level * factor, growth * factor], covariance: NOTHING };
  });
  const mean = new Float64Array(steps);
  const variance = new Float64Array(steps);
  for (let h = 0; h < steps; h++) {
    const own = h % seasons.length;
    const { mean: m, covariance: v } = seasons[own] as SeasonMoments;
    mean[h] = m[0] + phi * m[1];
    const spread = v[0] + phi * (v[1] + v[2]) + phi * phi * v[3];
    variance[h] = (1 + sigma2) * spread + sigma2 * (mean[h] as number) ** 2;
    seasons.forEach((season, i) => {
      seasons[i] = i === own ? afterOwnError(season, motion) : afterOtherError(season, motion);
    });
  }
  return { mean, variance };
}

function afterOtherError({ mean, covariance }: SeasonMoments, { move, shock, sigma2 }: Motion): SeasonMoments {
  const second = sum(covariance, outer(mean));
  return {
    mean: times(move, mean),
    covariance: sum(sandwich(move, covariance, move), scaled(sandwich(shock, second, shock), sigma2)),
  };
}

function afterOwnError({ mean, covariance }: SeasonMoments, motion: Motion): SeasonMoments {
  const { move, shock, turn, gamma, sigma2 } = motion;
  const square = outer(mean);
  const crossed = sum(sandwich(move, covariance, shock), sandwich(shock, covariance, move));
  const fourth = sandwich(shock, sum(scaled(covariance, 3), scaled(square, 2)), shock);
  const first = sum(scaled(crossed, gamma), sandwich(turn, sum(covariance, square), turn));
  const moved = sum(sandwich(move, covariance, move), scaled(first, sigma2));
  return {
    mean: times(sum(move, scaled(shock, gamma * sigma2)), mean),
    covariance: sum(moved, scaled(fourth, (gamma * sigma2) ** 2)),
  };
}

function times([a, b, c, d]: Square, [x, y]: readonly [number, number]): readonly [number, number] {
  return [a * x + b * y, c * x + d * y];
}

function outer([x, y]: readonly [number, number]): Square {
  return [x * x, x * y, x * y, y * y];
}

function sum(a: Square, b: Square): Square {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]];
}

function scaled(a: Square, by: number): Square {
  return [a[0] * by, a[1] * by, a[2] * by, a[3] * by];
}

/** left * middle * right'. */
function sandwich(left: Square, middle: Square, right: Square): Square {
  const [a, b] = times(left, [middle[0], middle[2]]);
  const [c, d] = times(left, [middle[1], middle[3]]);
  return [
    a * right[0] + c * right[1],
    a * right[2] + c * right[3],
    b * right[0] + d * right[1],
    b * right[2] + d * right[3],
  ];
}
