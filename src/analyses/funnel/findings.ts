import type { Finding } from "../../contract/envelope.ts";
import { OTHER } from "../../contract/selection.ts";
import { formatQuantity } from "../../core/quantity.ts";
import type { Rate } from "../../stats/proportions/rate.ts";
import { comparisonFindings } from "../comparison-words.ts";
import type { FunnelResult } from "./compute.ts";
import { isAssociated } from "./drivers.ts";
import type { FunnelLine } from "./line.ts";
import { rateText, windowText } from "./words.ts";

/** Below so many entries a value's rate is not compared with others. */
export const COMPARABLE = 30;

/** "1.38 % of users go from view to purchase within 7d of entry"; where there is room, the share with its interval. */
export function conversionSentence(result: FunnelResult, shareText = shareOnly): string {
  const { total, steps, counted } = result;
  const [first, last] = [steps[0]?.label ?? "", steps.at(-1)?.label ?? ""];
  const share = total.conversion.value === null ? "An undetermined share" : shareText(total.conversion);
  return `${share} of ${counted} go from ${first} to ${last} ${windowText(result)}`;
}

const shareOnly = ({ value }: Rate): string => formatQuantity(value ?? 0, "share");

/** Where most are lost, or null when nobody is. */
export function droppedSentence({ total, steps, order }: FunnelResult): string | null {
  if (order === "any") return null;
  const worst = total.steps
    .map(({ dropped, ofBefore }, i) => ({ dropped: dropped ?? 0, ofBefore, i }))
    .sort((a, b) => b.dropped - a.dropped)[0];
  if (worst === undefined || worst.dropped === 0 || worst.ofBefore === null) return null;
  return `Most are lost before ${steps[worst.i]?.label}: ${worst.dropped.toLocaleString("en-US")}; ${rateText(worst.ofBefore)} of those before it go on.`;
}

/** The conversion, where most are lost, how long it takes, the values of the dimension that stand out, open windows. */
export function funnelFindings(result: FunnelResult): readonly Finding[] {
  const { total } = result;
  const first = { text: `${conversionSentence(result, rateText)}.`, ...effectOf(total.conversion) };
  const dropped = droppedSentence(result);
  return [
    first,
    ...comparisonFindings(result.comparison),
    ...(dropped === null ? [] : [{ text: dropped, effect: null, interval: null, n: total.entered }]),
    ...timeFinding(total),
    ...optionalFindings(result),
    ...extremes(result),
    ...driverFinding(result),
    ...openFinding(result),
  ];
}

const effectOf = ({ value, interval, of }: Rate): Omit<Finding, "text"> => ({ effect: value, interval, n: of });

function timeFinding({ time }: FunnelLine): readonly Finding[] {
  if (time?.median == null || time.p90 === null) return [];
  const text = `Half of those who convert take at most ${formatQuantity(time.median, "s")} from entry to the last step, nine in ten ${formatQuantity(time.p90, "s")}.`;
  return [{ text, effect: time.median, interval: null, n: time.n }];
}

function optionalFindings({ total, steps }: FunnelResult): readonly Finding[] {
  return total.steps.flatMap(({ next }, i) => {
    if (next === null || next.withStep.value === null || next.without.value === null) return [];
    const text = `With the optional step ${steps[i]?.label} ${rateText(next.withStep)} go on, without it ${rateText(next.without)}: an association, not an effect.`;
    return [
      { text, effect: next.withStep.value - next.without.value, interval: null, n: next.withStep.of + next.without.of },
    ];
  });
}

/** The values with the highest and the lowest conversion; their intervals say how far apart they are. */
function extremes({ lines, dimension }: FunnelResult): readonly Finding[] {
  const known = lines
    .filter(({ value, entered }) => value !== OTHER && entered >= COMPARABLE)
    .sort((a, b) => Number(b.conversion.value) - Number(a.conversion.value));
  const [high, low] = [known[0], known.at(-1)];
  if (high === undefined || low === undefined || high === low || dimension === null) return [];
  const text = `By ${dimension.label}, conversion is highest for ${high.value} with ${rateText(high.conversion)} and lowest for ${low.value} with ${rateText(low.conversion)}, of values with at least ${COMPARABLE} entries.`;
  return [
    {
      text,
      effect: Number(high.conversion.value) - Number(low.conversion.value),
      interval: null,
      n: high.entered + low.entered,
    },
  ];
}

/** The strongest association that more than chance explains. */
function driverFinding({ drivers }: FunnelResult): readonly Finding[] {
  if (drivers === null) return [];
  const first = drivers.lines.find(isAssociated);
  if (first === undefined) {
    const text = `Of ${drivers.tested} events and values none is associated with conversion at a false discovery rate of 5 %.`;
    return [{ text, effect: null, interval: null, n: null }];
  }
  const { name, value, kind, withIt, without, phi, table } = first;
  const what = kind === "event" ? `having ${name} on the way` : `${name} ${value} at entry`;
  const text = `Of ${drivers.tested} events and values ${drivers.associated} are associated with conversion (false discovery rate 5 %); most strongly ${what}: ${rateText(withIt)} with it, ${rateText(without)} without.`;
  const n = table.flat().reduce((sum, count) => sum + count, 0);
  return [{ text, effect: phi.value, interval: phi.interval, n }];
}

function openFinding({ open, window }: FunnelResult): readonly Finding[] {
  if (open.entered === 0) return [];
  const what = open.leftOut
    ? "are left out of all shares"
    : "count as they are: those that have not converted may still do so";
  const text = `${open.entered.toLocaleString("en-US")} attempts began less than ${window} before the end of the data and ${what}; ${open.converted.toLocaleString("en-US")} of them have converted so far.`;
  return [{ text, effect: null, interval: null, n: open.entered }];
}
