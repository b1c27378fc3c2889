import { type Inferred, undetermined } from "../../stats/inference.ts";
import { type Decomposition, missingReason } from "./decomposition.ts";
import { Loess } from "./loess.ts";
import { oddWindow, type StlOptions, stl } from "./stl.ts";

export interface MstlOptions extends Omit<StlOptions, "period" | "seasonalWindow"> {
  /** Steps of each season; those of which the series has not more than two cycles are left out, with a warning. */
  readonly periods: readonly number[];
  /** Cycles each season is smoothed over, shortest period first; default 11, 15, 19 ... */
  readonly seasonalWindows?: readonly (number | "periodic")[];
  /** How often the seasons are refined against each other; default 2. */
  readonly iterations?: number;
}

const METHOD = "MSTL";

/**
 * Several seasons and a trend: STL for each period in turn, on the values less the other seasons (Bandara, Hyndman, Bergmeir
 * 2021). Without a period the trend is a local line over a third of the series.
 */
export function mstl(values: Float64Array, options: MstlOptions): Inferred<Decomposition> {
  const n = values.length;
  const missing = missingReason(values);
  if (missing !== null) return undetermined(METHOD, n, missing);
  const asked = [...options.periods].sort((a, b) => a - b);
  const periods = asked.filter((period) => period < n / 2);
  const dropped = asked.filter((period) => period >= n / 2);
  const warnings = dropped.map(
    (period) => `period ${period} is left out: ${n} steps are not more than two cycles of it`,
  );
  if (periods.length === 0) return withoutSeason(values, warnings);
  const seasons = periods.map((period) => ({ period, values: new Float64Array(n) }));
  const iterations = periods.length === 1 ? 1 : (options.iterations ?? 2);
  const left = Float64Array.from(values);
  let last: Decomposition | null = null;
  for (let round = 0; round < iterations; round++) {
    for (const [i, season] of seasons.entries()) {
      add(left, season.values, 1);
      const seasonalWindow = options.seasonalWindows?.[i] ?? 11 + 4 * i;
      const fit = stl(left, { ...options, period: season.period, seasonalWindow });
      if (fit.status !== "ok") return { ...fit, method: METHOD };
      season.values.set(fit.seasons[0]?.values ?? []);
      add(left, season.values, -1);
      last = fit;
    }
  }
  if (last === null) throw new RangeError("there is at least one iteration");
  const { trend, weights } = last;
  return {
    ...{ status: "ok", method: options.robust === true ? `${METHOD}, robust` : METHOD, n },
    assumptions: ["seasons and trend change slowly"],
    warnings,
    kind: "additive",
    trend,
    seasons,
    remainder: left.map((value, i) => value - (trend[i] as number)),
    weights,
  };
}

function withoutSeason(values: Float64Array, warnings: readonly string[]): Inferred<Decomposition> {
  const n = values.length;
  if (n < 4) return undetermined(METHOD, n, `${n} steps are too few for a trend`);
  const trend = new Loess(values, { window: oddWindow(n / 3), degree: 1, jump: 1 }).smooth();
  return {
    ...{ status: "ok", method: "local line", n, assumptions: ["the trend changes slowly"], warnings },
    ...{ kind: "additive", trend, seasons: [], weights: null },
    remainder: values.map((value, i) => value - (trend[i] as number)),
  };
}

function add(target: Float64Array, source: Float64Array, factor: 1 | -1): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] as number) + factor * (source[i] as number);
}
