import { Matrix } from "../linear-algebra/matrix.ts";
import type { CoxData, CoxStratum } from "./cox-data.ts";

/** What one time with events adds to the partial likelihood; its arrays are used again for the next one. */
export interface EventTime {
  readonly stratum: CoxStratum;
  readonly time: number;
  readonly deaths: number;
  /** Log-likelihood. */
  readonly logLikelihood: number;
  /** Observed less expected predictors, summed over the events. */
  readonly score: Float64Array;
  /** Covariance of the predictors among those at risk, summed over the events. */
  readonly information: Matrix;
  /** Increment of the cumulative hazard at the predictors' means. */
  readonly hazard: number;
}

export interface CoxPoint {
  readonly coefficients: Float64Array;
  readonly ties: "efron" | "breslow";
}

/** Visits the times with events, from the last to the first of each stratum. */
export function visitEventTimes(data: CoxData, point: CoxPoint, visit: (time: EventTime) => void): void {
  const { times, matrix } = data;
  const eta = matrix.timesVector(point.coefficients);
  const shift = eta.reduce((most, x) => Math.max(most, x), Number.NEGATIVE_INFINITY);
  const weights = eta.map((x) => Math.exp(x - shift));
  const width = matrix.columns;
  for (const stratum of data.strata) {
    const risk = new RiskSums(width);
    const dead = new RiskSums(width);
    for (let at = stratum.from; at < stratum.to; ) {
      const time = times[at] as number;
      dead.clear();
      let [deaths, logLikelihood] = [0, 0];
      const score = new Float64Array(width);
      for (; at < stratum.to && times[at] === time; at++) {
        const weight = weights[at] as number;
        risk.add(matrix, at, weight);
        if (data.happened[at] === 0) continue;
        deaths++;
        dead.add(matrix, at, weight);
        logLikelihood += (eta[at] as number) - shift;
        for (let j = 0; j < width; j++) score[j] = (score[j] as number) + matrix.at(at, j);
      }
      if (deaths === 0) continue;
      const tied = expectations(risk, dead, { deaths, efron: point.ties === "efron" });
      for (let j = 0; j < width; j++) score[j] = (score[j] as number) - (tied.mean[j] as number);
      visit({
        stratum,
        time,
        deaths,
        logLikelihood: logLikelihood - tied.logSum,
        score,
        information: tied.covariance,
        hazard: tied.hazard * Math.exp(-shift),
      });
    }
  }
}

/** Weighted sums over subjects: of 1, of the predictors and of their products (lower triangle). */
class RiskSums {
  total = 0;
  readonly first: Float64Array;
  readonly second: Matrix;

  constructor(width: number) {
    this.first = new Float64Array(width);
    this.second = new Matrix(width, width);
  }

  clear(): void {
    this.total = 0;
    this.first.fill(0);
    this.second.values.fill(0);
  }

  add(matrix: Matrix, row: number, weight: number): void {
    this.total += weight;
    for (let j = 0; j < matrix.columns; j++) {
      const weighted = weight * matrix.at(row, j);
      this.first[j] = (this.first[j] as number) + weighted;
      for (let k = 0; k <= j; k++) this.second.add(j, k, weighted * matrix.at(row, k));
    }
  }
}

interface Tied {
  readonly deaths: number;
  readonly efron: boolean;
}

interface Expectations {
  readonly logSum: number;
  readonly mean: Float64Array;
  readonly covariance: Matrix;
  readonly hazard: number;
}

/** Sums over the events at a time; by Efron's method a share of the events has already left the risk set. */
function expectations(risk: RiskSums, dead: RiskSums, { deaths, efron }: Tied): Expectations {
  const width = risk.first.length;
  const mean = new Float64Array(width);
  const covariance = new Matrix(width, width);
  let [logSum, hazard] = [0, 0];
  const rounds = efron ? deaths : 1;
  for (let round = 0; round < rounds; round++) {
    const gone = efron ? round / deaths : 0;
    const times = efron ? 1 : deaths;
    const total = risk.total - gone * dead.total;
    logSum += times * Math.log(total);
    hazard += times / total;
    const means = risk.first.map((x, j) => (x - gone * (dead.first[j] as number)) / total);
    for (let j = 0; j < width; j++) {
      mean[j] = (mean[j] as number) + times * (means[j] as number);
      for (let k = 0; k <= j; k++) {
        const product = (risk.second.at(j, k) - gone * dead.second.at(j, k)) / total;
        const value = times * (product - (means[j] as number) * (means[k] as number));
        covariance.add(j, k, value);
        if (k !== j) covariance.add(k, j, value);
      }
    }
  }
  return { logSum, mean, covariance, hazard };
}
