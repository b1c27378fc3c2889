import { Cholesky } from "../../stats/linear-algebra/cholesky.ts";
import { dot, type Matrix } from "../../stats/linear-algebra/matrix.ts";

/** x'Qx / 2 - b'x + weight * sum |x|, with Q symmetric positive definite. */
export interface L1Quadratic {
  readonly quadratic: Matrix;
  readonly linear: Float64Array;
  readonly weight: number;
}

const TOLERANCE = 1e-10;

/**
 * The x at which the function is smallest, with exact zeros, by search over signs (Lee, Battle, Raina and Ng 2007): with
 * the signs fixed it is a linear system; who would change sign on the way becomes zero, and a zero joins while its
 * gradient exceeds the weight.
 * @param start any x; a near one saves time
 */
export function minimizeL1Quadratic(problem: L1Quadratic, start: Float64Array): Float64Array {
  const { quadratic, linear, weight } = problem;
  const x = start.slice();
  const signs = x.map(Math.sign);
  const slack = TOLERANCE * weight + 1e-13 * linear.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let round = 0; round < 20 * x.length + 20; round++) {
    settle(problem, x, signs);
    let [next, most, direction] = [-1, weight + slack, 0];
    for (let j = 0; j < x.length; j++) {
      if (signs[j] !== 0) continue;
      const gradient = dot(quadratic.column(j), x) - (linear[j] as number);
      if (Math.abs(gradient) > most) [next, most, direction] = [j, Math.abs(gradient), -Math.sign(gradient)];
    }
    if (next < 0) break;
    signs[next] = direction;
  }
  return x;
}

/** Goes to the best x with these signs, in place; what reaches zero first leaves, again and again. */
function settle({ quadratic, linear, weight }: L1Quadratic, x: Float64Array, signs: Float64Array): void {
  for (;;) {
    const active = Array.from(signs.keys()).filter((j) => signs[j] !== 0);
    const right = active.map((j) => (linear[j] as number) - weight * (signs[j] as number));
    const target = Cholesky.of(quadratic.principal(active))?.solve(right);
    if (target === undefined) return;
    let [share, leaving] = [1, -1];
    active.forEach((j, at) => {
      const [from, to] = [x[j] as number, target[at] as number];
      if (to * (signs[j] as number) > 0) return;
      const reached = from === to ? 0 : from / (from - to);
      if (reached < share) [share, leaving] = [reached, j];
    });
    active.forEach((j, at) => {
      x[j] = (x[j] as number) + share * ((target[at] as number) - (x[j] as number));
    });
    if (leaving < 0) return;
    x[leaving] = 0;
    signs[leaving] = 0;
  }
}
