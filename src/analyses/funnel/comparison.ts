import { type FunnelShare, funnelPairQuery, funnelShares } from "../../models/funnel/funnel-pair.ts";
import type { PairSumsRow } from "../../models/group-pair/pair-sums.ts";
import type { Query } from "../../sql/query.ts";
import type { AnalysisContext } from "../analysis.ts";
import { type GroupComparison, groupComparison } from "../group-comparison.ts";
import { versusParams } from "../versus.ts";
import type { FunnelParams } from "./params.ts";
import { type AskedFunnel, askedFunnel } from "./request.ts";

/** Sums of the attempts of the users asked about and of those they are compared with; undefined without a comparison. */
export function pairQuery(
  params: FunnelParams,
  { request, open }: AskedFunnel,
  context: AnalysisContext,
): Query<PairSumsRow> | undefined {
  const other = versusParams(params, context);
  if (other === null || "missing" in other) return undefined;
  const versus = askedFunnel(other.params, context);
  if ("undetermined" in versus) return undefined;
  return funnelPairQuery({ first: versus.request, second: request, open });
}

/** The steps of the two groups beside each other; or why there is no comparison. */
export function funnelComparison(
  rows: readonly PairSumsRow[],
  {
    params,
    asked,
    context,
  }: { readonly params: FunnelParams; readonly asked: AskedFunnel; readonly context: AnalysisContext },
): GroupComparison | { readonly missing: string } | null {
  const other = versusParams(params, context);
  if (other === null || "missing" in other) return other;
  const { definition } = asked.request;
  const { steps, order } = definition;
  const name = (i: number): string => (order === "any" ? `${i + 1} of ${steps.length} steps` : (steps[i]?.label ?? ""));
  const words = ({ step, of }: FunnelShare): string =>
    of === 0 ? `${name(step)}, of those who entered` : `${name(step)}, of those with ${name(of)}`;
  const shares = funnelShares(definition);
  return groupComparison(rows, {
    asked: other.asked,
    versus: other.versus,
    share: (m) => {
      const share = shares[m];
      return share === undefined ? undefined : { label: words(share), place: share.of === 0 ? share.step + 1 : null };
    },
    main: steps.length,
  });
}
