import type { ChurnRow } from "../../models/retention/churn.ts";
import { type Rate, rate } from "../../stats/proportions/rate.ts";

export interface ChurnLine {
  readonly state: ChurnRow["state"];
  readonly users: Rate;
  /** Users with a rhythm of their own, and those for whom the typical one stands in. */
  readonly own: number;
  readonly others: number;
  /** Median days since the last day with a return or the start, of users with a rhythm of their own and of the others. */
  readonly daysAway: { readonly own: number | null; readonly others: number | null };
}

/** Followed users, each once, by how long they have been away, measured in their own rhythm or in days. */
export interface ChurnTable {
  readonly unit: "cycles" | "days";
  readonly atRisk: number;
  readonly churned: number;
  /** Median days between days with a return, of users with a rhythm of their own; null when there are none. */
  readonly typicalDays: number | null;
  readonly lines: readonly ChurnLine[];
}

const STATES = ["active", "at risk", "churned"] as const;

/** Null when nobody has a rhythm to measure by. */
export function churnTable(
  rows: readonly ChurnRow[],
  unit: ChurnTable["unit"],
  { at_risk, churned }: { readonly at_risk: number; readonly churned: number },
): ChurnTable | null {
  const all = rows.reduce((sum, { users }) => sum + users, 0);
  const typicalDays = rows[0]?.typical ?? null;
  if (all === 0 || (unit === "cycles" && typicalDays === null)) return null;
  const of = (state: string, own: number): ChurnRow | undefined =>
    rows.find((row) => row.state === state && row.own === own);
  return {
    unit,
    atRisk: at_risk,
    churned,
    typicalDays,
    lines: STATES.map((state) => {
      const [own, others] = [of(state, 1), of(state, 0)];
      return {
        state,
        users: rate((own?.users ?? 0) + (others?.users ?? 0), all),
        own: own?.users ?? 0,
        others: others?.users ?? 0,
        daysAway: { own: own?.median_away ?? null, others: others?.median_away ?? null },
      };
    }),
  };
}
