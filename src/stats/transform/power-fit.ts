import { momentsOf } from "../descriptive/moments.ts";
import { compensatedSum } from "../descriptive/sum.ts";
import { type Inferred, type Interval, undetermined } from "../inference.ts";
import { bracketedRoot } from "../special/bracketed-root.ts";
import type { Transform } from "./transform.ts";

export interface PowerFit {
  readonly lambda: number;
  /** 95 %, by the profile likelihood; null where it does not end within reach. */
  readonly interval: Interval | null;
  /** Of normal values after the transform, at its most likely mean and variance. */
  readonly logLikelihood: number;
  readonly transform: Transform;
}

/** A family of transforms by one parameter, at given values. */
export interface PowerFamily {
  readonly method: string;
  readonly n: number;
  readonly image: (lambda: number) => Float64Array;
  /** Derivative of each image by lambda. */
  readonly slope: (lambda: number) => Float64Array;
  /** The derivative by lambda of the log Jacobian, which does not depend on it. */
  readonly jacobian: number;
  readonly transform: (lambda: number) => Transform;
}

/** Beyond this the transform is no longer a matter of scale, and its numbers overflow. */
const LARGEST = 30;

/**
 * The lambda of the largest profile likelihood, as the root of its derivative: the likelihood itself is too flat at
 * its top to find more than half the digits.
 */
export function fitPower(family: PowerFamily): Inferred<PowerFit> {
  const { method, n } = family;
  const score = (lambda: number): number => {
    const [image, slope] = [family.image(lambda), family.slope(lambda)];
    const { mean, m2 } = momentsOf(image);
    return family.jacobian - (n * compensatedSum(image.map((y, i) => (y - mean) * (slope[i] as number)))) / m2;
  };
  const search = (lambda: number): number => {
    if (Math.abs(lambda) > LARGEST) throw new NoMaximum();
    return -score(lambda);
  };
  try {
    const lambda = bracketedRoot(search, { start: 1, step: 0.5 });
    const logLikelihood = profile(family, lambda);
    return {
      status: "ok",
      method,
      n,
      assumptions: ["some power of the values is normal"],
      warnings: [],
      lambda,
      interval: profileInterval(family, lambda, logLikelihood),
      logLikelihood,
      transform: family.transform(lambda),
    };
  } catch (error) {
    if (!(error instanceof NoMaximum)) throw error;
    return undetermined(method, n, `no lambda between -${LARGEST} and ${LARGEST} is most likely`);
  }
}

/** The log likelihood at its most likely mean and variance. */
function profile({ image, n, jacobian }: PowerFamily, lambda: number): number {
  return -0.5 * n * Math.log(momentsOf(image(lambda)).m2 / n) + (lambda - 1) * jacobian;
}

/** Half the 95 % quantile of chi-squared with one degree of freedom: how far the likelihood falls at the ends. */
const FALL = 1.920729410347062;
const HALVINGS = 40;

/** Where the profile likelihood has fallen by as much as chance explains, on both sides of its top. */
function profileInterval(family: PowerFamily, lambda: number, top: number): Interval | null {
  const fallen = (at: number): boolean => !(profile(family, at) > top - FALL);
  const end = (direction: 1 | -1): number | null => {
    let step = 1 / Math.sqrt(family.n);
    while (!fallen(lambda + direction * step)) {
      step *= 2;
      if (step > LARGEST) return null;
    }
    let [inside, outside] = [0, step];
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (inside + outside) / 2;
      if (fallen(lambda + direction * middle)) outside = middle;
      else inside = middle;
    }
    return lambda + direction * outside;
  };
  const [low, high] = [end(-1), end(1)];
  return low === null || high === null ? null : { low, high, level: 0.95 };
}

class NoMaximum extends Error {}
