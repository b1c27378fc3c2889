import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectClose, readGolden } from "../../../test/golden/golden.ts";
import { adjustedPValues, type Correction } from "./adjusted-p.ts";

interface Case {
  readonly correction: Correction;
  readonly p: readonly number[];
  readonly adjusted: readonly number[];
}

const { cases } = readGolden<Case>("multiple-testing/adjusted-p.json");

test.each(cases.map((golden, i) => ({ ...golden, i })))(
  "R's p.adjust, case $i: $correction",
  ({ correction, p, adjusted }) => {
    const found = adjustedPValues(p, correction);
    expect(found.length).toBe(adjusted.length);
    found.forEach((value, i) => {
      expectClose(value, adjusted[i] ?? Number.NaN, { relative: 1e-12 }, `at ${i}`);
    });
  },
);

test("two tests by hand: Bonferroni and Holm double the smaller, Hommel and BH bound it by the larger", () => {
  expect(Array.from(adjustedPValues([0.04, 0.03], "bonferroni"))).toEqual([0.08, 0.06]);
  expect(Array.from(adjustedPValues([0.04, 0.03], "holm"))).toEqual([0.06, 0.06]);
  expect(Array.from(adjustedPValues([0.04, 0.03], "hommel"))).toEqual([0.04, 0.04]);
  expect(Array.from(adjustedPValues([0.04, 0.03], "bh"))).toEqual([0.04, 0.04]);
});

test("none changes nothing, an empty family stays empty, and the input is left alone", () => {
  const p = [0.3, 0.1];
  expect(Array.from(adjustedPValues(p, "none"))).toEqual([0.3, 0.1]);
  expect(adjustedPValues([], "hommel").length).toBe(0);
  adjustedPValues(p, "holm");
  expect(p).toEqual([0.3, 0.1]);
});

test.each([[-0.1], [1.1], [Number.NaN]])("%d is no p-value", (value) => {
  expect(() => adjustedPValues([0.5, value], "bh")).toThrow(/position 1/);
});

const FAMILY = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 25 });
const METHODS: readonly Correction[] = ["bonferroni", "holm", "hochberg", "hommel", "bh", "by"];

describe("properties", () => {
  test("adjusted values lie between the raw ones and 1, and keep their order", () => {
    fc.assert(
      fc.property(FAMILY, fc.constantFrom(...METHODS), (p, correction) => {
        const adjusted = adjustedPValues(p, correction);
        p.forEach((value, i) => {
          expect(adjusted[i]).toBeGreaterThanOrEqual(value);
          expect(adjusted[i]).toBeLessThanOrEqual(1);
          p.forEach((other, j) => {
            if (value < other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j] ?? Number.NaN);
          });
        });
      }),
    );
  });

  test("the order of the family does not matter", () => {
    fc.assert(
      fc.property(FAMILY, fc.constantFrom(...METHODS), (p, correction) => {
        const backwards = adjustedPValues([...p].reverse(), correction);
        expect(Array.from(adjustedPValues(p, correction))).toEqual(Array.from(backwards).reverse());
      }),
    );
  });

  test("Bonferroni >= Holm >= Hochberg >= Hommel >= BH", () => {
    fc.assert(
      fc.property(FAMILY, (p) => {
        const ladder = METHODS.slice(0, 5).map((method) => adjustedPValues(p, method));
        p.forEach((_, i) => {
          for (let step = 1; step < ladder.length; step++) {
            expect((ladder[step - 1]?.[i] ?? Number.NaN) * (1 + 1e-14)).toBeGreaterThanOrEqual(
              ladder[step]?.[i] ?? Number.NaN,
            );
          }
        });
      }),
    );
  });
});
