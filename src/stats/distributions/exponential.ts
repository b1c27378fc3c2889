import { type Distribution, requirePositive } from "./distribution.ts";
import { weibull } from "./weibull.ts";

/** Exponential distribution with mean 1 / rate. @throws AppError USAGE unless rate is positive */
export function exponential(rate: number): Distribution {
  requirePositive("exponential", { rate });
  return weibull(1, 1 / rate);
}
