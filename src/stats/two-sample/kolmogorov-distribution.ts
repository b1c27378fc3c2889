import { binomial } from "../distributions/binomial.ts";

/** Two powers that rescale the walk below: exact in double precision. */
const TINY = 2 ** -400;
const HUGE = 2 ** 400;

/** Above n d² of this, both sides of the band are crossed in less than 4e-11 of the cases that cross one. */
const TAIL = 4;

/** P(D+ >= d) for n values of the distribution tested (Birnbaum and Tingey 1951): sums positive terms only. */
export function oneSidedKolmogorovSf(d: number, n: number): number {
  if (d <= 0) return 1;
  if (d >= 1) return 0;
  let sum = 0;
  for (let j = 0; j <= Math.floor(n * (1 - d)); j++) {
    const level = Math.min(1, d + j / n);
    sum += binomial(n, level).pdf(j) / level;
  }
  return Math.min(1, d * sum);
}

/** P(D >= d) for n values of the distribution tested, exact. */
export function kolmogorovSf(d: number, n: number): number {
  if (d <= 0.5 / n) return 1;
  if (d >= 1) return 0;
  if (d >= 0.5 || n * d * d >= TAIL) return 2 * oneSidedKolmogorovSf(d, n);
  return 1 - kolmogorovCdf(d, n);
}

/**
 * P(D < d) by Durbin's walk as Marsaglia, Tsang and Wang (2003) arrange it: n steps of a vector through their matrix,
 * which has positive entries only.
 */
function kolmogorovCdf(d: number, n: number): number {
  const k = Math.floor(n * d) + 1;
  const h = k - n * d;
  const size = 2 * k - 1;
  const { inner, edge, corner } = walkEntries(size, h);
  let vector = new Float64Array(size);
  vector[k - 1] = 1;
  let scale = 0;
  for (let step = 1; step <= n; step++) {
    const next = new Float64Array(size);
    let largest = 0;
    for (let row = 0; row < size; row++) {
      let sum = (row === size - 1 ? corner : (edge[row] as number)) * (vector[0] as number);
      const reach = Math.min(row + 1, size - 1);
      for (let column = 1; column <= reach; column++) {
        const entry = row === size - 1 ? (edge[size - 1 - column] as number) : (inner[row - column + 1] as number);
        sum += entry * (vector[column] as number);
      }
      next[row] = (sum * step) / n;
      if ((next[row] as number) > largest) largest = next[row] as number;
    }
    if (largest < TINY) {
      for (let row = 0; row < size; row++) (next[row] as number) *= HUGE;
      scale++;
    }
    vector = next;
  }
  return (vector[k - 1] as number) * TINY ** scale;
}

/** Entries by distance from the diagonal, those of the first column (the last row mirrored), and the corner. */
function walkEntries(size: number, h: number): { inner: Float64Array; edge: Float64Array; corner: number } {
  const inner = new Float64Array(size + 1);
  const edge = new Float64Array(size);
  inner[0] = 1;
  let power = 1;
  let factorial = 1;
  for (let i = 1; i <= size; i++) {
    factorial *= i;
    power *= h;
    inner[i] = 1 / factorial;
    edge[i - 1] = (1 - power) / factorial;
  }
  const wide = 2 * h - 1;
  const corner = (1 - 2 * power + (wide > 0 ? wide ** size : 0)) / factorial;
  return { inner, edge, corner };
}

/** P(K >= x) of Kolmogorov's limit distribution of √n D. */
export function kolmogorovLimitSf(x: number): number {
  if (x <= 0) return 1;
  if (x < 1.18) {
    const q = Math.exp((-Math.PI * Math.PI) / (8 * x * x));
    return 1 - (Math.sqrt(2 * Math.PI) / x) * (q + q ** 9 + q ** 25 + q ** 49);
  }
  const q = Math.exp(-2 * x * x);
  return 2 * (q - q ** 4 + q ** 9 - q ** 16);
}
