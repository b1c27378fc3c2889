import fc from "fast-check";
import { expect, test } from "vitest";
import { ascendingOrder } from "./ascending-order.ts";

const value = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true, noDefaultInfinity: true }));

function compared(values: Float64Array): number[] {
  return [...values.keys()].sort((i, j) => (values[i] as number) - (values[j] as number) || i - j);
}

test("values are ordered as by comparing, equal ones and the two zeros as they came", () => {
  for (const minLength of [0, 513]) {
    fc.assert(
      fc.property(fc.array(value, { minLength, maxLength: minLength + 100 }), (listed) => {
        const values = Float64Array.from(listed);
        expect([...ascendingOrder(values)]).toEqual(compared(values));
      }),
      { numRuns: 40 },
    );
  }
});

test("values of one sign and scale, of both, and equal ones are ordered in any number", () => {
  const many = 5_000;
  for (const at of [(i: number) => (i * 7919) % many, (i: number) => 1 / (1 + ((i * 31) % many)) - 0.5, () => 2]) {
    const values = Float64Array.from({ length: many }, (_, i) => at(i));
    expect([...ascendingOrder(values)]).toEqual(compared(values));
  }
});
