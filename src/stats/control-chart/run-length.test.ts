import { expect, test } from "vitest";
import { createRng } from "../../core/rng.ts";
import { normal } from "../distributions/normal.ts";
import { cusumRunLength, ewmaRunLength } from "./average-run-length.ts";
import { gaussLegendre } from "./gauss-legendre.ts";
import { rulesRunLength } from "./rules-run-length.ts";
import { NELSON, signals, WESTERN_ELECTRIC, type ZoneRule } from "./run-rules.ts";

/** Within 2 % of a published value, or within half a unit of its last printed digit. */
function expectPublished(found: number, published: number, digits: number, about: string): void {
  const accepted = Math.max(0.02 * published, 0.51 * 10 ** -digits);
  expect(Math.abs(found - published), `${about}: got ${found}, published ${published}`).toBeLessThanOrEqual(accepted);
}

const rules = (...ids: readonly string[]): readonly ZoneRule[] => WESTERN_ELECTRIC.filter(({ id }) => ids.includes(id));

test("CUSUM run lengths as Montgomery's table for reference 0.5 and intervals 4 and 5", () => {
  const shifts = [0, 0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 4];
  const published = {
    4: [168, 74.2, 26.6, 13.3, 8.38, 4.75, 3.34, 2.62, 2.19, 1.71],
    5: [465, 139, 38, 17, 10.4, 5.75, 4.01, 3.11, 2.57, 2.01],
  };
  for (const [interval, lengths] of Object.entries(published)) {
    lengths.forEach((length, i) => {
      const found = cusumRunLength({ reference: 0.5, interval: Number(interval), shift: shifts[i] ?? 0 });
      expectPublished(found, length, length > 100 ? 0 : length > 10 ? 1 : 2, `h ${interval}, shift ${shifts[i]}`);
    });
  }
});

test("EWMA run lengths as Lucas and Saccucci's table (1990)", () => {
  const shifts = [0, 0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 4];
  const published = [
    { weight: 0.4, width: 3.054, lengths: [500, 224, 71.2, 28.4, 14.3, 5.9, 3.5, 2.5, 2, 1.4] },
    { weight: 0.25, width: 2.998, lengths: [500, 170, 48.2, 20.1, 11.1, 5.5, 3.6, 2.7, 2.3, 1.7] },
    { weight: 0.2, width: 2.962, lengths: [500, 150, 41.8, 18.2, 10.5, 5.5, 3.7, 2.9, 2.4, 1.9] },
    { weight: 0.1, width: 2.814, lengths: [500, 106, 31.3, 15.9, 10.3, 6.1, 4.4, 3.4, 2.9, 2.2] },
    { weight: 0.05, width: 2.615, lengths: [500, 84.1, 28.8, 16.4, 11.4, 7.1, 5.2, 4.2, 3.5, 2.7] },
  ];
  for (const { lengths, ...design } of published) {
    lengths.forEach((length, i) => {
      const found = ewmaRunLength({ ...design, shift: shifts[i] ?? 0 });
      expectPublished(found, length, length >= 100 ? 0 : 1, `weight ${design.weight}, shift ${shifts[i]}`);
    });
  }
});

test("run rules as Champ and Woodall's table (1987)", () => {
  const shifts = [0, 0.2, 0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6, 1.8, 2];
  const published: readonly [readonly ZoneRule[], readonly number[]][] = [
    [rules("beyond-limits"), [370.4, 308.43, 200.08, 119.67, 71.55, 43.89, 27.82, 18.25, 12.38, 8.69, 6.3]],
    [
      rules("beyond-limits", "two-of-three"),
      [225.44, 177.56, 104.46, 57.92, 33.12, 20.01, 12.81, 8.69, 6.21, 4.66, 3.65],
    ],
    [WESTERN_ELECTRIC, [91.75, 66.8, 36.61, 20.9, 13.25, 9.22, 6.89, 5.42, 4.41, 3.68, 3.13]],
  ];
  for (const [used, lengths] of published) {
    lengths.forEach((length, i) => {
      const found = rulesRunLength(used, shifts[i] ?? 0);
      expectPublished(found, length, 2, `${used.length} rules, shift ${shifts[i]}`);
      // far closer than asked: half a unit of the last digit
      expect(Math.abs(found - length)).toBeLessThan(0.0051);
    });
  }
  expectPublished(rulesRunLength(rules("beyond-limits", "four-of-five")), 166.05, 2, "rules 1 and 3");
  expectPublished(rulesRunLength(rules("beyond-limits", "run-of-8")), 152.73, 2, "rules 1 and 4");
});

test("closed forms: limits alone, an EWMA of weight 1, runs of coin tosses", () => {
  const alone = 1 / (2 * normal().sf(3));
  expect(rulesRunLength(rules("beyond-limits")) / alone).toBeCloseTo(1, 10);
  expect(ewmaRunLength({ weight: 1, width: 3 }) / alone).toBeCloseTo(1, 10);
  // a run of 8 on either of two sides: 2^8 - 1 tosses
  expect(rulesRunLength(rules("run-of-8"))).toBeCloseTo(255, 7);
  const within = NELSON.filter((rule): rule is ZoneRule => rule.id === "fifteen-within");
  const p = 1 - 2 * normal().sf(1);
  expect(rulesRunLength(within) / ((1 - p ** 15) / ((1 - p) * p ** 15))).toBeCloseTo(1, 9);
});

test("the rules signal on average when their chain says", () => {
  const draw = createRng(8);
  const z = Float64Array.from({ length: 300_000 }, () => 1 + normal().sample(draw));
  let [from, runs] = [0, 0];
  const lengths: number[] = [];
  while (from < z.length - 400) {
    const at = signals(z.subarray(from, from + 400), WESTERN_ELECTRIC).findIndex((found) => found.length > 0);
    if (at < 0) throw new Error("a signal within 400 points");
    lengths.push(at + 1);
    from += at + 1;
    runs++;
    if (runs === 1500) break;
  }
  const mean = lengths.reduce((sum, x) => sum + x / runs, 0);
  const error = Math.sqrt(lengths.reduce((sum, x) => sum + (x - mean) ** 2, 0)) / runs;
  expect(Math.abs(mean - 9.22)).toBeLessThan(4 * error);
});

test("the quadrature integrates polynomials exactly, and designs that make no sense are refused", () => {
  const { nodes, weights } = gaussLegendre(5, [-1, 3]);
  const integral = nodes.reduce((sum, x, i) => sum + (weights[i] ?? 0) * x ** 9, 0);
  expect(integral).toBeCloseTo((3 ** 10 - 1) / 10, 8);
  expect(() => cusumRunLength({ reference: 0.5, interval: 0 })).toThrow("interval 0");
  expect(() => ewmaRunLength({ weight: 0, width: 3 })).toThrow("weight 0");
});
