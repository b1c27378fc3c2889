import { momentsOf } from "../descriptive/moments.ts";
import { compensatedSum } from "../descriptive/sum.ts";
import { type Inferred, undetermined } from "../inference.ts";
import { bracketedRoot } from "../special/bracketed-root.ts";
import type { Transform } from "./transform.ts";

export interface PowerFit {
  readonly lambda: number;
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
    const { m2 } = momentsOf(family.image(lambda));
    return {
      status: "ok",
      method,
      n,
      assumptions: ["some power of the values is normal"],
      warnings: [],
      lambda,
      logLikelihood: -0.5 * n * Math.log(m2 / n) + (lambda - 1) * family.jacobian,
      transform: family.transform(lambda),
    };
  } catch (error) {
    if (!(error instanceof NoMaximum)) throw error;
    return undetermined(method, n, `no lambda between -${LARGEST} and ${LARGEST} is most likely`);
  }
}

class NoMaximum extends Error {}
