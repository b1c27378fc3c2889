import type { Query } from "../../sql/query.ts";
import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { type PairSumsRow, pairSumsQuery } from "../group-pair/pair-sums.ts";
import { columnCount } from "./cohort-counts.ts";
import type { RetentionRequest } from "./retention-request.ts";
import { isKept, keptUnits } from "./retention-stats.ts";

/** One of two groups: its request, and for each column from 1 the number of the last cohort in which it is complete. */
export interface RetentionGroup {
  readonly request: RetentionRequest;
  readonly lastComplete: readonly number[];
  /** The numbers of the cohorts that count; null for all. */
  readonly cohorts: readonly number[] | null;
}

/** Sums over users of what two groups, or one, have in the cohorts in which a column `m` is complete, for each column from 1. */
export function retentionPairQuery(first: RetentionGroup, second: RetentionGroup | null): Query<PairSumsRow> {
  const groups = second === null ? [first] : [first, second];
  const columns = Array.from({ length: columnCount(first.request) }, (_, i) =>
    raw(
      `select ${i + 1} as m, ${groups.map((one, g) => `${one.lastComplete[i] ?? Number.MIN_SAFE_INTEGER} as last${g + 1}`).join(", ")}`,
    ),
  );
  const units = groups.map((one, g) => unitsOf(one, { g: g + 1, columns: joinSql(columns, " union all ") }));
  const sums = [1, 2].flatMap((g) =>
    ["a", "x"].map((name) => raw(`sum(case when g = ${g} then ${name} else 0 end) as ${name}${g}`)),
  );
  const perUser = sql`(select m, user_id, ${joinSql(sums)} from (${joinSql(units, " union all ")}) as units group by m, user_id) as shares`;
  return pairSumsQuery("retention-pair", perUser, first.request.facts.dialect);
}

/** Units of complete cohorts by column, as `user_id`, `m`, `g`, `a` (weight of a unit, once per column) and `x` (the same if it is retained). */
function unitsOf(
  { request, cohorts }: RetentionGroup,
  { g, columns }: { readonly g: number; readonly columns: Sql },
): Sql {
  const { criterion } = request;
  const kept = isKept(request, "m");
  // with `on` a unit has a row for each column, else one row in all
  const [counted, needed] = criterion === "on" ? ["n = 0", " and (n = 0 or n = m)"] : ["1 = 1", ""];
  const among = cohorts === null ? "" : ` and p0 in (${cohorts.join(", ")})`;
  return sql`select user_id, m, ${raw(`${g} as g, case when ${counted} then w else 0 end as a`)}, case when ${kept} then w else 0 end as x
    from ${keptUnits(request)} cross join (${columns}) as columns_of where ${raw(`p0 <= last${g}${needed}${among}`)}`;
}
