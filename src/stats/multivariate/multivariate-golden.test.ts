import { expect, test } from "vitest";
import { expectClose, readGolden } from "../../../test/golden/golden.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { rounded, SeededData } from "../../../test/golden/seeded-data.ts";
import { Matrix } from "../linear-algebra/matrix.ts";
import { crossProducts } from "./cross-products.ts";
import { oblimin } from "./oblimin.ts";
import { componentScores, principalComponents } from "./principal-components.ts";
import { promax, type Rotation, varimax } from "./rotation.ts";

interface ComponentsCase {
  readonly seed: number;
  readonly n: number;
  readonly p: number;
  readonly shift: number;
  readonly scaled: boolean;
  readonly variances: readonly number[];
  readonly first: readonly number[];
  readonly second: readonly number[];
  readonly score: readonly number[];
  readonly varimax?: readonly number[];
  readonly varimaxCriterion?: number;
  readonly promax?: number;
  readonly promaxCorrelation?: number;
  readonly oblimin?: number;
  readonly obliminCorrelation?: number;
  readonly obliminCriterion?: number;
}

const { cases } = readGolden<ComponentsCase>("multivariate/multivariate.json");

function columnsOf({ seed, n, p, shift }: ComponentsCase) {
  const data = new SeededData(seed);
  const columns = Array.from({ length: p }, () => data.normals(n));
  for (let j = 3; j <= p; j++) {
    const [own, factor] = [columns[j - 1] ?? [], columns[1 - (j % 2)] ?? []];
    columns[j - 1] = Float64Array.from(own, (x, i) => rounded(x + (j % 2 === 0 ? 1.5 : 1) * (factor[i] ?? 0)));
  }
  return columns.map((values, j) => ({ name: `v${j + 1}`, values: values.map((x) => x + shift) }));
}

const absolute = (matrix: Matrix): number => matrix.values.reduce((sum, x) => sum + Math.abs(x), 0);
/** The variance of squared loadings per factor, every variable of length one. */
function varimaxCriterion(loadings: Matrix): number {
  const lengths = Array.from({ length: loadings.rows }, (_, i) => loadings.at(i, 0) ** 2 + loadings.at(i, 1) ** 2);
  return [0, 1].reduce((sum, j) => {
    const squares = Array.from(loadings.column(j), (x, i) => (x * x) / (lengths[i] ?? 1));
    const mean = squares.reduce((total, x) => total + x / squares.length, 0);
    return sum + squares.reduce((total, x) => total + (x * x) / squares.length, 0) - mean * mean;
  }, 0);
}

const correlation = ({ factorCorrelations }: Rotation): number => Math.abs(factorCorrelations.at(0, 1));

test.each(cases)("components $seed: $n x $p, scaled $scaled, shift $shift", (golden) => {
  const columns = columnsOf(golden);
  const fit = okay(principalComponents(crossProducts(columns), { on: golden.scaled ? "correlation" : "covariance" }));
  const [first, second] = fit.components;
  golden.variances.forEach((variance, at) => {
    expectClose(fit.components[at]?.variance ?? 0, variance, { relative: 1e-11 }, `variance ${at}`);
  });
  // a vector is known to rounding over the gap to the next variance
  const gap = { relative: 0, absolute: 1e-10 };
  golden.first.forEach((weight, j) => {
    expectClose(first?.weights[j] ?? 0, weight, gap, "first");
  });
  golden.second.forEach((weight, j) => {
    expectClose(second?.weights[j] ?? 0, weight, gap, "second");
  });
  const scores = componentScores(fit, columns, 2);
  golden.score.forEach((score, at) => {
    expectClose(scores.at(golden.n - 1, at), score, { relative: 0, absolute: 1e-9 }, "score");
  });
});

test.each(cases.filter(({ varimax: known }) => known !== undefined))("rotations $seed: $n x $p", (golden) => {
  const fit = okay(principalComponents(crossProducts(columnsOf(golden))));
  const loadings = Matrix.ofColumns(fit.components.slice(0, 2).map((component) => component.loadings));
  // R ends its rotations when their criterion rests, with half the digits of the loadings
  const half = { relative: 1e-6 };
  const orthogonal = varimax(loadings).loadings;
  const squares = [1, 0].map((j) => orthogonal.column(j).reduce((sum, x) => sum + x * x, 0));
  golden.varimax?.forEach((wanted, j) => {
    expectClose(squares[j] ?? 0, wanted, { relative: 1e-4 }, "varimax squares");
  });
  expect(varimaxCriterion(orthogonal)).toBeGreaterThanOrEqual((golden.varimaxCriterion ?? 1) * (1 - 1e-13));
  // its promax starts from a varimax of five digits
  expectClose(absolute(promax(loadings).loadings), golden.promax ?? 0, { relative: 1e-3 }, "promax");
  expectClose(
    correlation(promax(loadings)),
    golden.promaxCorrelation ?? 0,
    { relative: 0, absolute: 1e-3 },
    "promax r",
  );
  const oblique = oblimin(loadings);
  if (oblique === null) throw new Error("converged");
  expectClose(absolute(oblique.loadings), golden.oblimin ?? 0, half, "oblimin");
  expectClose(correlation(oblique), golden.obliminCorrelation ?? 0, { relative: 0, absolute: 1e-6 }, "oblimin r");
  expect(oblique.factorCorrelations.at(0, 0)).toBeCloseTo(1, 12);
});
