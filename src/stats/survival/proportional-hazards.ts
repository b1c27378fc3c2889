import { chiSquared } from "../distributions/chi-squared.ts";
import { type Inferred, undetermined } from "../inference.ts";
import { Cholesky } from "../linear-algebra/cholesky.ts";
import { addScaled, dot, Matrix } from "../linear-algebra/matrix.ts";
import type { ChiSquaredTest, CoxFit } from "./cox.ts";
import { type CoxInput, coxData } from "./cox-data.ts";
import { visitEventTimes } from "./cox-likelihood.ts";
import { kaplanMeier } from "./kaplan-meier.ts";
import { lifeTable } from "./life-table.ts";

/** The scale of time on which a coefficient is suspected to change. */
export type TimeScale = "survival" | "identity" | "log";

export interface ProportionalHazards {
  readonly predictors: readonly ({ readonly name: string } & ChiSquaredTest)[];
  /** All together. */
  readonly overall: ChiSquaredTest;
}

/**
 * Whether coefficients change with time: the score test of an interaction of each predictor with a scale of time
 * (Grambsch, Therneau 1994, as computed by R's survival from 3.0). `survival` is 1 - Kaplan-Meier, so that outlying
 * times have no leverage.
 */
export function proportionalHazardsTest(
  input: CoxInput,
  fit: CoxFit,
  { scale = "survival" }: { readonly scale?: TimeScale } = {},
): Inferred<ProportionalHazards> {
  const method = "score test of proportional hazards";
  const { ties = "efron" } = input;
  const names = fit.coefficients.map(({ name }) => name);
  const data = coxData({ ...input, predictors: input.predictors.filter(({ name }) => names.includes(name)) });
  const n = data.times.length;
  const coefficients = Float64Array.from(fit.coefficients, ({ value }) => value);
  const scaleOf = timeScale(input, scale);
  const width = names.length;
  const plain = new Matrix(width, width);
  const mixed = new Matrix(width, width);
  const squared = new Matrix(width, width);
  const score = new Float64Array(width);
  const centre = meanScale(input, scaleOf);
  visitEventTimes(data, { coefficients, ties }, (time) => {
    const at = scaleOf(time.time) - centre;
    addScaled(score, time.score, at);
    addScaled(plain.values, time.information.values, 1);
    addScaled(mixed.values, time.information.values, at);
    addScaled(squared.values, time.information.values, at * at);
  });
  const inverse = Cholesky.of(plain, 0)?.inverse();
  if (inverse === undefined) return undetermined(method, n, "the information about the coefficients is singular");
  const explained = mixed.times(inverse).times(mixed);
  const left = new Matrix(
    width,
    width,
    squared.values.map((value, i) => value - (explained.values[i] as number)),
  );
  const factor = Cholesky.of(left, 1e-12);
  if (factor === null) return undetermined(method, n, "events at too few times to see a change");
  const test = (statistic: number, df: number): ChiSquaredTest => ({
    statistic,
    df,
    pValue: chiSquared(df).sf(statistic),
  });
  return {
    status: "ok",
    method: `${method}, time as ${scale}`,
    n,
    assumptions: ["censoring does not depend on the hazard given the predictors", "many events"],
    warnings: [],
    predictors: names.map((name, j) => ({ name, ...test((score[j] as number) ** 2 / left.at(j, j), 1) })),
    overall: test(dot(score, factor.solve(score)), width),
  };
}

function timeScale({ times, events }: CoxInput, scale: TimeScale): (time: number) => number {
  if (scale === "identity") return (time) => time;
  if (scale === "log") return Math.log;
  const curve = kaplanMeier(lifeTable({ times, events }));
  const before = new Map<number, number>();
  let survival = 1;
  for (const point of curve.status === "ok" ? curve.points : []) {
    before.set(point.time, 1 - survival);
    survival = point.survival;
  }
  return (time) => before.get(time) ?? 0;
}

/** Over the events. */
function meanScale({ times, events }: CoxInput, scaleOf: (time: number) => number): number {
  let [sum, count] = [0, 0];
  for (let i = 0; i < times.length; i++) {
    if (events[i] !== 1) continue;
    sum += scaleOf(times[i] as number);
    count++;
  }
  return sum / count;
}
