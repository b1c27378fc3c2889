export type SeasonKind = "additive" | "multiplicative";

/**
 * The seasonal figure of a classical decomposition: what a centred moving average of one period leaves, averaged by season
 * and centred at 0 (additive) or 1 (multiplicative). The first value belongs to the first step of the series: R's
 * `decompose(x)$figure`.
 * @param values complete, at least two periods
 */
export function seasonalFigure(values: Float64Array, period: number, kind: SeasonKind): Float64Array {
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  const half = Math.floor(period / 2);
  for (let i = half; i < values.length - half; i++) {
    const trend = centredMean(values, i, period);
    const value = values[i] as number;
    const season = i % period;
    sums[season] = (sums[season] as number) + (kind === "additive" ? value - trend : value / trend);
    counts[season] = (counts[season] as number) + 1;
  }
  const figure = sums.map((sum, season) => sum / (counts[season] as number));
  const mean = figure.reduce((sum, value) => sum + value, 0) / period;
  return figure.map((value) => (kind === "additive" ? value - mean : value / mean));
}

/** The mean of one period around `i`; with an even period both ends count half. */
function centredMean(values: Float64Array, i: number, period: number): number {
  const half = Math.floor(period / 2);
  const even = period % 2 === 0;
  let mean = 0;
  for (let lag = half; lag >= -half; lag--) {
    const weight = even && Math.abs(lag) === half ? 0.5 / period : 1 / period;
    mean += weight * (values[i + lag] as number);
  }
  return mean;
}
