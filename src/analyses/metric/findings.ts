import type { Finding } from "../../contract/envelope.ts";
import { valueRank } from "../../contract/selection.ts";
import { formatChange, formatQuantity } from "../../core/quantity.ts";
import type { MetricLine, MetricResult } from "./compute.ts";
import { changeText, lineName, wholeText } from "./words.ts";

const SHOWN = 5;

/** The total, the largest values, the highest and the lowest period. Descriptions: no interval is claimed. */
export function metricFindings(result: MetricResult): readonly Finding[] {
  const { lines, days } = result;
  const named = lines.filter(({ keys }) => keys.every((key) => valueRank(key) === 0));
  const whole = named.slice(0, 1 + SHOWN).map((line) => {
    const change = changeText(line, result);
    const span = line.keys.length === 0 ? ` from ${days.from} to ${days.to} (exclusive)` : "";
    const text = `${wholeText(line, result)}${span}${change === "" ? "" : `, ${change}`}.`;
    return { text, effect: line.whole.change ?? line.whole.value, interval: null, n: line.whole.n };
  });
  const [total] = lines;
  return total === undefined ? whole : [...whole, ...extremes(total, result), ...goals(total, result)];
}

function extremes(total: MetricLine, result: MetricResult): readonly Finding[] {
  const known = total.points.filter(({ value, partial }) => value !== null && !partial);
  if (known.length < 3) return [];
  const sorted = [...known].sort((a, b) => Number(a.value) - Number(b.value));
  const [low, high] = [sorted[0], sorted.at(-1)];
  if (low === undefined || high === undefined || low.value === high.value) return [];
  const name = lineName(total, result);
  const text = `The highest ${result.grain} of ${name} is ${high.period} (${formatQuantity(Number(high.value), result.unit)}), the lowest ${low.period} (${formatQuantity(Number(low.value), result.unit)}), among ${known.length} whole ones.`;
  return [{ text, effect: null, interval: null, n: known.length }];
}

function goals({ points }: MetricLine, { compare, definition, grain, good }: MetricResult): readonly Finding[] {
  const { goal } = definition;
  if (compare !== "goal" || goal === undefined) return [];
  const known = points.filter(({ value, partial }) => value !== null && !partial);
  const reached = known.filter(({ value }) => (good === "down" ? Number(value) <= goal : Number(value) >= goal));
  const last = known.at(-1);
  const distance =
    last === undefined || last.change === null
      ? ""
      : `; the last whole one, ${last.period}, is ${formatChange(last.change)} from it`;
  const text = `The goal of ${formatQuantity(goal, definition.unit ?? null)} was reached in ${reached.length} of ${known.length} whole ${grain}s${distance}.`;
  return [{ text, effect: known.length === 0 ? null : reached.length / known.length, interval: null, n: known.length }];
}
