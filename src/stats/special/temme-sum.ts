import { polynomial } from "./polynomial.ts";

/** Terms in 1 / a, and powers of eta at the first of them: enough for a >= 20 and |x - a| <= 0.3 a. */
const TERMS = 11;
const POWERS = 17;

/** Row k: coefficients in eta of the factor of a^-k, by their recurrence. */
const ROWS: readonly Float64Array[] = temmeRows();

/**
 * The sum in Temme's uniform expansion of the incomplete gamma functions,
 * Q(a, x) = erfc(eta sqrt(a / 2)) / 2 + e^(-a eta^2 / 2) / sqrt(2 pi a) sum, with eta^2 / 2 = x / a - 1 - log(x / a).
 * Source: DiDonato and Morris (1986), ACM TOMS 12, section on large a; DLMF 8.12.
 */
export function temmeSum(eta: number, a: number): number {
  let sum = 0;
  for (let k = TERMS - 1; k >= 0; k--) {
    const row = ROWS[k];
    if (row !== undefined) sum = sum / a + polynomial(row, eta);
  }
  return sum;
}

function temmeRows(): readonly Float64Array[] {
  const length = POWERS + 2 * TERMS;
  const alpha = new Float64Array(length + 3);
  const at = (n: number): number => alpha[n] ?? 0;
  alpha[1] = 1;
  alpha[2] = 1 / 3;
  for (let n = 3; n < alpha.length; n++) {
    let sum = at(n - 1);
    for (let j = 2; j < n; j++) sum -= j * at(j) * at(n + 1 - j);
    alpha[n] = sum / (n + 1);
  }
  const first = Float64Array.from({ length }, (_, n) => (n === 0 ? -1 / 3 : (n + 2) * at(n + 2)));
  const rows = [first];
  let stirling = 1;
  for (let k = 1; k < TERMS; k++) {
    stirling *= -(2 * k + 1);
    const before = rows[k - 1] ?? first;
    const factor = stirling * at(2 * k + 1);
    const next = (n: number): number => factor * (first[n] ?? 0) + (n + 2) * (before[n + 2] ?? 0);
    rows.push(Float64Array.from({ length: length - 2 * k }, (_, n) => next(n)));
  }
  return rows.map((row, k) => row.slice(0, Math.max(4, POWERS - k)));
}
