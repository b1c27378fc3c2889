import type { SampleRow } from "../../src/build/sample-lake.ts";

/** One event for each pair of values, for analyses of the columns `score` and `value`; groups alternate in `plan`. */
export function labRows(
  scores: readonly number[],
  {
    values = [],
    plans = [null],
  }: { readonly values?: readonly (number | null)[]; readonly plans?: readonly (string | null)[] } = {},
): readonly SampleRow[] {
  return scores.map((score, i) => ({
    ...{ session_id: 1, item_id: 1, country: null, city: null, invoice: null },
    event_time: "2024-03-12 10:00:00",
    event: "view",
    user_id: i,
    value: values[i] ?? null,
    plan: plans[i % plans.length] ?? null,
    score,
  }));
}
