import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectClose, type GoldenNumber, readGolden } from "../../../test/golden/golden.ts";
import { notebookLatency, notebookSatisfaction } from "../../../test/golden/notebook.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { dataFile } from "../../../test/harness/data.ts";
import type { Alternative, Inferred } from "../inference.ts";
import { coMomentsOf, mergeCoMoments } from "./co-moments.ts";
import type { Correlation } from "./correlation.ts";
import { kendall } from "./kendall.ts";
import { partialCorrelation } from "./partial-correlation.ts";
import { pearson, pearsonOfMoments } from "./pearson.ts";
import { spearman } from "./spearman.ts";

type PValues = Readonly<Record<Alternative, GoldenNumber>>;
type Ends = readonly [number, number] | null;

interface Case {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly pearson: { readonly value: number; readonly pValue: PValues; readonly interval: Ends };
  readonly spearman: {
    readonly value: number;
    readonly asymptotic: PValues;
    readonly exact?: PValues;
    readonly interval: Ends;
  };
  readonly kendall: {
    readonly value: number;
    readonly asymptotic: PValues;
    readonly exact?: PValues;
    readonly interval: Ends;
  };
}

interface PartialCase {
  readonly name: "partial";
  readonly columns: readonly (readonly number[])[];
  readonly value: number;
  readonly pValue: PValues;
  readonly interval: Ends;
}

const { cases } = readGolden<Case | PartialCase>("correlation/correlation.json");
const pairs = cases
  .filter((golden): golden is Case => golden.name !== "partial")
  .map((golden, i) => ({ ...golden, i }));
const partial = cases
  .filter((golden): golden is PartialCase => golden.name === "partial")
  .map((golden, i) => ({ ...golden, i }));

function expectPValues(
  method: (alternative: Alternative) => Inferred<Correlation>,
  expected: PValues,
  relative: number,
): void {
  for (const alternative of ["two-sided", "less", "greater"] as const) {
    expectClose(okay(method(alternative)).pValue, expected[alternative], { relative }, alternative);
  }
}

function expectCoefficient(found: Inferred<Correlation>, value: number, ends: Ends): void {
  const { coefficient } = okay(found);
  expectClose(coefficient.value, value, { relative: 1e-12, absolute: 1e-15 }, "coefficient");
  // a coefficient of ±1 has no interval but itself
  const known = Math.abs(value) < 1 ? ends : null;
  if (Math.abs(value) < 1) expect(coefficient.interval === null).toBe(ends === null);
  if (known === null) return;
  expectClose(coefficient.interval?.low ?? Number.NaN, known[0], { relative: 1e-10, absolute: 1e-12 }, "low");
  expectClose(coefficient.interval?.high ?? Number.NaN, known[1], { relative: 1e-10, absolute: 1e-12 }, "high");
}

describe.each(pairs)("case $i, $name", (golden) => {
  const { x, y } = golden;
  test("Pearson", () => {
    expectCoefficient(pearson(x, y), golden.pearson.value, golden.pearson.interval);
    // the last digit of r moves the p-value by this much
    const slope = x.length / (1 - golden.pearson.value ** 2);
    expectPValues(
      (alternative) => pearson(x, y, { alternative }),
      golden.pearson.pValue,
      Math.max(1e-10, 4e-16 * slope),
    );
  });
  test("Spearman", () => {
    expectCoefficient(spearman(x, y), golden.spearman.value, golden.spearman.interval);
    const distribution = "asymptotic";
    expectPValues((alternative) => spearman(x, y, { alternative, distribution }), golden.spearman.asymptotic, 1e-10);
  });
  const [exactRanks, exactPairs] = [golden.spearman.exact, golden.kendall.exact];
  if (exactRanks)
    test("Spearman, exact", () => expectPValues((alternative) => spearman(x, y, { alternative }), exactRanks, 1e-13));
  test("Kendall", () => {
    expectCoefficient(kendall(x, y), golden.kendall.value, golden.kendall.interval);
    const distribution = "asymptotic";
    expectPValues((alternative) => kendall(x, y, { alternative, distribution }), golden.kendall.asymptotic, 1e-10);
  });
  if (exactPairs)
    test("Kendall, exact", () => {
      const distribution = "exact";
      expectPValues((alternative) => kendall(x, y, { alternative, distribution }), exactPairs, 1e-12);
    });
});

test.each(partial)("partial correlation $i", ({ columns: [x = [], y = [], ...controls], value, pValue, interval }) => {
  expectCoefficient(partialCorrelation([x, y], controls), value, interval);
  expectPValues((alternative) => partialCorrelation([x, y], controls, { alternative }), pValue, 1e-10);
});

test("the notebook: latency and satisfaction", () => {
  const [x, y] = [notebookLatency(), notebookSatisfaction()];
  const linear = okay(pearson(x, y));
  expect(linear.coefficient.value).toBeCloseTo(-0.6179407359, 10);
  expectClose(linear.pValue, 7.4315e-12, { relative: 1e-5 });
  expect(linear.coefficient.interval?.low).toBeCloseTo(-0.7262147191, 10);
  expect(linear.coefficient.interval?.high).toBeCloseTo(-0.4797524555, 10);
  expect(okay(spearman(x, y)).coefficient.value).toBeCloseTo(-0.6105610561, 10);
  expect(okay(kendall(x, y)).coefficient.value).toBeCloseTo(-0.4355555556, 10);
});

test("R's example: the lightness of tuna and its value", () => {
  const x = [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1];
  const y = [2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8];
  const found = okay(kendall(x, y, { alternative: "greater" }));
  expect(found.method).toBe("Kendall tau-b, exact");
  expect(found.coefficient.value).toBeCloseTo(0.4444444, 7);
  expect(found.pValue).toBeCloseTo(0.05972, 5);
});

const iris = dataFile("r_base", "iris.csv");

test.runIf(iris)("iris: petal length and width, as R has them", () => {
  const rows = readFileSync(iris ?? "", "utf8")
    .trim()
    .split("\n")
    .slice(1);
  const column = (at: number) => rows.map((row) => Number(row.split(",")[at]));
  const [x, y] = [column(3), column(4)];
  const found = okay(pearson(x, y));
  expectClose(found.coefficient.value, 0.962865431402796, { relative: 1e-12 });
  expectClose(found.coefficient.interval?.low ?? 0, 0.9490524593111143, { relative: 1e-12 });
  expectClose(found.coefficient.interval?.high ?? 0, 0.972985317378798, { relative: 1e-12 });
  expectClose(found.pValue, 4.67500390732856e-86, { relative: 1e-10 });
  expectClose(okay(spearman(x, y)).coefficient.value, 0.9376668235763412, { relative: 1e-12 });
  expectClose(okay(kendall(x, y)).coefficient.value, 0.8068906859884751, { relative: 1e-12 });
});

describe("too little to say, and what is refused", () => {
  test("too few pairs, no variation, a control that follows from the others", () => {
    for (const method of [pearson, spearman, kendall]) {
      expect(method([], []).status).toBe("undetermined");
      expect(method([1], [2]).status).toBe("undetermined");
      expect(method([1, 1, 1, 1], [1, 2, 3, 4]).status).toBe("undetermined");
      expect(() => method([1, 2], [1])).toThrow(/2 and 1 values/);
      expect(() => method([1, Number.NaN, 2], [1, 2, 3])).toThrow(/x holds NaN at position 1/);
    }
    const [x, y] = [
      [1, 2, 4, 3, 6, 5],
      [2, 1, 3, 5, 4, 6],
    ];
    expect(partialCorrelation([x, y], [x]).status).toBe("undetermined");
    expect(partialCorrelation([x, y], [[1, 1, 1, 1, 1, 1]]).status).toBe("undetermined");
    expect(partialCorrelation([x.slice(0, 3), y.slice(0, 3)], [[1, 3, 2]]).status).toBe("undetermined");
  });

  test("exact p-values are not given for ties or large samples", () => {
    const many = Array.from({ length: 200 }, (_, i) => i);
    expect(spearman([1, 2, 2, 4], [1, 2, 3, 4], { distribution: "exact" }).status).toBe("undetermined");
    expect(spearman(many, many, { distribution: "exact" }).status).toBe("undetermined");
    expect(kendall([1, 2, 2, 4], [1, 2, 3, 4], { distribution: "exact" }).status).toBe("undetermined");
    expect(kendall(many, many, { distribution: "exact" }).status).toBe("undetermined");
  });
});

const SAMPLE = fc
  .array(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -20, max: 20 })), {
    minLength: 5,
    maxLength: 30,
  })
  .filter((rows) => new Set(rows.map(([x]) => x)).size > 1 && new Set(rows.map(([, y]) => y)).size > 1);

describe("properties", () => {
  test("symmetric, and odd in each side; the order of pairs does not matter", () => {
    fc.assert(
      fc.property(SAMPLE, (rows) => {
        const [x, y] = [rows.map(([a]) => a), rows.map(([, b]) => b)];
        for (const method of [pearson, spearman, kendall]) {
          const { value } = okay(method(x, y)).coefficient;
          const near = { relative: 1e-10, absolute: 1e-13 };
          expectClose(okay(method(y, x)).coefficient.value, value, near);
          expectClose(
            okay(
              method(
                x.map((v) => -v),
                y,
              ),
            ).coefficient.value,
            -value,
            near,
          );
          expectClose(okay(method([...x].reverse(), [...y].reverse())).coefficient.value, value, near);
          expect(Math.abs(value)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test("rank correlations do not change under increasing functions; Pearson's under linear ones", () => {
    fc.assert(
      fc.property(SAMPLE, fc.integer({ min: 1, max: 50 }), (rows, scale) => {
        const [x, y] = [rows.map(([a]) => a), rows.map(([, b]) => b)];
        for (const method of [spearman, kendall]) {
          expect(
            okay(
              method(
                x.map((v) => v ** 3),
                y,
              ),
            ).coefficient,
          ).toEqual(okay(method(x, y)).coefficient);
        }
        const moved = okay(
          pearson(
            x.map((v) => scale * v - 7),
            y,
          ),
        ).coefficient.value;
        expectClose(moved, okay(pearson(x, y)).coefficient.value, { relative: 1e-10, absolute: 1e-13 });
      }),
    );
  });

  test("tau by counting all pairs", () => {
    fc.assert(
      fc.property(SAMPLE, (rows) => {
        let [score, inX, inY] = [0, 0, 0];
        for (const [i, [xi, yi]] of rows.entries()) {
          for (const [xj, yj] of rows.slice(0, i)) {
            score += Math.sign(xi - xj) * Math.sign(yi - yj);
            inX += Math.abs(Math.sign(xi - xj));
            inY += Math.abs(Math.sign(yi - yj));
          }
        }
        const found = okay(
          kendall(
            rows.map(([a]) => a),
            rows.map(([, b]) => b),
          ),
        );
        expectClose(found.coefficient.value, score / Math.sqrt(inX * inY), { relative: 1e-12, absolute: 1e-15 });
      }),
    );
  });

  test("co-moments of two parts together are those of the whole", () => {
    fc.assert(
      fc.property(SAMPLE, fc.integer({ min: 0, max: 30 }), (rows, cut) => {
        const moments = (part: typeof rows) =>
          coMomentsOf(
            part.map(([a]) => a),
            part.map(([, b]) => b),
          );
        const merged = mergeCoMoments(moments(rows.slice(0, cut)), moments(rows.slice(cut)));
        const whole = okay(pearsonOfMoments(moments(rows)));
        expect(merged.n).toBe(rows.length);
        expectClose(okay(pearsonOfMoments(merged)).coefficient.value, whole.coefficient.value, {
          relative: 1e-10,
          absolute: 1e-12,
        });
      }),
    );
  });

  test("without controls the partial correlation is Pearson's", () => {
    fc.assert(
      fc.property(SAMPLE, (rows) => {
        const [x, y] = [rows.map(([a]) => a), rows.map(([, b]) => b)];
        const [plain, found] = [okay(pearson(x, y)), okay(partialCorrelation([x, y], []))];
        expectClose(found.coefficient.value, plain.coefficient.value, { relative: 1e-12, absolute: 1e-15 });
      }),
    );
  });
});
