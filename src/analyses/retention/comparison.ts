import { addDays } from "../../core/calendar.ts";
import type { PairSumsRow } from "../../models/group-pair/pair-sums.ts";
import { columnCount } from "../../models/retention/cohort-counts.ts";
import { type RetentionGroup, retentionPairQuery } from "../../models/retention/retention-pair.ts";
import type { Query } from "../../sql/query.ts";
import type { AnalysisContext } from "../analysis.ts";
import { type GroupComparison, groupComparison } from "../group-comparison.ts";
import { versusParams } from "../versus.ts";
import type { RetentionParams } from "./params.ts";
import { type AskedRetention, askedRetention } from "./request.ts";

/** Sums of the units of the users asked about and of those they are compared with; undefined without a comparison. */
export function pairQuery(
  params: RetentionParams,
  asked: AskedRetention,
  context: AnalysisContext,
): Query<PairSumsRow> | undefined {
  const other = versusParams(params, context);
  if (other === null || "missing" in other) return undefined;
  const { brackets, periods } = asked.request;
  // the same columns, however long ago the other days are
  const versus = askedRetention({ ...other.params, ...(brackets === null ? { periods } : {}) }, context);
  if ("undetermined" in versus) return undefined;
  return retentionPairQuery(groupOf(versus), groupOf(asked));
}

/** Whose units are pooled, by column; of these cohorts alone where some are named. */
export function groupOf(
  { request, clock }: Pick<AskedRetention, "request" | "clock">,
  cohorts: readonly number[] | null = null,
): RetentionGroup {
  const first = clock.numberOf(request.days.from);
  const last = clock.numberOf(addDays(request.days.to, 1));
  const columns = Array.from({ length: columnCount(request) }, (_, i) => i + 1);
  return {
    ...{ request, cohorts },
    lastComplete: columns.map((column) => {
      let [complete, open] = [first - 1, last + 1];
      while (open - complete > 1) {
        const middle = Math.floor((complete + open) / 2);
        if (clock.state(middle, column) === "complete") complete = middle;
        else open = middle;
      }
      return complete;
    }),
  };
}

interface Given {
  readonly params: RetentionParams;
  readonly context: AnalysisContext;
  /** What a column is called. */
  readonly label: (column: number) => string;
}

/** The pooled share of each column of the two groups; or why there is no comparison. */
export function retentionComparison(
  rows: readonly PairSumsRow[],
  { params, context, label }: Given,
): GroupComparison | { readonly missing: string } | null {
  const other = versusParams(params, context);
  if (other === null || "missing" in other) return other;
  const { asked, versus } = other;
  return groupComparison(rows, { asked, versus, share: (m) => ({ label: label(m), place: m }), main: 1 });
}
