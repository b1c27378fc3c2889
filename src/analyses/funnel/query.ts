import { type DriverRow, funnelDriversQuery } from "../../models/funnel/funnel-drivers.ts";
import { countsPerValue, undivided } from "../../models/funnel/funnel-request.ts";
import { type FunnelStatsRow, funnelStatsQuery } from "../../models/funnel/funnel-stats.ts";
import type { PairSumsRow } from "../../models/group-pair/pair-sums.ts";
import type { Query } from "../../sql/query.ts";
import type { AnalysisContext } from "../analysis.ts";
import { pairQuery } from "./comparison.ts";
import type { FunnelParams } from "./params.ts";
import { type PersonRow, peopleQuery } from "./people-query.ts";
import { askedFunnel } from "./request.ts";
import { spreadQuery } from "./spread.ts";

type FunnelQueries = {
  readonly funnel: Query<FunnelStatsRow> | undefined;
  /** Of all values together, where those of each value do not add up to it. */
  readonly whole: Query<FunnelStatsRow> | undefined;
  readonly people: Query<PersonRow> | undefined;
  readonly drivers: Query<DriverRow> | undefined;
  readonly pair: Query<PairSumsRow> | undefined;
  readonly spread: Query<PairSumsRow> | undefined;
};

export function funnelQueries(params: FunnelParams, context: AnalysisContext): FunnelQueries {
  const asked = askedFunnel(params, context);
  if ("undetermined" in asked)
    return {
      ...{ funnel: undefined, whole: undefined, people: undefined },
      ...{ drivers: undefined, pair: undefined, spread: undefined },
    };
  const { request, open } = asked;
  return {
    funnel: funnelStatsQuery(request, open),
    whole: countsPerValue(request) ? funnelStatsQuery(undivided(request), open) : undefined,
    people: peopleQuery(params, undivided(request)),
    drivers: params.drivers ? funnelDriversQuery(request) : undefined,
    pair: pairQuery(params, asked, context),
    spread: spreadQuery(asked),
  };
}
