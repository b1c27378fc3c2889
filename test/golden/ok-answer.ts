import type { Inferred } from "../../src/stats/inference.ts";

/** The answer, or the test fails with the reason why there is none. */
export function okay<T>(found: Inferred<T>): Extract<Inferred<T>, { status: "ok" }> {
  if (found.status === "ok") return found as Extract<Inferred<T>, { status: "ok" }>;
  throw new Error(`${found.method}: ${found.reason}`);
}
