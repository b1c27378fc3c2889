import { seasonalAutoregressions } from "../autoregression/seasonal-autoregressions.ts";
import { gapless } from "../calendar/gapless.ts";
import { combination } from "../choice/combination.ts";
import { remembered } from "../choice/remembered.ts";
import { dampedLocalTrend } from "../damped-local-trend/damped-local-trend.ts";
import { ets } from "../ets/ets.ts";
import { arimaWithEvents, prophetWithEvents } from "../events/event-regressors.ts";
import type { KnownEvent } from "../events/known-event.ts";
import { withEvents } from "../events/with-events.ts";
import type { Forecaster, Series } from "../forecaster.ts";
import { drift, naive, seasonalNaive } from "../naive/lag-walk.ts";
import { mean } from "../naive/mean.ts";
import { movingAverage } from "../naive/moving-average.ts";
import { seasonallyAdjusted } from "../seasonally-adjusted/seasonally-adjusted.ts";
import { optimisedTheta } from "../theta/optimised-theta.ts";
import { theta } from "../theta/theta.ts";
import type { Bounds } from "./bounds.ts";

/** What models are told beside the series. */
export interface ModelSetting {
  readonly events: readonly KnownEvent[];
  /** Starts of every step, past and future, in milliseconds since 1970 UTC. */
  readonly steps: readonly number[];
  readonly zone?: string | undefined;
  readonly bounds?: Bounds | undefined;
}

const ALONE: ModelSetting = { events: [], steps: [] };

/** Models that estimate events along with everything else. */
const MODELS_OF_EVENTS = {
  arima: ({ events }: ModelSetting) => arimaWithEvents(events),
  prophet: ({ events, steps, zone = "UTC", bounds = {} }: ModelSetting) => {
    const { cap, floor = 0 } = bounds;
    return prophetWithEvents(events, {
      ...{ steps, zone },
      ...(cap === undefined ? {} : { growth: "logistic" as const, cap, floor }),
    });
  },
} as const satisfies Readonly<Record<string, (setting: ModelSetting) => Forecaster>>;

/** Models of the series alone. */
const MODELS = {
  "seasonal-naive": seasonalNaive,
  naive,
  drift,
  mean,
  "moving-average": movingAverage,
  theta,
  "optimised-theta": optimisedTheta,
  ets,
  "stl-ets": () => seasonallyAdjusted(ets()),
  "damped-local-trend": dampedLocalTrend,
  autoregression: seasonalAutoregressions,
} as const satisfies Readonly<Record<string, () => Forecaster>>;

export type ModelName = keyof typeof MODELS | keyof typeof MODELS_OF_EVENTS;

/** Steps of the longest season that exponential smoothing has states for. */
const LONGEST_STATES = 24;

/** Every model that can be asked for by name. */
export const MODEL_NAMES = [...Object.keys(MODELS), ...Object.keys(MODELS_OF_EVENTS)] as readonly ModelName[];

/** A model with its usual options, told of events; gaps are filled from what it is fitted to. */
export function modelNamed(name: ModelName, setting: ModelSetting = ALONE): Forecaster {
  if (name === "arima" || name === "prophet") return MODELS_OF_EVENTS[name](setting);
  return withEvents(gapless(MODELS[name]()), setting.events);
}

/**
 * What the automatic choice chooses from, besides seasonal naive: single models and means of some of them. With several
 * seasons only the autoregressions stand alone: the others know one season well and are misled by the rest.
 * @param prepare what is done to each single model, such as telling it of events
 */
export function usualCandidates(
  periods: readonly number[],
  prepare: (model: Forecaster) => Forecaster = (model) => model,
): readonly Forecaster[] {
  const ready = (model: Forecaster): Forecaster => remembered(prepare(gapless(model)));
  const [line, smooth, past, last] = [
    ready(theta()),
    ready(smoothing()),
    ready(seasonalAutoregressions()),
    ready(seasonalNaive()),
  ];
  const means = [
    [line, smooth, past],
    [smooth, past],
    [last, past],
  ].map((members) => remembered(combination(members)));
  return periods.length > 1 ? [past, ...means] : [line, smooth, past, ...means];
}

/** Exponential smoothing, of the series without its seasons where those are too long for it or several. */
function smoothing(): Forecaster {
  const [plain, adjusted] = [ets(), seasonallyAdjusted(ets())];
  const isSimple = ({ periods }: Series): boolean => periods.length < 2 && (periods[0] ?? 1) <= LONGEST_STATES;
  return { id: "ets", fit: (series) => (isSimple(series) ? plain : adjusted).fit(series) };
}

/** Folds on which a model is chosen, before each one it is scored on. */
export const CHOOSING_FOLDS = 3;
