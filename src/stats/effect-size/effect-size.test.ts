import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectClose, readGolden } from "../../../test/golden/golden.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { oneWayAnova } from "../anova/one-way-anova.ts";
import type { FourfoldTable } from "../contingency/table.ts";
import { momentsOf } from "../descriptive/moments.ts";
import type { Estimate } from "../inference.ts";
import { mannWhitney } from "../two-sample/mann-whitney.ts";
import { cliffsDelta } from "./cliffs-delta.ts";
import { cohensH } from "./cohens-h.ts";
import { oddsRatio } from "./odds-ratio.ts";
import { phi } from "./phi.ts";
import { smallSampleFactor } from "./small-sample-factor.ts";
import { standardizedDifference, standardizedMean } from "./standardized-difference.ts";
import { varianceExplained } from "./variance-explained.ts";

type Ends = readonly [number, number];

interface Standardized {
  readonly x: readonly number[];
  readonly y?: readonly number[];
  readonly d: number;
  readonly g: number;
  readonly interval: Ends;
  readonly factor: number;
}

interface Cliff {
  readonly name: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly delta: number;
  readonly se: number;
  readonly interval: Ends;
}

interface Explained {
  readonly statistic: number;
  readonly dfBetween: number;
  readonly dfWithin: number;
  readonly eta: number;
  readonly omega: number;
  readonly interval: Ends;
}

interface OfTable {
  readonly table: FourfoldTable;
  readonly value: number;
  readonly se: number;
  readonly interval: Ends;
}

interface Kinds {
  readonly "two-sample": Standardized;
  readonly "one-sample": Standardized;
  readonly cliff: Cliff;
  readonly "variance-explained": Explained;
  readonly "odds-ratio": OfTable;
  readonly phi: OfTable;
  readonly h: { readonly first: number; readonly second: number; readonly h: number };
}

const { cases } = readGolden<{ readonly kind: keyof Kinds }>("effect-size/effect-size.json");
const of = <Kind extends keyof Kinds>(kind: Kind) =>
  cases
    .filter((golden): golden is { readonly kind: Kind } & Kinds[Kind] => golden.kind === kind)
    .map((golden, i) => ({ ...golden, i }));

function expectEnds({ interval }: Pick<Estimate, "interval">, [low, high]: Ends, relative: number): void {
  const width = high - low;
  expectClose(interval?.low ?? Number.NaN, low, { relative, absolute: relative * width }, "low");
  expectClose(interval?.high ?? Number.NaN, high, { relative, absolute: relative * width }, "high");
}

test.each([...of("two-sample"), ...of("one-sample")])("$kind $i", ({ x, y, d, g, factor, interval }) => {
  const found = okay(y ? standardizedDifference(momentsOf(x), momentsOf(y)) : standardizedMean(momentsOf(x)));
  expectClose(found.cohenD.value, d, { relative: 1e-12, absolute: 1e-15 }, "d");
  expectClose(found.hedgesG.value, g, { relative: 1e-12, absolute: 1e-15 }, "g");
  expectClose(smallSampleFactor(x.length - (y ? 2 : 1) + (y?.length ?? 0)), factor, { relative: 1e-13 }, "factor");
  expectEnds(found.cohenD, interval, 1e-9);
  expectEnds(found.hedgesG, [interval[0] * factor, interval[1] * factor], 1e-9);
});

test.each(of("cliff"))("Cliff's delta $i, $name", ({ x, y, delta, se, interval }) => {
  const found = okay(cliffsDelta(x, y)).delta;
  expectClose(found.value, delta, { relative: 1e-12, absolute: 1e-15 }, "delta");
  expectClose(found.se ?? Number.NaN, se, { relative: 1e-12 }, "se");
  expectEnds(found, interval, 1e-11);
});

test.each(of("variance-explained"))("F $statistic of $dfBetween, $dfWithin", ({ eta, omega, interval, ...f }) => {
  const found = okay(varianceExplained(f));
  expectClose(found.etaSquared, eta, { relative: 1e-12 }, "eta");
  expectClose(found.omegaSquared, omega, { relative: 1e-12 }, "omega");
  expectEnds(found, interval, 1e-9);
});

test.each(of("odds-ratio"))("odds ratio $i: $table", ({ table, value, se, interval }) => {
  const found = okay(oddsRatio(table)).oddsRatio;
  expectClose(found.value, value, { relative: 1e-12 }, "odds ratio");
  expectClose(found.se ?? Number.NaN, se, { relative: 1e-12 }, "se");
  expectEnds(found, interval, 1e-12);
});

test.each(of("phi"))("phi $i: $table", ({ table, value, se, interval }) => {
  const found = okay(phi(table)).phi;
  expectClose(found.value, value, { relative: 1e-12, absolute: 1e-16 }, "phi");
  expectClose(found.se ?? Number.NaN, se, { relative: 1e-11 }, "se");
  expectEnds(found, interval, 1e-11);
});

test.each(of("h"))("Cohen's h of $first and $second", ({ first, second, h }) => {
  expectClose(cohensH(first, second), h, { relative: 1e-11, absolute: 1e-16 });
});

test("h of the experiment's example, 3.2 % to 4.8 %", () => {
  expect(cohensH(0.032, 0.048)).toBeCloseTo(0.0820544246, 10);
});

describe("too little to say, and what is refused", () => {
  test("too few values, no variance, empty margins", () => {
    const [one, flat, some] = [momentsOf([1]), momentsOf([3, 3, 3]), momentsOf([1, 2, 4])];
    expect(standardizedDifference(one, one).status).toBe("undetermined");
    expect(standardizedDifference(flat, flat).status).toBe("undetermined");
    expect(standardizedDifference(one, some).status).toBe("ok");
    expect(standardizedMean(one).status).toBe("undetermined");
    expect(standardizedMean(flat).status).toBe("undetermined");
    expect(cliffsDelta([1], [2, 3])).toMatchObject({ status: "undetermined", n: 3 });
    expect(
      oddsRatio([
        [0, 0],
        [1, 2],
      ]).status,
    ).toBe("undetermined");
    expect(
      phi([
        [0, 3],
        [0, 2],
      ]).status,
    ).toBe("undetermined");
    expect(varianceExplained({ statistic: Number.POSITIVE_INFINITY, dfBetween: 1, dfWithin: 3 }).status).toBe(
      "undetermined",
    );
  });

  test("F statistics that cannot be, missing values", () => {
    expect(() => varianceExplained({ statistic: -1, dfBetween: 1, dfWithin: 3 })).toThrow(/F is -1/);
    expect(() => cliffsDelta([1, Number.NaN], [2, 3])).toThrow(/first holds NaN/);
    expect(() => standardizedMean(momentsOf([1, 2]), { level: 2 })).toThrow(/level is 2/);
  });

  test("an empty cell of an odds ratio is said", () => {
    expect(
      okay(
        oddsRatio([
          [0, 5],
          [7, 2],
        ]),
      ).warnings,
    ).toEqual(["a cell is empty: 0.5 is added to each"]);
  });
});

const VALUES = fc
  .array(fc.integer({ min: -30, max: 30 }), { minLength: 3, maxLength: 15 })
  .filter((v) => new Set(v).size > 1);

describe("properties", () => {
  test("d and delta turn their sign with the samples; d does not change with scale and shift", () => {
    fc.assert(
      fc.property(VALUES, VALUES, fc.integer({ min: 1, max: 99 }), (x, y, scale) => {
        const d = (a: readonly number[], b: readonly number[]) =>
          okay(standardizedDifference(momentsOf(a), momentsOf(b))).cohenD;
        const near = { relative: 1e-9, absolute: 1e-9 };
        expectClose(d(y, x).value, -d(x, y).value, near);
        expectClose(d(y, x).interval?.low ?? Number.NaN, -(d(x, y).interval?.high ?? Number.NaN), near);
        const moved = (values: readonly number[]) => values.map((value) => value * scale + 5);
        expectClose(d(moved(x), moved(y)).value, d(x, y).value, near);
        expectClose(okay(cliffsDelta(y, x)).delta.value, -okay(cliffsDelta(x, y)).delta.value, near);
      }),
      { numRuns: 40 },
    );
  });

  test("delta is 2 U / nm − 1 of the Mann-Whitney test", () => {
    fc.assert(
      fc.property(VALUES, VALUES, (x, y) => {
        const found = mannWhitney(x, y, { distribution: "asymptotic" });
        if (found.status === "undetermined") return;
        expectClose(okay(cliffsDelta(x, y)).delta.value, 2 * found.superiority - 1, {
          relative: 1e-12,
          absolute: 1e-14,
        });
      }),
    );
  });

  test("eta squared is the share of the sums of squares, and lies above omega squared", () => {
    fc.assert(
      fc.property(fc.array(VALUES, { minLength: 2, maxLength: 4 }), (groups) => {
        const anova = okay(oneWayAnova(groups.map((values) => momentsOf(values))));
        const { etaSquared, omegaSquared, interval } = okay(varianceExplained(anova));
        const { sumOfSquaresBetween: between, sumOfSquaresWithin: within } = anova;
        expectClose(etaSquared, between / (between + within), { relative: 1e-11, absolute: 1e-14 });
        expect(omegaSquared).toBeLessThanOrEqual(etaSquared);
        expect(interval.low).toBeLessThanOrEqual(interval.high);
      }),
      { numRuns: 40 },
    );
  });
});
