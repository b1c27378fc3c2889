import { AppError } from "../../core/errors.ts";

/**
 * How p-values of a family of tests are corrected. `bonferroni`, `holm`, `hochberg` and `hommel` bound the chance of one
 * false claim or more (the latter two need independent or positively dependent tests); `bh` and `by` bound the expected
 * share of false claims among the claims (`by` under any dependence).
 */
export type Correction = "none" | "bonferroni" | "holm" | "hochberg" | "hommel" | "bh" | "by";

/** From p-values in ascending order to adjusted ones in the same order. */
const ADJUSTMENTS: Readonly<Record<Correction, (sorted: Float64Array) => Float64Array>> = {
  none: (p) => p,
  bonferroni: (p) => p.map((value) => value * p.length),
  holm: (p) => runningMax(p.map((value, i) => value * (p.length - i))),
  hochberg: (p) => runningMinFromEnd(p.map((value, i) => value * (p.length - i))),
  hommel,
  bh: (p) => runningMinFromEnd(p.map((value, i) => (value * p.length) / (i + 1))),
  by: (p) => {
    const harmonic = p.reduce((sum, _, i) => sum + 1 / (i + 1), 0);
    return runningMinFromEnd(p.map((value, i) => (harmonic * value * p.length) / (i + 1)));
  },
};

/**
 * Adjusted p-values in the order given: reject where one is at most the level wanted for the family. Definitions as in
 * Wright 1992 (family-wise), Benjamini and Hochberg 1995, Benjamini and Yekutieli 2001.
 * @throws AppError USAGE for a value outside 0..1
 */
export function adjustedPValues(pValues: ArrayLike<number>, correction: Correction): Float64Array {
  const p = Float64Array.from(pValues);
  const wrong = p.findIndex((value) => !(value >= 0 && value <= 1));
  if (wrong >= 0) {
    throw new AppError("USAGE", `p-value ${p[wrong]} at position ${wrong} is not between 0 and 1`, {
      hint: "leave out tests that have no p-value",
    });
  }
  const order = Uint32Array.from(p, (_, i) => i).sort((i, j) => (p[i] as number) - (p[j] as number));
  const adjusted = ADJUSTMENTS[correction](Float64Array.from(order, (i) => p[i] as number));
  const result = new Float64Array(p.length);
  order.forEach((i, at) => {
    // p n / n may round to less than p
    result[i] = Math.min(1, Math.max(p[i] as number, adjusted[at] as number));
  });
  return result;
}

/** Adjusts the p-values that there are; tests without one are not in the family. */
export function adjustedWhereKnown(
  pValues: readonly (number | null)[],
  correction: Correction,
): readonly (number | null)[] {
  const adjusted = adjustedPValues(
    pValues.filter((p) => p !== null),
    correction,
  );
  let at = 0;
  return pValues.map((p) => (p === null ? null : (adjusted[at++] ?? null)));
}

function runningMax(values: Float64Array): Float64Array {
  let largest = 0;
  return values.map((value) => {
    largest = Math.max(largest, value);
    return largest;
  });
}

function runningMinFromEnd(values: Float64Array): Float64Array {
  let smallest = Number.POSITIVE_INFINITY;
  const result = Float64Array.from(values);
  for (let i = result.length - 1; i >= 0; i--) {
    smallest = Math.min(smallest, result[i] as number);
    result[i] = smallest;
  }
  return result;
}

/** Hommel 1988 by the algorithm of Wright 1992: for each size m of a subset, the bound of Simes over its largest values. */
function hommel(p: Float64Array): Float64Array {
  const n = p.length;
  const at = (i: number): number => p[i] as number;
  const simes = p.reduce((bound, value, i) => Math.min(bound, (n * value) / (i + 1)), Number.POSITIVE_INFINITY);
  const adjusted = new Float64Array(n).fill(simes);
  for (let m = n - 1; m >= 2; m--) {
    const first = n - m;
    let bound = Number.POSITIVE_INFINITY;
    for (let i = 2; i <= m; i++) bound = Math.min(bound, (m * at(first + i - 1)) / i);
    for (let i = 0; i < n; i++) {
      adjusted[i] = Math.max(adjusted[i] as number, Math.min(bound, m * at(Math.min(i, first))));
    }
  }
  return adjusted.map((value, i) => Math.max(value, at(i)));
}
