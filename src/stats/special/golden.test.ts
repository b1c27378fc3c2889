import { expect, test } from "vitest";
import { expectClose, type GoldenNumber, readGolden } from "../../../test/golden/golden.ts";
import { erf, erfc, erfcx } from "./erf.ts";
import { erfcinv, erfinv } from "./erf-inverse.ts";
import { digamma, lgamma, logBeta, logChoose, stirlingError } from "./gamma.ts";
import { hyp2f1 } from "./hyp2f1.ts";
import { log1mExp, log1pMinus } from "./logarithms.ts";

interface Case {
  readonly name: string;
  readonly arguments: readonly number[];
  readonly value: GoldenNumber;
}

type Function = (...values: number[]) => number;

/** Functions with their largest relative error, and absolute error near a zero of the function. */
const FUNCTIONS: [name: string, of: Function, relative: number, absolute?: number][] = [
  ["lgamma", (x = 0) => lgamma(x), 4e-15],
  ["stirlingError", (x = 0) => stirlingError(x), 1e-13, 2e-15],
  ["digamma", (x = 0) => digamma(x), 1e-14],
  ["erf", (x = 0) => erf(x), 1e-15],
  ["erfc", (x = 0) => erfc(x), 2e-15],
  ["erfcx", (x = 0) => erfcx(x), 2e-15],
  ["erfinv", (y = 0) => erfinv(y), 2e-15],
  ["erfcinv", (q = 0) => erfcinv(q), 2e-15],
  ["log1pMinus", (x = 0) => log1pMinus(x), 2e-15],
  ["log1mExp", (x = 0) => log1mExp(x), 2e-15],
  ["logBeta", (a = 0, b = 0) => logBeta(a, b), 1e-14],
  ["logChoose", (n = 0, k = 0) => logChoose(n, k), 1e-14],
  ["hyp2f1", (a = 0, b = 0, c = 0, x = 0) => hyp2f1({ a, b, c }, x), 1e-11],
];

const { cases } = readGolden<Case>("distributions/special.json");

test.each(FUNCTIONS)("%s", (name, of, relative, absolute = 0) => {
  const own = cases.filter((one) => one.name === name);
  expect(own.length).toBeGreaterThan(5);
  for (const { arguments: values, value } of own) {
    expectClose(of(...values), value, { relative, absolute }, `${name}(${values.join(", ")})`);
  }
});

test("poles, ends and what is not defined", () => {
  expect([lgamma(0), lgamma(-3), logChoose(5, 6), log1mExp(0)]).toEqual([Infinity, Infinity, -Infinity, -Infinity]);
  expect([erfc(30), erfcx(-30), erfinv(1), erfcinv(2), erfcinv(0)]).toEqual([
    0,
    Infinity,
    Infinity,
    -Infinity,
    Infinity,
  ]);
  expect(hyp2f1({ a: 1, b: 1, c: 2 }, 1)).toBeNaN();
  expect(hyp2f1({ a: 1, b: 1, c: -2 }, 0.5)).toBeNaN();
  expect(hyp2f1({ a: 1, b: 1, c: 3 }, 1.5)).toBeNaN();
});
