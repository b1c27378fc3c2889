/** An interval that covers the true value in `level` (0..1) of repetitions. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly level: number;
}

/** A number with its uncertainty, in the unit of the value. */
export interface Estimate {
  readonly value: number;
  /** Standard error; null where the method gives none. */
  readonly se: number | null;
  /** Null where the method gives none. */
  readonly interval: Interval | null;
}

/** The question cannot be answered from these data: too few values, no variance, a window still open. */
export interface Undetermined {
  readonly status: "undetermined";
  readonly method: string;
  /** Units that were usable. */
  readonly n: number;
  /** A sentence: what is missing. */
  readonly reason: string;
}

/** What every inference says about itself. */
export interface Inference {
  readonly status: "ok";
  /** The method's name as the field knows it, with its variant: "Welch t test". */
  readonly method: string;
  /** Units used. */
  readonly n: number;
  /** What must hold for the numbers to mean what they say. */
  readonly assumptions: readonly string[];
  /** What is doubtful about these data: ties, small cells, values left out. */
  readonly warnings: readonly string[];
}

/** An answer of shape `T`, or why there is none; numbers in it are finite unless its documentation says otherwise. */
export type Inferred<T> = (Inference & T) | Undetermined;

/** What a two-sided, lower or upper alternative claims about the parameter. */
export type Alternative = "two-sided" | "less" | "greater";

export function undetermined(method: string, n: number, reason: string): Undetermined {
  return { status: "undetermined", method, n, reason };
}
