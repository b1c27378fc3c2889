import { binomial } from "../distributions/binomial.ts";
import { chiSquared } from "../distributions/chi-squared.ts";
import { type Inferred, type Interval, undetermined } from "../inference.ts";
import { requireBetween } from "../input.ts";
import { clopperPearsonInterval } from "../proportions/clopper-pearson.ts";
import { type FourfoldTable, marginsOf } from "./table.ts";

export interface McNemar {
  /** Chi-squared with one degree of freedom; the smaller of the two discordant counts for the exact test. */
  readonly statistic: number;
  readonly pValue: number;
  /** Pairs that changed one way for each that changed the other: b / c; 0 or Infinity when one is 0. */
  readonly oddsRatio: number;
  /** Exact conditional interval; its upper end may be Infinity. */
  readonly oddsRatioInterval: Interval;
}

interface McNemarOptions {
  /** `auto` is exact for fewer than 25 discordant pairs, else asymptotic with the continuity correction (Edwards 1948). */
  readonly variant?: "auto" | "exact" | "asymptotic" | "continuity";
  readonly level?: number;
}

const SMALL = 25;

/**
 * Whether paired yes-or-no answers changed more often one way than the other (McNemar 1947): rows are the first answer,
 * columns the second. Undetermined when no pair changed.
 */
export function mcNemar(
  table: FourfoldTable,
  { variant = "auto", level = 0.95 }: McNemarOptions = {},
): Inferred<McNemar> {
  requireBetween(level, [0, 1], "level");
  const { total } = marginsOf(table);
  const [[, b], [c]] = table;
  const discordant = b + c;
  const chosen = variant === "auto" ? (discordant < SMALL ? "exact" : "continuity") : variant;
  const method = {
    exact: "McNemar exact test",
    asymptotic: "McNemar test",
    continuity: "McNemar test with continuity correction",
  }[chosen];
  if (discordant === 0) return undetermined(method, total, "no pair has different answers");
  const share = clopperPearsonInterval(b, discordant, level);
  const statistic =
    chosen === "exact"
      ? Math.min(b, c)
      : Math.max(0, Math.abs(b - c) - (chosen === "continuity" ? 1 : 0)) ** 2 / discordant;
  return {
    status: "ok",
    method,
    n: total,
    assumptions: ["independent pairs"],
    warnings:
      chosen !== "exact" && discordant < SMALL
        ? [`only ${discordant} pairs have different answers: the exact test is better`]
        : [],
    statistic,
    pValue:
      chosen === "exact" ? Math.min(1, 2 * binomial(discordant, 0.5).cdf(statistic)) : chiSquared(1).sf(statistic),
    oddsRatio: b / c,
    oddsRatioInterval: { low: share.low / (1 - share.low), high: share.high / (1 - share.high), level },
  };
}
