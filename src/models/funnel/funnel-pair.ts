import type { Query } from "../../sql/query.ts";
import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { type PairSumsRow, pairSumsQuery } from "../group-pair/pair-sums.ts";
import { funnelAttempts } from "./attempts.ts";
import { type FunnelDefinition, requiredBefore } from "./definition.ts";
import { type FunnelRequest, undivided } from "./funnel-request.ts";

/** A share of a funnel: of the attempts that reached step `of` (by index), those that reached `step`. */
export interface FunnelShare {
  readonly step: number;
  readonly of: number;
}

/** Of those who entered each step after the first, and of those who came to the step before each that is not the second. */
export function funnelShares({ steps }: Pick<FunnelDefinition, "steps">): readonly FunnelShare[] {
  return steps.flatMap((_, step) => {
    if (step === 0) return [];
    const before = requiredBefore(steps, step);
    return [{ step, of: 0 }, ...(before === 0 ? [] : [{ step, of: before }])];
  });
}

/** The same funnel of two groups, or of one; whether attempts whose window is open count. */
interface FunnelPair {
  readonly first: FunnelRequest;
  readonly second: FunnelRequest | null;
  readonly open: "exclude" | "include";
}

/** Sums over users of the attempts of two groups, for each of `funnelShares`. */
export function funnelPairQuery({ first, second, open }: FunnelPair): Query<PairSumsRow> {
  const { steps } = first.definition;
  const groups = second === null ? [first] : [first, second];
  const attempts = joinSql(
    groups.map((request, g) => attemptsOf(request, { g: g + 1, open })),
    " union all ",
  );
  const reached = [1, 2].flatMap((g) =>
    steps.map((_, i) => raw(`sum(case when g = ${g} then r_${i} else 0 end) as n${g}_${i}`)),
  );
  const shares = funnelShares(first.definition);
  const pick = (name: string, of: (share: FunnelShare) => string): Sql =>
    raw(`case m ${shares.map((share, m) => `when ${m} then ${of(share)}`).join(" ")} end as ${name}`);
  const columns = [1, 2].flatMap((g) => [
    pick(`a${g}`, ({ of }) => `n${g}_${of}`),
    pick(`x${g}`, ({ step }) => `n${g}_${step}`),
  ]);
  const numbers = raw(shares.map((_, m) => `select ${m} as m`).join(" union all "));
  const perUser = sql`(select m, ${joinSql(columns)} from (select user_id, ${joinSql(reached)} from (${attempts}) as attempts group by user_id) as users
    cross join (${numbers}) as numbers) as shares`;
  return pairSumsQuery("funnel-pair", perUser, first.facts.dialect);
}

/** Attempts as `user_id`, `g` and `r_<i>`: 1 for a step that was reached, else 0. */
function attemptsOf(
  request: FunnelRequest,
  { g, open }: { readonly g: number; readonly open: FunnelPair["open"] },
): Sql {
  const { definition, endUs } = request;
  const { window, steps } = definition;
  const closed = open === "exclude" && window?.kind === "time" ? ` where t_0 + ${window.us} <= ${endUs}` : "";
  const reached = steps.map((_, i) => raw(`case when t_${i} is null then 0 else 1 end as r_${i}`));
  return sql`select user_id, ${raw(`${g} as g`)}, ${joinSql(reached)} from ${funnelAttempts(undivided(request))}${raw(closed)}`;
}
