import { OTHER } from "../../contract/selection.ts";
import { type NamedDimension, namedDimension } from "../../models/dimension.ts";
import { type AskedPreset, askedPreset, presetNotes } from "../../models/funnel/presets.ts";
import type { PairSumsRow } from "../../models/group-pair/pair-sums.ts";
import { largestValues } from "../../models/largest-values.ts";
import type { DayRange } from "../../models/metrics/metric-request.ts";
import type { ChurnRow } from "../../models/retention/churn.ts";
import { type CohortCounts, cohortCounts } from "../../models/retention/cohort-counts.ts";
import type { LapseRow } from "../../models/retention/lapses.ts";
import { type Average, retentionDifferences } from "../../models/retention/presets.ts";
import type { PersonRow } from "../../models/retention/retention-people.ts";
import type { Clock, Cohort, Criterion } from "../../models/retention/retention-request.ts";
import type { KeptRow, ValueRow } from "../../models/retention/retention-stats.ts";
import type { ComputeContext, Computed } from "../analysis.ts";
import { comparisonNotes, type GroupComparison } from "../group-comparison.ts";
import { type ChurnTable, churnTable } from "./churn.ts";
import type { CellState } from "./cohort-clock.ts";
import { averagedLine, byPeriod, type CohortRow, cohortRow, type RetentionLine } from "./cohort-table.ts";
import { retentionComparison } from "./comparison.ts";
import type { RetentionParams } from "./params.ts";
import { listedPeriod } from "./query.ts";
import { type AskedRetention, askedRetention, eventLabel } from "./request.ts";
import { type ColumnEffect, columnEffect, withinCohort } from "./spread.ts";
import { type RetentionSurvival, retentionSurvival } from "./survival.ts";
import { type TargetComparison, targetComparison } from "./target.ts";
import { columnText } from "./words.ts";

export interface RetentionResult {
  readonly start: string;
  readonly return: string;
  readonly grain: RetentionParams["grain"];
  readonly cohort: Cohort;
  readonly clock: Clock;
  readonly criterion: Criterion;
  readonly times: number;
  readonly average: Average;
  readonly measure: RetentionParams["measure"];
  /** What columns are called: the start's, then periods or brackets. */
  readonly columns: readonly string[];
  /** First period of each column. */
  readonly places: readonly number[];
  readonly days: DayRange;
  readonly timezone: string;
  readonly dimension: NamedDimension | null;
  readonly cohorts: readonly CohortRow[];
  readonly total: RetentionLine;
  /** One per value of the dimension, largest first, then Other. */
  readonly lines: readonly RetentionLine[];
  /** One column from cohort to cohort. */
  readonly trend: {
    readonly column: number;
    readonly points: readonly { readonly cohort: string; readonly share: number | null; readonly state: CellState }[];
  };
  readonly survival: RetentionSurvival | null;
  readonly target: TargetComparison | null;
  /** Beside another segment or other days; null when it was not asked for, or cannot be. */
  readonly comparison: GroupComparison | null;
  readonly churn: ChurnTable | null;
  readonly preset: AskedPreset | null;
  readonly people: {
    readonly outcome: "retained" | "lost";
    readonly cohort: string;
    readonly column: number;
    readonly users: readonly string[];
    readonly total: number;
  } | null;
}

interface Rows {
  readonly kept: readonly KeptRow[];
  readonly values: readonly ValueRow[];
  readonly against: readonly KeptRow[];
  readonly lapses: readonly LapseRow[];
  readonly churn: readonly ChurnRow[];
  readonly people: readonly PersonRow[];
  readonly pair: readonly PairSumsRow[];
  readonly spread: readonly PairSumsRow[];
  readonly byControls: readonly PairSumsRow[];
  readonly byAgainst: readonly PairSumsRow[];
}

/** Cohorts, their cells and everything that follows from them, from counted units. */
export function computeRetention(
  rows: Rows,
  params: RetentionParams,
  context: ComputeContext,
): Computed<RetentionResult> {
  const asked = askedRetention(params, context);
  if ("undetermined" in asked) return { status: "undetermined", reason: asked.undetermined, warnings: [] };
  const { request, clock, average } = asked;
  const counts = cohortCounts(rows.kept, request, rows.values);
  const start = eventLabel(params.start);
  if (counts.length === 0)
    return { status: "undetermined", reason: `nobody did the start, ${start}, in the days asked for`, warnings: [] };
  const against = cohortCounts(rows.against, request);
  const effect = columnEffect(rows.spread);
  const within = withinCohort(request, effect);
  const effects = { within, pooled: effect };
  const target = targetComparison(counts, { ...rows, params, asked, against, effects });
  const lines = request.dimension === null ? [] : valueLines(counts, params.top, { ...asked, effect });
  const cohorts = byPeriod(counts).map((one) => cohortRow(one, clock, within));
  const missing = target !== null && "missing" in target ? [`no comparison of cohorts: ${target.missing}`] : [];
  const survival =
    params.lapse === undefined
      ? null
      : retentionSurvival(rows.lapses, {
          ...{ lapse: params.lapse, cohort: request.cohort },
          values: lines.map(({ value }) => value),
        });
  const columns = columnLabels(asked);
  const comparison = retentionComparison(rows.pair, {
    ...{ params, context },
    label: (at) => columnText({ grain: request.grain, columns }, at),
  });
  const column = Math.min(params.trend, (cohorts[0]?.cells.length ?? 1) - 1);
  const result: RetentionResult = {
    start,
    return: eventLabel(params.return),
    grain: request.grain,
    cohort: request.cohort,
    clock: request.clock,
    criterion: request.criterion,
    times: request.times,
    average,
    measure: params.measure,
    columns,
    places: columns.map((label) => Number.parseInt(label, 10)),
    days: request.days,
    timezone: context.project.project.timezone,
    dimension: namedDimension(request.dimension, context.project),
    cohorts,
    total: averagedLine(null, counts, { clock, average, effect }),
    lines,
    trend: {
      column,
      points: cohorts.map(({ cohort, cells }) => ({
        cohort,
        share: cells[column]?.retained?.value ?? null,
        state: cells[column]?.state ?? "ahead",
      })),
    },
    survival,
    target: target !== null && "missing" in target ? null : target,
    comparison: comparison === null || "missing" in comparison ? null : comparison,
    churn: params.churn === "none" ? null : churnTable(rows.churn, params.churn, params),
    preset: askedPreset(params.as, retentionDifferences),
    people: peopleOf(rows.people, params, asked),
  };
  const notes = [...missing, ...comparisonNotes(comparison)];
  return { status: "ok", result, warnings: [...notes, ...leftEdge(result, params), ...presetNotes(result.preset)] };
}

function columnLabels({ request }: AskedRetention): readonly string[] {
  const { brackets, periods } = request;
  const rest =
    brackets?.map(({ from, to }) => (from === to ? `${from}` : `${from}-${to}`)) ??
    Array.from({ length: periods }, (_, i) => `${i + 1}`);
  return ["0", ...rest];
}

type ValuedRetention = AskedRetention & { readonly effect: ColumnEffect };

function valueLines(counts: readonly CohortCounts[], top: number, asked: ValuedRetention): readonly RetentionLine[] {
  const sizes = new Map<string, number>();
  for (const { v, retained } of counts) sizes.set(v, (sizes.get(v) ?? 0) + (retained[0] ?? 0));
  const shown = largestValues(sizes, top);
  const rest = counts.filter(({ v }) => !shown.includes(v));
  return [
    ...shown.map((value) =>
      averagedLine(
        value,
        counts.filter(({ v }) => v === value),
        asked,
      ),
    ),
    ...(rest.length === 0 ? [] : [averagedLine(OTHER, rest, asked)]),
  ];
}

/** The first period of the data holds everyone who was there before. */
function leftEdge({ cohort, cohorts, total }: RetentionResult, { from }: RetentionParams): readonly string[] {
  const first = cohorts[0];
  if (cohort !== "first" || from !== undefined || first === undefined || cohorts.length < 2) return [];
  return [
    `the cohort of ${first.cohort} is that of the data's first period: it also holds users who were there before (${first.size.toLocaleString("en-US")} of ${total.size.toLocaleString("en-US")}); begin later with from`,
  ];
}

function peopleOf(
  rows: readonly PersonRow[],
  params: RetentionParams,
  asked: AskedRetention,
): RetentionResult["people"] {
  const { list, list_column } = params;
  if (list === "none") return null;
  return {
    outcome: list,
    cohort: asked.clock.label(listedPeriod(params, asked)),
    column: list_column,
    users: rows.map(({ user_id }) => user_id),
    total: rows[0]?.total ?? 0,
  };
}
