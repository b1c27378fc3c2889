import type { Finding } from "../../contract/envelope.ts";
import { formatChange, formatQuantity } from "../../core/quantity.ts";
import type { OneMetric, TimeseriesResult } from "./compute.ts";
import type { Parts } from "./parts.ts";
import {
  changePlace,
  periodText,
  seasonAmount,
  seasonEnds,
  signed,
  spanText,
  stationarityText,
  strengthText,
  trendEnds,
} from "./words.ts";

const SHOWN = 5;

const finding = (text: string, n: number, more: Partial<Finding> = {}): Finding => ({
  ...{ text: `${text}.`, effect: null, interval: null, n },
  ...more,
});

/** Trend, seasons, stationarity, changes, what is left, and the other metrics. */
export function timeseriesFindings(result: TimeseriesResult): readonly Finding[] {
  const { parts, observed, grain } = result;
  const n = observed.periods.length;
  return [
    finding(trendSentence(result) ?? `${result.label} in ${spanText(result)}`, n, { effect: trendChange(result) }),
    ...(parts.status === "ok" ? seasonFindings(parts, result) : [finding(`No trend and season: ${parts.reason}`, n)]),
    finding(stationarityText(result), n),
    ...remainderFinding(result),
    ...changeFindings(result),
    ...[result, ...result.beside].flatMap((one) => extremesFinding(one, grain, result)),
  ];
}

function trendChange({ parts }: TimeseriesResult): number | null {
  const ends = parts.status === "ok" ? trendEnds(parts) : null;
  return ends === null || ends[0] === 0 ? null : (ends[1] - ends[0]) / Math.abs(ends[0]);
}

/** "users rose from 120 to 160 (+33.3 %) along the trend over 90 whole days ..." or null without a trend. */
export function trendSentence(result: TimeseriesResult): string | null {
  const { parts, label, unit } = result;
  const ends = parts.status === "ok" ? trendEnds(parts) : null;
  if (ends === null || parts.status !== "ok") return null;
  const [first, last] = ends;
  const change = trendChange(result);
  const verb = last > first ? "rose" : last < first ? "fell" : "stayed";
  const size = change === null ? "" : ` (${formatChange(change)})`;
  const values = `from ${formatQuantity(first, unit)} to ${formatQuantity(last, unit)}${size}`;
  return `${label} ${verb} ${values} along its trend (${strengthText(parts.trendStrength)}), over ${spanText(result)}`;
}

function seasonFindings(parts: Parts, { unit, observed, periods }: TimeseriesResult): readonly Finding[] {
  const n = observed.periods.length;
  if (parts.seasons.length === 0) {
    const text = periods.from === "asked" ? "No season was taken out" : "The data show no season beyond chance";
    return [finding(text, n)];
  }
  return parts.seasons.flatMap((season) => {
    const ends = seasonEnds(season);
    if (ends === null) return [];
    const [high, low] = ends;
    const amounts = `highest at ${high.step} (${seasonAmount(high.value, parts, unit)}), lowest at ${low.step} (${seasonAmount(low.value, parts, unit)})`;
    const text = `The season of a ${season.name} is ${strengthText(season.strength)}: ${amounts}`;
    return [finding(text, n, { effect: season.strength })];
  });
}

function remainderFinding({ dependence, observed }: TimeseriesResult): readonly Finding[] {
  const test = dependence.tests.find(({ name }) => name === "Ljung-Box, remainder");
  if (test === undefined || test.pValue === null) return [];
  const p = `p ${test.pValue < 0.001 ? "< 0.001" : `= ${test.pValue.toPrecision(2)}`}, ${test.lags} lags`;
  const text =
    test.pValue < 0.05
      ? `What trend and seasons leave is still correlated from period to period (Ljung-Box ${p})`
      : `What trend and seasons leave looks like noise (Ljung-Box ${p})`;
  return [finding(text, observed.periods.length)];
}

function changeFindings(result: TimeseriesResult): readonly Finding[] {
  const { changes, unit, observed } = result;
  const n = observed.periods.length;
  if (changes === null) return [];
  if (changes.status !== "ok") return [finding(`No change points: ${changes.reason}`, n)];
  const { points, kind } = changes;
  const what = { mean: "its level", trend: "its level or slope", "mean-variance": "its level or spread" }[kind];
  if (points.length === 0)
    return [finding(`Without its seasons ${result.label} does not change ${what} beyond noise`, n)];
  const largest = [...points].sort((a, b) => Math.abs(b.shift) - Math.abs(a.shift)).slice(0, SHOWN);
  const shown = points.filter((point) => largest.includes(point));
  const rest = points.length - shown.length;
  return [
    ...shown.map((point) => {
      const { shift, interval, slopeBefore, slopeAfter, sdBefore, sdAfter } = point;
      const range =
        interval === null ? "" : ` (95 % interval ${signed(interval.low, unit)} to ${signed(interval.high, unit)})`;
      const slopes = `; before ${signed(slopeBefore, unit)}, after ${signed(slopeAfter, unit)} per ${result.grain}`;
      const spreads = `; spread ${formatQuantity(sdBefore, unit)} before, ${formatQuantity(sdAfter, unit)} after`;
      const more = kind === "trend" ? slopes : kind === "mean-variance" ? spreads : "";
      const text = `From ${changePlace(point, result)} the level is shifted by ${signed(shift, unit)}${range}${more}`;
      return finding(text, point.before + point.after, { effect: shift, interval });
    }),
    ...(rest > 0 ? [finding(`${rest} smaller change${rest === 1 ? "" : "s"} are in the table`, n)] : []),
  ];
}

function extremesFinding(
  { label, unit, extremes, observed }: OneMetric,
  grain: TimeseriesResult["grain"],
  result: TimeseriesResult,
): readonly Finding[] {
  if (extremes === null || observed.periods.length < 3) return [];
  const { peak, low, growth } = extremes;
  const at = (one: typeof peak): string => `${periodText(one.period, result)} (${formatQuantity(one.value, unit)})`;
  const grew =
    growth === null ? "" : `; the later half of the ${grain}s is ${formatChange(growth)} against the earlier half`;
  const text = `${label} was highest in the ${grain} of ${at(peak)} and lowest in that of ${at(low)}${grew}`;
  return [finding(text, observed.periods.length, { effect: growth })];
}
