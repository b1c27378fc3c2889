import { AppError } from "../../core/errors.ts";

/** A change of scale that can be undone; its name and parameters are all that is needed to make it again. */
export interface Transform {
  readonly name: string;
  readonly parameters: Readonly<Record<string, number>>;
  /** Fails with `USAGE` where the value has no image. */
  readonly apply: (value: number) => number;
  /** The value whose image this is. */
  readonly invert: (image: number) => number;
}

/** log(1 + x) for values above -1, for counts and amounts that may be zero; exact near zero. */
export function log1pTransform(): Transform {
  return {
    name: "log1p",
    parameters: {},
    apply: (value) => Math.log1p(requireAbove(value, -1, "log1p")),
    invert: Math.expm1,
  };
}

export function requireAbove(value: number, low: number, name: string): number {
  if (value > low) return value;
  throw new AppError("USAGE", `${name} has no image of ${value}`, { hint: `give values above ${low}` });
}
