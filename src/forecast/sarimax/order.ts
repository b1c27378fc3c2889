/** Orders of a seasonal ARIMA model. */
export interface SarimaOrder {
  readonly p: number;
  readonly d: number;
  readonly q: number;
  /** Seasonal orders; all 0 where there is no season. */
  readonly seasonalP: number;
  readonly seasonalD: number;
  readonly seasonalQ: number;
  /** Steps of a season; 1 without one. */
  readonly period: number;
}

/** Lengths of the four groups of ARMA parameters: p, q, P, Q. A parameter vector holds them in this order. */
export type ParameterGroups = readonly [p: number, q: number, seasonalP: number, seasonalQ: number];

export function groupsOf(order: SarimaOrder): ParameterGroups {
  return [order.p, order.q, order.seasonalP, order.seasonalQ];
}

export function armaParameters(order: SarimaOrder): number {
  return order.p + order.q + order.seasonalP + order.seasonalQ;
}

/** Values at the start of a series that differencing uses up. */
export function lostToDifferences(order: SarimaOrder): number {
  return order.d + order.seasonalD * order.period;
}

/** "ARIMA(1,1,1)(0,1,1)[12]". */
export function orderName(order: SarimaOrder): string {
  const { p, d, q, seasonalP, seasonalD, seasonalQ, period } = order;
  const season = seasonalP + seasonalD + seasonalQ > 0 ? `(${seasonalP},${seasonalD},${seasonalQ})[${period}]` : "";
  return `ARIMA(${p},${d},${q})${season}`;
}

export function armaNames(order: SarimaOrder): readonly string[] {
  const numbered = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name}${i + 1}`);
  return [
    ...numbered("ar", order.p),
    ...numbered("ma", order.q),
    ...numbered("sar", order.seasonalP),
    ...numbered("sma", order.seasonalQ),
  ];
}
