/** What is known of a log tail probability at one place. */
export interface LogTailAt {
  /** log tail less the wanted log tail. */
  excess: number;
  /** First derivative; its sign is the same everywhere. */
  slope: number;
  /** Second derivative. */
  curvature: number;
}

const LONGEST_STEP = 50;
const MAX_STEPS = 200;

/**
 * The place where a monotone, concave log tail takes the wanted value, by Halley steps. Concavity makes it converge
 * from every start at which the tail is not constant to machine precision.
 */
export function invertLogTail(start: number, evaluate: (u: number, out: LogTailAt) => void): number {
  const at: LogTailAt = { excess: 0, slope: 0, curvature: 0 };
  let u = start;
  let last = Infinity;
  for (let i = 0; i < MAX_STEPS; i++) {
    evaluate(u, at);
    const newton = at.excess / at.slope;
    if (newton === 0 || Number.isNaN(newton)) break;
    const bend = Math.min(Math.max(1 - (0.5 * newton * at.curvature) / at.slope, 0.6), 4);
    const step = Math.min(Math.max(newton / bend, -LONGEST_STEP), LONGEST_STEP);
    u -= step;
    const size = Math.abs(step);
    if (size <= 1e-16 * Math.abs(u) || (size < 1e-12 * (1 + Math.abs(u)) && size >= last / 2)) break;
    last = size;
  }
  return u;
}
