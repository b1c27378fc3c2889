import type { JudgedForecast, NoForecast } from "../../forecast/judge/judged-forecast.ts";
import type { LimitOutlook, QuietWindow } from "../../forecast/judge/outlook.ts";
import type { ForecastQuestion } from "../../forecast/judge/question.ts";
import type { MetricRow } from "../../models/metrics/metric-row.ts";
import type { ComputeContext, Computed, Done } from "../analysis.ts";
import { type DatedEvent, unknownEvents } from "../known-events.ts";
import { forecastable, futureQuestion, metricPast } from "../metric-future.ts";
import type { CapacityParams } from "./params.ts";

interface LimitResult extends LimitOutlook {
  /** First step by the end of which the limit is crossed with at least the probability asked about; null when there is none. */
  readonly crossedBy: string | null;
  readonly risk: number;
}

interface QuietResult extends Omit<QuietWindow, "start"> {
  /** Its first and last step. */
  readonly from: string;
  readonly to: string;
}

export interface CapacityResult {
  readonly metric: string;
  readonly label: string;
  readonly unit: string | null;
  readonly grain: CapacityParams["grain"];
  readonly timezone: string;
  readonly past: { readonly periods: readonly string[]; readonly values: readonly (number | null)[] };
  readonly future: readonly string[];
  /** Known events, past and to come, in the order of their days. */
  readonly events: readonly DatedEvent[];
  readonly total: JudgedForecast;
  readonly limit: LimitResult | null;
  /** Quietest first. */
  readonly quiet: readonly QuietResult[];
}

interface Rows {
  readonly series: readonly MetricRow[];
}

const WHOLE = { by: [], top: null } as const;

export function capacityTasks(
  rows: Rows,
  params: CapacityParams,
  context: ComputeContext,
): readonly ForecastQuestion[] {
  const past = metricPast(rows.series, params, { split: WHOLE, context });
  const values = "undetermined" in past ? undefined : past.lines[0]?.values;
  if ("undetermined" in past || values === undefined) return [];
  const { limit, side, window, list } = params;
  const ask = {
    limit: limit === undefined ? undefined : { at: limit, side },
    quiet: list === 0 ? undefined : { steps: window, most: list },
  };
  return [futureQuestion(values, past, { params, seed: Math.floor(context.rng() * 2 ** 32), ask })];
}

/** When a limit is crossed, and when there is least to do. */
export function computeCapacity(
  rows: Rows & Done<JudgedForecast | NoForecast>,
  params: CapacityParams,
  context: ComputeContext,
): Computed<CapacityResult> {
  forecastable(params, context.project);
  const past = metricPast(rows.series, params, { split: WHOLE, context });
  if ("undetermined" in past) return { status: "undetermined", reason: past.undetermined, warnings: [] };
  const [total] = rows.outcomes;
  if (total === undefined || total.status !== "ok") {
    const reason = total?.reason ?? "no rows are left by the filters, the segment and the days asked for";
    return { status: "undetermined", reason, warnings: [] };
  }
  const future = past.future.periods;
  const { limit, quiet } = total.outlook;
  const result: CapacityResult = {
    ...{ metric: past.what.id, label: past.what.label, unit: past.what.unit },
    ...{ grain: params.grain, timezone: past.past.timezone, future, events: past.events, total },
    past: { periods: past.past.periods, values: past.lines[0]?.values ?? [] },
    limit: limit === null ? null : { ...limit, risk: params.risk, crossedBy: crossedBy(limit, params.risk, future) },
    quiet: quiet.map(({ start, steps, ...rest }) => ({
      ...rest,
      steps,
      from: future[start] ?? "",
      to: future[start + steps - 1] ?? "",
    })),
  };
  return {
    status: "ok",
    result,
    warnings: [...past.missed, ...unknownEvents(total.events, past.events), ...total.warnings],
  };
}

function crossedBy({ crossed }: LimitOutlook, risk: number, future: readonly string[]): string | null {
  return future[crossed.findIndex((share) => share >= risk)] ?? null;
}
