/** A global trend that the local one swings around: none, by the same amount per step, by ever less. */
export type GlobalTrend = "flat" | "linear" | "log-linear";

export interface DampedLocalTrendParameters {
  /** Shares of a new error that level, slope and season take on, 0 to 1. */
  readonly level: number;
  readonly slope: number;
  readonly season: number;
  /** Growth of the global trend over the series, in standard deviations of the values. */
  readonly growth: number;
  /** Scale of the errors, in the unit of the values filtered. */
  readonly scale: number;
  /** Degrees of freedom of the errors. */
  readonly df: number;
}

/** What does not change between evaluations. */
export interface DampedLocalTrendFrame {
  readonly trend: GlobalTrend;
  /** What remains of the local slope after a step. */
  readonly damping: number;
  /** Steps of the series: the unit of the global trend's time. */
  readonly length: number;
}

/** States after a step; `season` holds the effect of each step of the season, that of the series' first step first. */
export interface LocalStates {
  level: number;
  slope: number;
  readonly season: Float64Array;
}

/** The global trend at step t, from 0. */
export function globalTrend({ trend, length }: DampedLocalTrendFrame, growth: number, t: number): number {
  if (trend === "flat") return 0;
  return growth * (trend === "linear" ? t / length : Math.log1p(t) / Math.log1p(length));
}

/** The forecast of step t without the season. */
export function forecastOf(
  states: LocalStates,
  { frame, growth, t }: { readonly frame: DampedLocalTrendFrame; readonly growth: number; readonly t: number },
): number {
  return globalTrend(frame, growth, t) + states.level + frame.damping * states.slope;
}

/** Moves the states on by the value of step t: equations 2 to 5 of Ng, Wang, Chen, Smyl and Zhang (2021). */
export function learn(
  states: LocalStates,
  value: number,
  {
    frame,
    parameters,
    t,
  }: { readonly frame: DampedLocalTrendFrame; readonly parameters: DampedLocalTrendParameters; readonly t: number },
): void {
  const place = t % Math.max(states.season.length, 1);
  const effect = states.season[place] ?? 0;
  const local = value - globalTrend(frame, parameters.growth, t);
  const carried = frame.damping * states.slope;
  const level = states.level + carried + parameters.level * (local - effect - states.level - carried);
  states.slope = carried + parameters.slope * (level - states.level - carried);
  states.level = level;
  if (states.season.length > 0) states.season[place] = effect + parameters.season * (local - level - effect);
}
