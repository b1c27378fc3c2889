import type { Inferred } from "../../stats/inference.ts";

/** A part of the answer, or why there is none. */
export type Section<T> =
  | ({ readonly status: "ok"; readonly method: string } & T)
  | { readonly status: "undetermined"; readonly reason: string };

/** What an inference says, in the plain form that results are stored in. */
export function section<T, Plain>(found: Inferred<T>, plain: (answer: T) => Plain): Section<Plain> {
  if (found.status === "undetermined") return { status: "undetermined", reason: found.reason };
  return { ...{ status: "ok", method: found.method }, ...plain(found as T) };
}

/** Numbers as results hold them: null where there is none. */
export function plainNumbers(values: ArrayLike<number>): readonly (number | null)[] {
  return Array.from(values, (value) => (Number.isFinite(value) ? (value === 0 ? 0 : value) : null));
}
