import type { ForecastResult } from "../analyses/forecast/compute.ts";
import { forecast } from "../analyses/forecast/index.ts";
import { type LiveAccuracy, liveAccuracy } from "../analyses/forecast/live-accuracy.ts";
import { ForecastParams } from "../analyses/forecast/params.ts";
import { futureQueries, metricPast } from "../analyses/metric-future.ts";
import { analysedRelations, planModels } from "../build/plan.ts";
import type { Envelope } from "../contract/envelope.ts";
import { addDays } from "../core/calendar.ts";
import { AppError } from "../core/errors.ts";
import type { CancelSignal } from "../core/signal.ts";
import { createResultStore } from "../state/results.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { changedBasis } from "./changed-basis.ts";
import { modelInput, openProjectWarehouse } from "./open-warehouse.ts";
import type { ProjectSession } from "./project-session.ts";
import { savedParameters } from "./saved-forecasts.ts";
import { sourceRanges } from "./source-ranges.ts";

/** A kept answer of `forecast` and how it has fared since. */
export interface KeptForecast extends LiveAccuracy {
  readonly id: string;
  /** Of the project's saved forecasts, which this answers; null for any other. */
  readonly saved: string | null;
  readonly createdAt: string;
  readonly label: string;
  readonly grain: ForecastResult["grain"];
  readonly unit: string | null;
  readonly timezone: string;
  readonly model: string;
  readonly steps: number;
  /** Definitions that are others now, so that nothing that came is held against it: `sample`, `metrics.revenue`. */
  readonly changed: readonly string[];
  /** Each step forecast, beside what came; the ends are those of its first interval. */
  readonly points: readonly {
    readonly period: string;
    readonly actual: number | null;
    readonly mean: number | null;
    readonly low: number | null;
    readonly high: number | null;
  }[];
}

const NEWEST = 100;
const WHOLE = { by: [], top: null } as const;

/** What `keptForecasts` depends on beside the data: which there are, when each was made, and which the project saves. */
export const forecastsVersion = ({ state, project }: Pick<ProjectSession, "state" | "project">): readonly unknown[] => [
  createResultStore(state).made(forecast.id, NEWEST),
  project.forecasts,
];

/**
 * The newest kept forecasts, each compared with the values that the warehouse has by now of the steps it forecast.
 * @throws AppError NOT_BUILT
 */
export async function keptForecasts(
  session: ProjectSession,
  { signal }: { readonly signal?: CancelSignal | undefined } = {},
): Promise<readonly KeptForecast[]> {
  const kept = createResultStore(session.state).list({ analysis: forecast.id, limit: NEWEST });
  const fit = kept.filter(({ envelope }) => envelope.status === "ok" && envelope.version === forecast.version);
  if (fit.length === 0) return [];
  await using warehouse = await openProjectWarehouse(session);
  const plan = planModels(modelInput(session), warehouse.dialect);
  const ranges = await sourceRanges(warehouse, session.project);
  const context = { ...plan, ...analysedRelations(plan), ranges, asOfMs: null, seed: 0 };
  const saved = savedQuestions(session);
  const found: KeptForecast[] = [];
  for (const { envelope, createdAt } of fit) {
    const result = envelope.result as ForecastResult;
    const { total, label, grain, future } = result;
    const { changed, actual } = await actualValues(envelope, result, { warehouse, context, signal });
    const [band] = total.bands;
    found.push({
      ...{ id: envelope.id, saved: saved.get(JSON.stringify(envelope.params)) ?? null, createdAt },
      ...{ label, unit: result.unit, grain, timezone: result.timezone, model: total.model, steps: future.length },
      changed,
      ...liveAccuracy(result, actual),
      points: future.map((period, i) => ({
        ...{ period, actual: actual.get(period) ?? null, mean: total.mean[i] ?? null },
        ...{ low: band?.low[i] ?? null, high: band?.high[i] ?? null },
      })),
    });
  }
  return found;
}

/** Saved forecasts by their parameters, as answers have them; those whose parameters are wrong have no answer. */
function savedQuestions({ project }: ProjectSession): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(project.forecasts).flatMap(([id, saved]): [string, string][] => {
      try {
        return [[JSON.stringify(savedParameters(saved, project)), id]];
      } catch (error) {
        if (error instanceof AppError && error.code === "USAGE") return [];
        throw error;
      }
    }),
  );
}

interface ActualOptions {
  readonly warehouse: Warehouse;
  readonly context: Parameters<typeof futureQueries>[2];
  readonly signal: CancelSignal | undefined;
}

interface Came {
  readonly changed: readonly string[];
  /** Values of complete steps by period. */
  readonly actual: ReadonlyMap<string, number | null>;
}

/** What came since the first step of a forecast; nothing when the project means something else by it now, or no longer knows it. */
async function actualValues(
  { params, receipt }: Envelope,
  { future, metric }: ForecastResult,
  { warehouse, context, signal }: ActualOptions,
): Promise<Came> {
  const none: Came = { changed: [], actual: new Map() };
  const parsed = ForecastParams.safeParse({
    ...params,
    ...(params["event"] === undefined ? { metric } : {}),
    from: addDays((future[0] ?? "").slice(0, 10), -1),
    to: undefined,
  });
  if (!parsed.success) return none;
  const changed = changedBasis(receipt.definitions, { ...parsed.data, metric }, context.project);
  if (changed.length > 0) return { ...none, changed };
  try {
    const { series } = futureQueries(parsed.data, WHOLE, context);
    if (series === undefined) return none;
    const rows = await warehouse.rows(series, { signal });
    const past = metricPast(rows, parsed.data, { split: WHOLE, context });
    if ("undetermined" in past) return none;
    const actual = new Map(past.past.periods.map((period, i) => [period, past.lines[0]?.values[i] ?? null]));
    return { changed, actual };
  } catch (error) {
    // a metric, dimension or segment that was forecast may be gone from the project file
    if (error instanceof AppError && error.code === "USAGE") return none;
    throw error;
  }
}
