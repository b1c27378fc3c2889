import type { Rng } from "../../core/rng.ts";

/** A uniform draw of 53 bits in the open interval (0, 1). */
export function uniformDraw(rng: Rng): number {
  const high = Math.floor(rng() * 2 ** 27);
  const low = Math.floor(rng() * 2 ** 25);
  return (high * 2 ** 25 + low + 0.5) * 2 ** -52;
}
