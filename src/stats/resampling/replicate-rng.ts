import { createRng, type Rng } from "../../core/rng.ts";

/**
 * A stream of its own for each replicate, so that the result is the same in any order and on any number of threads.
 * For one seed no two replicates share a stream: the mix (Murmur3's finaliser) is a bijection of the index.
 */
export function replicateRng(seed: number, index: number): Rng {
  let mixed = (index + Math.imul(seed | 0, 0x9e3779b1)) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return createRng(mixed ^ (mixed >>> 16) ^ seed);
}

/** A whole number from 0 to `below` - 1. */
export function drawBelow(rng: Rng, below: number): number {
  return Math.floor(rng() * below);
}
