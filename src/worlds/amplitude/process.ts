import { bucketRanges } from "../bucket.ts";
import { SEGMENTS } from "./parameters.ts";
import { KINDS, OPEN, SYMBOLS } from "./vocabulary.ts";

/** Every planted probability is a whole number of these parts. */
export const PARTS = 256;

/** Weights to whole parts of 256 that sum to 256. */
export function inParts(weights: readonly number[]): readonly number[] {
  return bucketRanges(
    weights.map((weight, value) => ({ value, weight })),
    PARTS,
  ).map(({ lo, hi }) => hi - lo);
}

const KIND_WEIGHTS = KINDS.map(({ weight }) => weight);
const SELF = 0.22;
const FOLLOW = 0.5;

/** The kind that `before, last` prefers: each kind for about its weight's share of the pairs. */
function preferred(before: number, last: number): number {
  const total = KIND_WEIGHTS.reduce((sum, w) => sum + w, 0);
  const point = (((before * SYMBOLS + last) * 0.618_033_988_75 + last * 0.271) % 1) * total;
  let sum = 0;
  return KIND_WEIGHTS.findIndex((w) => {
    sum += w;
    return point < sum;
  });
}

/**
 * Chances, in parts, of each kind given the two symbols before it (kinds, or OPEN). Half of the mass follows the
 * pair, so a model that sees one symbol loses what the one before it tells.
 */
export function kindParts(before: number, last: number): readonly number[] {
  if (last === OPEN) return inParts(KIND_WEIGHTS);
  const choice = preferred(before, last);
  const total = KIND_WEIGHTS.reduce((sum, w) => sum + w, 0);
  return inParts(
    KIND_WEIGHTS.map(
      (w, kind) => (kind === choice ? FOLLOW : 0) + (kind === last ? SELF : 0) + (1 - FOLLOW - SELF) * (w / total),
    ),
  );
}

/** States of the hidden Markov model over pages. */
export const STATES = ["reviewing", "rating", "submitting", "renewing", "overseeing"] as const;

/** Given the state before, in parts. */
export const TRANSITIONS: readonly (readonly number[])[] = [
  [0.9, 0.04, 0.02, 0.02, 0.02],
  [0.05, 0.88, 0.04, 0.02, 0.01],
  [0.03, 0.06, 0.88, 0.02, 0.01],
  [0.05, 0.02, 0.03, 0.88, 0.02],
  [0.06, 0.01, 0.02, 0.02, 0.89],
].map(inParts);

/** Pages given the state, in parts. */
export const EMISSIONS: readonly (readonly number[])[] = [
  [0.55, 0.28, 0.02, 0.01, 0.05, 0.04, 0.02, 0.01, 0.005, 0.005, 0.005, 0.005],
  [0.2, 0.05, 0.005, 0.005, 0.01, 0.03, 0.01, 0.02, 0.01, 0.005, 0.005, 0.65],
  [0.05, 0.05, 0.01, 0.005, 0.01, 0.02, 0.3, 0.25, 0.27, 0.01, 0.005, 0.02],
  [0.06, 0.06, 0.01, 0.01, 0.02, 0.03, 0.02, 0.08, 0.01, 0.42, 0.26, 0.02],
  [0.04, 0.03, 0.36, 0.2, 0.25, 0.08, 0.01, 0.01, 0.005, 0.005, 0.005, 0.005],
].map(inParts);

const STARTS: Readonly<Record<(typeof SEGMENTS)[number]["name"], readonly number[]>> = {
  underwriter: inParts([0.3, 0.15, 0.4, 0.12, 0.03]),
  analyst: inParts([0.2, 0.65, 0.05, 0.05, 0.05]),
  manager: inParts([0.12, 0.02, 0.03, 0.03, 0.8]),
  occasional: inParts([0.8, 0.03, 0.03, 0.04, 0.1]),
};

/** The state after a window was opened, in parts, by segment in the order of `SEGMENTS`. */
export const STATE_STARTS: readonly (readonly number[])[] = SEGMENTS.map(({ name }) => STARTS[name]);
