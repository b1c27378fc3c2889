/** A complex number. */
type Complex = readonly [re: number, im: number];

const times = ([a, b]: Complex, [c, d]: Complex): Complex => [a * c - b * d, a * d + b * c];
const minus = ([a, b]: Complex, [c, d]: Complex): Complex => [a - c, b - d];

function over([a, b]: Complex, [c, d]: Complex): Complex {
  const size = c * c + d * d;
  return [(a * c + b * d) / size, (b * c - a * d) / size];
}

/** Roots of z^n + c[0] z^(n-1) + ... + c[n-1], all at once (Durand and Kerner). */
function monicRoots(coefficients: readonly number[]): Complex[] {
  const radius = 1 + Math.max(...coefficients.map(Math.abs));
  const roots: Complex[] = coefficients.map((_, k) => {
    const angle = (2 * Math.PI * k) / coefficients.length + 0.4;
    return [radius * Math.cos(angle) * 0.7, radius * Math.sin(angle) * 0.7];
  });
  for (let round = 0; round < 500; round++) {
    let moved = 0;
    roots.forEach((root, i) => {
      let value: Complex = [1, 0];
      for (const c of coefficients) value = minus(times(value, root), [-c, 0]);
      let others: Complex = [1, 0];
      roots.forEach((other, j) => {
        if (j !== i) others = times(others, minus(root, other));
      });
      const step = over(value, others);
      roots[i] = minus(root, step);
      moved = Math.max(moved, Math.hypot(...step) / Math.hypot(...root));
    });
    if (!(moved > 1e-15)) break;
  }
  return roots;
}

/**
 * The invertible moving average with the same autocorrelations: reciprocal roots of 1 + sum theta z^i outside the unit
 * circle are reflected into it. Returns `theta` itself where nothing is to be done.
 */
export function invertible(theta: Float64Array): Float64Array {
  let length = theta.length;
  while (length > 0 && theta[length - 1] === 0) length--;
  if (length === 0) return theta;
  const reciprocals = monicRoots(Array.from(theta.subarray(0, length)));
  if (reciprocals.every((root) => Math.hypot(...root) <= 1)) return theta;
  let product: Complex[] = [[1, 0]];
  for (const root of reciprocals) {
    const [re, im] = root;
    const kept: Complex = Math.hypot(re, im) > 1 ? over(root, [re * re + im * im, 0]) : root;
    product = [...product, [0, 0] as Complex].map((c, i) =>
      i === 0 ? c : minus(c, times(kept, product[i - 1] as Complex)),
    );
  }
  const result = new Float64Array(theta.length);
  for (let i = 0; i < length; i++) result[i] = (product[i + 1] as Complex)[0];
  return result;
}
