import { AppError } from "../../core/errors.ts";
import { countBelow } from "../descriptive/bisect.ts";
import { sorted } from "../descriptive/quantile.ts";
import { type Inferred, undetermined } from "../inference.ts";

/**
 * Intervals in a row. A bin holds values above its lower edge up to its upper one; the first holds its lower edge too.
 */
export interface Bins {
  /** Ascending; one more than bins. */
  readonly edges: Float64Array;
}

/** Bins between given edges, which must ascend. */
export function binsAt(edges: ArrayLike<number>): Bins {
  for (let i = 1; i < edges.length; i++) {
    if ((edges[i] as number) > (edges[i - 1] as number)) continue;
    throw new AppError("USAGE", `edge ${edges[i]} follows ${edges[i - 1]}`, { hint: "give distinct ascending edges" });
  }
  if (edges.length < 2) throw new AppError("USAGE", `${edges.length} edges make no bin`, { hint: "give two or more" });
  return { edges: Float64Array.from(edges) };
}

/** The bin of a value, from 0; null outside of all. */
export function binOf({ edges }: Bins, value: number): number | null {
  if (value === edges[0]) return 0;
  const at = countBelow(edges, value) - 1;
  return at >= 0 && at < edges.length - 1 ? at : null;
}

/** Bins of equal width from the smallest to the largest value. */
export function equalWidthBins(values: ArrayLike<number>, count: number): Inferred<Bins> {
  const ascending = sorted(values);
  const [low, high] = [ascending[0], ascending.at(-1)];
  const method = `${count} bins of equal width`;
  if (low === undefined || high === undefined || low === high) {
    return undetermined(method, ascending.length, low === undefined ? "there are no values" : "the values do not vary");
  }
  const edges = Float64Array.from({ length: count + 1 }, (_, i) => low + ((high - low) * i) / count);
  edges[count] = high;
  return { ...binning(method, ascending.length), ...binsAt(edges) };
}

export function binning(method: string, n: number, warnings: readonly string[] = []) {
  return { status: "ok", method, n, assumptions: [], warnings } as const;
}
