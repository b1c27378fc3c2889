import { chiSquared } from "../distributions/chi-squared.ts";
import { type Inferred, type Interval, undetermined } from "../inference.ts";
import { Cholesky, independentColumns } from "../linear-algebra/cholesky.ts";
import { dot, Matrix } from "../linear-algebra/matrix.ts";
import { type Coefficient, coefficientsOf } from "../regression/coefficient.ts";
import { aliasWarnings } from "../regression/linear-fit.ts";
import { concordance } from "./concordance.ts";
import { type CoxData, type CoxInput, coxData } from "./cox-data.ts";
import { visitEventTimes } from "./cox-likelihood.ts";

export interface ChiSquaredTest {
  readonly statistic: number;
  readonly df: number;
  readonly pValue: number;
}

export interface CoxCoefficient extends Coefficient {
  /** exp(coefficient): how many times the hazard is as high per unit of the predictor. */
  readonly hazardRatio: { readonly value: number; readonly interval: Interval };
}

export interface BaselineHazard {
  /** Null where there are no strata. */
  readonly stratum: number | string | null;
  /** Times with events, ascending. */
  readonly times: Float64Array;
  /** At the predictors' means; survival there is exp(-cumulativeHazard). */
  readonly cumulativeHazard: Float64Array;
}

export interface CoxFit {
  readonly coefficients: readonly CoxCoefficient[];
  readonly aliased: readonly string[];
  readonly covariance: Matrix;
  readonly events: number;
  readonly logLikelihood: number;
  readonly nullLogLikelihood: number;
  readonly likelihoodRatio: ChiSquaredTest;
  readonly wald: ChiSquaredTest;
  readonly score: ChiSquaredTest;
  /** Of pairs whose order is known, the share that the model orders rightly (Harrell's C); null without such pairs. */
  readonly concordance: number | null;
  /** Of the predictors with a coefficient, in their order: the point of the baseline. */
  readonly means: Float64Array;
  readonly baseline: readonly BaselineHazard[];
  readonly iterations: number;
}

const MOST_ITERATIONS = 50;

/** A Newton step that moves no log hazard by more is followed by a last one, which is exact to rounding. */
const RESTING = 1e-7;

/** Of a predictor's information, what must be left when those before it are taken out. */
const TOLERANCE = 1e-11;

/**
 * Cox's proportional hazards regression by Newton's method on the partial likelihood, with normal tests. Where a
 * predictor orders the events perfectly the likelihood has no maximum and the answer is undetermined.
 */
export function coxRegression(input: CoxInput): Inferred<CoxFit> {
  const { predictors, ties = "efron", level = 0.95 } = input;
  const method = `Cox regression, ${ties === "efron" ? "Efron" : "Breslow"} ties`;
  const all = coxData(input);
  const n = all.times.length;
  if (all.events === 0 || predictors.length === 0) {
    return undetermined(method, n, all.events === 0 ? "no event happened" : "there are no predictors");
  }
  const atZero = evaluate(all, new Float64Array(predictors.length), ties);
  const kept = independentColumns(atZero.information, TOLERANCE);
  if (kept.length === 0) return undetermined(method, n, "no predictor varies among the subjects at risk");
  const data = {
    ...all,
    matrix: Matrix.ofColumns(
      kept.map((j) => all.matrix.column(j)),
      n,
    ),
  };
  const names = kept.map((j) => predictors[j]?.name ?? "");
  const found = maximise(data, ties);
  if (found === null) return undetermined(method, n, `the fit did not converge in ${MOST_ITERATIONS} steps`);
  if ("monotone" in found) {
    const by = found.monotone.map((j) => names[j]).join(", ");
    return undetermined(method, n, `the likelihood grows without end along ${by}: no estimate exists`);
  }
  const { coefficients: values, at, start, iterations } = found;
  const covariance = Cholesky.of(at.information, 0)?.inverse();
  const table = covariance && coefficientsOf({ names, values, covariance, df: Number.POSITIVE_INFINITY, level });
  if (!covariance || !table) return undetermined(method, n, "a coefficient has no measurable error");
  const test = (statistic: number): ChiSquaredTest => ({
    statistic,
    df: kept.length,
    pValue: chiSquared(kept.length).sf(statistic),
  });
  const aliased = predictors.filter((_, j) => !kept.includes(j)).map(({ name }) => name);
  return {
    status: "ok",
    method,
    n,
    assumptions: [
      "hazards of subjects are proportional over time",
      "censoring does not depend on the hazard given the predictors",
    ],
    warnings: [
      ...aliasWarnings(aliased),
      ...(all.events < 10 * kept.length ? [`only ${all.events} events for ${kept.length} coefficients`] : []),
    ],
    coefficients: table.map((one) => ({ ...one, hazardRatio: ratioOf(one) })),
    aliased,
    covariance,
    events: all.events,
    logLikelihood: at.logLikelihood,
    nullLogLikelihood: start.logLikelihood,
    likelihoodRatio: test(Math.max(0, 2 * (at.logLikelihood - start.logLikelihood))),
    wald: test(dot(values, at.information.timesVector(values))),
    score: test(dot(start.score, start.step)),
    concordance: concordance(data, data.matrix.timesVector(values)),
    means: Float64Array.from(kept, (j) => all.means[j] as number),
    baseline: baselineOf(data, values, ties),
    iterations,
  };
}

function ratioOf({ value, interval }: Coefficient): CoxCoefficient["hazardRatio"] {
  const { low, high, level } = interval;
  return { value: Math.exp(value), interval: { low: Math.exp(low), high: Math.exp(high), level } };
}

interface Evaluation {
  readonly logLikelihood: number;
  readonly score: Float64Array;
  readonly information: Matrix;
  /** Newton's; zeros where the information is singular. */
  readonly step: Float64Array;
}

function evaluate(data: CoxData, coefficients: Float64Array, ties: "efron" | "breslow"): Evaluation {
  const width = data.matrix.columns;
  const score = new Float64Array(width);
  const information = new Matrix(width, width);
  let logLikelihood = 0;
  visitEventTimes(data, { coefficients, ties }, (time) => {
    logLikelihood += time.logLikelihood;
    for (let j = 0; j < width; j++) score[j] = (score[j] as number) + (time.score[j] as number);
    for (let at = 0; at < width * width; at++) {
      information.values[at] = (information.values[at] as number) + (time.information.values[at] as number);
    }
  });
  const step = Cholesky.of(information, 0)?.solve(score) ?? new Float64Array(width);
  return { logLikelihood, score, information, step };
}

interface Maximum {
  readonly coefficients: Float64Array;
  readonly at: Evaluation;
  readonly start: Evaluation;
  readonly iterations: number;
}

/** Null without convergence; the columns along which the likelihood is monotone where it has no maximum. */
function maximise(data: CoxData, ties: "efron" | "breslow"): Maximum | { readonly monotone: readonly number[] } | null {
  let coefficients = new Float64Array(data.matrix.columns);
  const start = evaluate(data, coefficients, ties);
  let at = start;
  for (let iterations = 1; iterations <= MOST_ITERATIONS; iterations++) {
    const moved = data.matrix.timesVector(at.step).reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    if (moved <= RESTING) {
      const last = coefficients.map((x, j) => x + (at.step[j] as number));
      return { coefficients: last, at: evaluate(data, last, ties), start, iterations };
    }
    let [scale, next, point] = [1, at, coefficients];
    for (let halvings = 0; halvings < 30; halvings++, scale /= 2) {
      const { step } = at;
      point = coefficients.map((x, j) => x + scale * (step[j] as number));
      next = evaluate(data, point, ties);
      if (next.logLikelihood >= at.logLikelihood - 1e-10 * Math.abs(at.logLikelihood)) break;
    }
    const gain = next.logLikelihood - at.logLikelihood;
    if (iterations >= 8 && scale === 1 && moved > 0.4 && gain < 1e-5) {
      const { step } = at;
      return {
        monotone: Array.from(step.keys()).filter(
          (j) => Math.abs(step[j] as number) > 1e-3 * Math.abs(point[j] as number),
        ),
      };
    }
    [coefficients, at] = [point, next];
  }
  return null;
}

function baselineOf(data: CoxData, coefficients: Float64Array, ties: "efron" | "breslow"): readonly BaselineHazard[] {
  return data.strata.map((stratum) => {
    const steps: { readonly time: number; readonly hazard: number }[] = [];
    visitEventTimes({ ...data, strata: [stratum] }, { coefficients, ties }, ({ time, hazard }) => {
      steps.push({ time, hazard });
    });
    steps.reverse();
    let total = 0;
    return {
      stratum: stratum.label,
      times: Float64Array.from(steps, ({ time }) => time),
      cumulativeHazard: Float64Array.from(steps, ({ hazard }) => {
        total += hazard;
        return total;
      }),
    };
  });
}
