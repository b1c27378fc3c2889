/** A measured quantity at a number of events. */
export interface SizePoint {
  readonly events: number;
  readonly value: number;
}

/** The exponent b of value ~ events^b, by least squares over the sizes; null for fewer than two. */
export function growthExponent(points: readonly SizePoint[]): number | null {
  const logs = points.filter(({ value }) => value > 0).map(({ events, value }) => [Math.log(events), Math.log(value)]);
  const n = logs.length;
  if (n < 2) return null;
  const mean = (i: 0 | 1): number => logs.reduce((sum, pair) => sum + (pair[i] ?? 0), 0) / n;
  const [x, y] = [mean(0), mean(1)];
  const spread = logs.reduce((sum, [a = 0]) => sum + (a - x) ** 2, 0);
  const shared = logs.reduce((sum, [a = 0, b = 0]) => sum + (a - x) * (b - y), 0);
  return spread === 0 ? null : shared / spread;
}

/**
 * The number of events at which the value reaches a limit, along the line through the two largest sizes; null when it
 * does not grow or there are fewer than two.
 */
export function ceilingEvents(points: readonly SizePoint[], limit: number): number | null {
  const [before, last] = [...points].sort((a, b) => a.events - b.events).slice(-2);
  if (before === undefined || last === undefined) return null;
  const slope = (last.value - before.value) / (last.events - before.events);
  return slope <= 0 ? null : last.events + (limit - last.value) / slope;
}
