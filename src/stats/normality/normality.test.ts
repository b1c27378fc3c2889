import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectClose, type GoldenNumber, readGolden } from "../../../test/golden/golden.ts";
import {
  exponentials,
  normals,
  notebookExponentials,
  notebookLatency,
  uniforms,
} from "../../../test/golden/notebook.ts";
import { momentsOf } from "../descriptive/moments.ts";
import type { Inferred } from "../inference.ts";
import { andersonDarling } from "./anderson-darling.ts";
import { dAgostino } from "./dagostino.ts";
import { jarqueBera } from "./jarque-bera.ts";
import type { NormalityTest } from "./normality-test.ts";
import { shapiroWilk } from "./shapiro-wilk.ts";

interface NormalityCase {
  readonly about: string;
  readonly values?: readonly number[];
  readonly made?: { readonly kind: "normal" | "exponential" | "uniform"; readonly seed: number; readonly n: number };
  readonly shapiro: readonly [w: number, p: number];
  readonly jarqueBera?: readonly [statistic: number, p: GoldenNumber];
  readonly dAgostino?: readonly [statistic: number, p: number, skewness: number, kurtosis: number];
  readonly anderson?: readonly [statistic: number, p: number];
}

const { cases } = readGolden<NormalityCase>("normality/normality.json");
const MAKE = { normal: normals, exponential: exponentials, uniform: uniforms };

function valuesOf({ values, made }: NormalityCase): readonly number[] {
  return values ?? (made === undefined ? [] : MAKE[made.kind](made.seed, made.n));
}

function expectTest(
  found: Inferred<NormalityTest>,
  [statistic, p]: readonly [number, GoldenNumber, ...number[]],
): void {
  if (found.status !== "ok") throw new Error(found.reason);
  expectClose(found.statistic, statistic, { relative: 1e-12, absolute: 1e-13 }, found.method);
  // A p-value changes by the statistic's rounding times its slope
  const slope = Math.max(1, Math.abs(Math.log(Math.max(found.pValue, 1e-300))));
  expectClose(found.pValue, p, { relative: 1e-10 * slope, absolute: 1e-305 }, found.method);
}

describe.each(cases)("$about", (golden) => {
  const values = valuesOf(golden);
  test("Shapiro-Wilk", () => expectTest(shapiroWilk(values), golden.shapiro));
  const { jarqueBera: jb, dAgostino: k2, anderson } = golden;
  if (jb !== undefined) test("Jarque-Bera", () => expectTest(jarqueBera(momentsOf(values)), jb));
  if (anderson !== undefined) test("Anderson-Darling", () => expectTest(andersonDarling(values), anderson));
  if (k2 === undefined) return;
  test("D'Agostino-Pearson", () => {
    const found = dAgostino(momentsOf(values));
    expectTest(found, k2);
    if (found.status !== "ok") return;
    expectClose(found.skewnessZ, k2[2], { relative: 1e-11, absolute: 1e-13 }, "skewness");
    expectClose(found.kurtosisZ, k2[3], { relative: 1e-11, absolute: 1e-13 }, "kurtosis");
  });
});

test.each([
  ["lat", notebookLatency(), 0.9900954407, 0.6723114618],
  ["ex", notebookExponentials(), 0.8352516151, 3.5093e-9],
  ["weights", [148, 154, 158, 160, 161, 162, 166, 170, 182, 195, 236], 0.7888146949, 0.0067038141],
])("Shapiro-Wilk of the notebook's %s", (_, values, w, p) => {
  const found = shapiroWilk(values);
  if (found.status !== "ok") throw new Error(found.reason);
  expectClose(found.statistic, w, { relative: 0, absolute: 1e-6 });
  expectClose(found.pValue, p, { relative: 1e-4 });
});

const TESTS: readonly ((values: readonly number[]) => Inferred<NormalityTest>)[] = [
  shapiroWilk,
  andersonDarling,
  (values) => jarqueBera(momentsOf(values)),
  (values) => dAgostino(momentsOf(values)),
];

test("unit, origin, sign and order do not matter", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 8, maxLength: 50 }), (values) => {
      for (const tests of TESTS) {
        const found = tests(values);
        const moved = tests(values.map((value) => 13 - 0.25 * value).reverse());
        expect(moved.status).toBe(found.status);
        if (found.status !== "ok" || moved.status !== "ok") continue;
        expectClose(moved.statistic, found.statistic, { relative: 1e-9, absolute: 1e-10 }, found.method);
        expect(found.pValue).toBeGreaterThanOrEqual(0);
        expect(found.pValue).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test("values that do not vary, and too few or too many of them, are undetermined", () => {
  const equal = Array.from({ length: 20 }, () => 0.1);
  for (const tests of TESTS) expect(tests(equal).status).toBe("undetermined");
  expect(shapiroWilk([1, 2])).toMatchObject({ reason: "2 values; 3 are needed" });
  expect(shapiroWilk(normals(1, 5001))).toMatchObject({ status: "undetermined" });
  expect(andersonDarling(normals(1, 7)).status).toBe("undetermined");
  expect(dAgostino(momentsOf(normals(1, 7))).status).toBe("undetermined");
  expect(jarqueBera(momentsOf([])).status).toBe("undetermined");
});

test("Anderson-Darling says when its p-value is an extrapolation", () => {
  const found = andersonDarling(exponentials(5, 300));
  expect(found.status === "ok" && found.warnings.length).toBe(1);
});

interface SciPyCase {
  readonly made: NonNullable<NormalityCase["made"]>;
  readonly scipy: readonly [w: number, p: number];
}

// SciPy takes normal scores by algorithm AS 111, up to 6e-8 off: shapiro_scipy.py shows that nothing else is different
test.each(readGolden<SciPyCase>("normality/shapiro_scipy.json").cases)(
  "Shapiro-Wilk of $made is SciPy's but for its coarser normal scores",
  ({ made, scipy: [w, p] }) => {
    const found = shapiroWilk(MAKE[made.kind](made.seed, made.n));
    if (found.status !== "ok") throw new Error(found.reason);
    expectClose(found.statistic, w, { relative: 1e-8 }, "W");
    expectClose(found.pValue, p, { relative: 1e-6 }, "p");
  },
);
