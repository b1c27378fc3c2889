import type { FunnelDefinition } from "../../models/funnel/definition.ts";
import { funnelPairQuery, funnelShares } from "../../models/funnel/funnel-pair.ts";
import type { PairSumsRow } from "../../models/group-pair/pair-sums.ts";
import type { Query } from "../../sql/query.ts";
import { designEffect } from "../../stats/proportions/user-sums.ts";
import { groupsOf } from "../group-comparison.ts";
import type { AskedFunnel } from "./request.ts";

/** How many times the variance of the share of step `of` that reached `step` is what independent attempts would have. */
export type ShareEffects = (step: number, of: number) => number;

/** Sums over users of their sessions, attempts or held values; undefined where each user is one unit. */
export function spreadQuery({ request, open }: AskedFunnel): Query<PairSumsRow> | undefined {
  const { count, hold } = request.definition;
  if (count === "users" && hold.length === 0) return undefined;
  return funnelPairQuery({ first: request, second: null, open });
}

/** The design effect of each share of the whole funnel; 1 without sums. */
export function shareEffects(rows: readonly PairSumsRow[], definition: Pick<FunnelDefinition, "steps">): ShareEffects {
  const effects = new Map(
    funnelShares(definition).flatMap(({ step, of }, m) => {
      const row = rows.find((one) => one.m === m);
      return row === undefined ? [] : [[`${step} ${of}`, designEffect(groupsOf(row).first)] as const];
    }),
  );
  return (step, of) => effects.get(`${step} ${of}`) ?? 1;
}
