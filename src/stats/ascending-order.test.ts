import fc from "fast-check";
import { expect, test } from "vitest";
import { ascendingOrder } from "./ascending-order.ts";

const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true, noDefaultInfinity: true }));

function compared(values: Float64Array): number[] {
  return [...values.keys()].sort((i, j) => (values[i] as number) - (values[j] as number) || i - j);
}

test("values are ordered as by comparing, equal ones and the two zeros as they came", () => {
  fc.assert(
    fc.property(fc.array(value, { maxLength: 100 }), (listed) => {
      const values = Float64Array.from(listed);
      expect([...ascendingOrder(values)]).toEqual(compared(values));
    }),
  );
});

test("values that only a far outlier or the last digits tell apart are ordered, and equal ones", () => {
  const many = 5_000;
  const shuffled = (i: number): number => (i * 7919) % many;
  const outlier = (i: number): number => (i === 3 ? -1e300 : shuffled(i));
  const lastDigits = (i: number): number => 2 + shuffled(i) * 2 * Number.EPSILON;
  for (const at of [shuffled, outlier, lastDigits, (i: number) => 1 / (1 + shuffled(i)) - 0.5, () => 2]) {
    const values = Float64Array.from({ length: many }, (_, i) => at(i));
    expect([...ascendingOrder(values)]).toEqual(compared(values));
  }
});
