import { addDays, dayOf } from "../../core/calendar.ts";
import type { PairSumsRow } from "../../models/group-pair/pair-sums.ts";
import { type ChurnRow, churnQuery } from "../../models/retention/churn.ts";
import { type LapseRow, lapsesQuery } from "../../models/retention/lapses.ts";
import { cellUsersQuery, type PersonRow } from "../../models/retention/retention-people.ts";
import { type KeptRow, keptQuery, type ValueRow, valueQuery } from "../../models/retention/retention-stats.ts";
import type { Query } from "../../sql/query.ts";
import type { AnalysisContext } from "../analysis.ts";
import { pairQuery } from "./comparison.ts";
import type { RetentionParams } from "./params.ts";
import { type AskedRetention, askedRetention } from "./request.ts";
import { spreadQuery } from "./spread.ts";
import { targetQueries } from "./target-cohorts.ts";

type RetentionQueries = {
  readonly kept: Query<KeptRow> | undefined;
  readonly values: Query<ValueRow> | undefined;
  readonly against: Query<KeptRow> | undefined;
  readonly lapses: Query<LapseRow> | undefined;
  readonly churn: Query<ChurnRow> | undefined;
  readonly people: Query<PersonRow> | undefined;
  readonly pair: Query<PairSumsRow> | undefined;
  readonly spread: Query<PairSumsRow> | undefined;
  readonly byControls: Query<PairSumsRow> | undefined;
  readonly byAgainst: Query<PairSumsRow> | undefined;
};

const NOTHING: RetentionQueries = {
  kept: undefined,
  values: undefined,
  against: undefined,
  lapses: undefined,
  churn: undefined,
  people: undefined,
  pair: undefined,
  spread: undefined,
  byControls: undefined,
  byAgainst: undefined,
};

export function retentionQueries(params: RetentionParams, context: AnalysisContext): RetentionQueries {
  const asked = askedRetention(params, context);
  if ("undetermined" in asked) return NOTHING;
  const { request, against, clock } = asked;
  return {
    kept: keptQuery(request),
    values: params.measure === "value" ? valueQuery(request) : undefined,
    against: against === null ? undefined : keptQuery(against),
    lapses:
      params.lapse === undefined
        ? undefined
        : lapsesQuery(request, { lapse: params.lapse, lastPeriod: clock.lastPeriod }),
    churn: churnOf(params, asked, context),
    people: peopleOf(params, asked),
    pair: pairQuery(params, asked, context),
    spread: spreadQuery(params, asked),
    ...targetQueries(params, asked),
  };
}

function churnOf(
  { churn, at_risk, churned }: RetentionParams,
  { request }: AskedRetention,
  { project }: AnalysisContext,
): RetentionQueries["churn"] {
  if (churn === "none") return undefined;
  const lastDay = addDays(dayOf(request.completeMs, project.project.timezone), -1);
  return churnQuery(request, { unit: churn, atRisk: at_risk, churned, lastDay });
}

/** The period of the cohort that a list is of. */
export const listedPeriod = ({ list_cohort }: RetentionParams, { request, clock }: AskedRetention): number =>
  clock.numberOf(list_cohort ?? request.days.from);

function peopleOf(params: RetentionParams, asked: AskedRetention): RetentionQueries["people"] {
  const { list, list_column, list_limit } = params;
  if (list === "none") return undefined;
  const cell = { p0: listedPeriod(params, asked), column: list_column, outcome: list };
  return cellUsersQuery(asked.request, cell, list_limit);
}
