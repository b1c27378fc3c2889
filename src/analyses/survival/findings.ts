import type { Finding } from "../../contract/envelope.ts";
import { formatQuantity } from "../../core/quantity.ts";
import { memberText } from "../../models/lab/member-text.ts";
import { estimateText, figureText, intervalText, pValueText } from "../../stats/evidence-text.ts";
import type { CoxPart, HazardLine, SurvivalGroup, SurvivalResult } from "./survived.ts";

const count = (n: number): string => n.toLocaleString("en-US");

/** Whether a p-value claims a difference at the level of the result. */
const claims = (pValue: number, level: number): boolean => pValue <= 1 - level + 1e-12;

/** What the curves say, without its end. */
export function survivalSentence(result: SurvivalResult): string {
  const { groups, logRank, logRankReason, by, duration, level, events, n } = result;
  if (by === null || groups.length < 2) {
    const median = groups[0]?.median.value ?? null;
    return median === null
      ? `${formatQuantity(events / n, "share")} had the event; the curve does not fall to one half`
      : `Half have had the event by ${duration} ${figureText(median)}`;
  }
  if (logRank === null)
    return `The curves by ${by} could not be compared${logRankReason === null ? "" : `: ${logRankReason}`}`;
  if (!claims(logRank.pValue, level)) return `The curves by ${by} do not differ beyond chance`;
  const means = groups.flatMap(({ group, mean }) => (mean === null ? [] : [{ group, mean: mean.value }]));
  if (means.length < groups.length) return `The curves differ by ${by}`;
  const order = means.sort((a, b) => b.mean - a.mean);
  return `${memberText(by, order[0]?.group ?? "")} goes longest without the event, ${order.at(-1)?.group ?? ""} shortest`;
}

export function survivalFindings(result: SurvivalResult): readonly Finding[] {
  const { groups, logRank, by, n, events, leftOut, cox } = result;
  const found: Finding[] = [];
  const missing = leftOut === 0 ? "" : `; ${count(leftOut)} rows without a time or an outcome are left out`;
  const test = logRank === null ? "" : ` (log-rank ${figureText(logRank.statistic)}, ${pValueText(logRank.pValue)})`;
  found.push({
    text: `${survivalSentence(result)}${test}; ${count(events)} events among ${count(n)} rows${missing}.`,
    effect: null,
    interval: null,
    n,
    ...(logRank === null ? {} : { pValue: logRank.pValue }),
  });
  found.push(...groups.slice(0, 4).map((group) => groupFinding(group, result)));
  if (cox !== null) found.push(...coxFindings(cox, result));
  else if (result.coxReason !== null)
    found.push({ text: `No Cox regression: ${result.coxReason}.`, effect: null, interval: null, n });
  if (by !== null)
    found.push({
      text: `Groups by ${by} may differ in other ways too: an association, not an effect.`,
      effect: null,
      interval: null,
      n,
    });
  return found;
}

function groupFinding(
  { group, n, median, mean, events }: SurvivalGroup,
  { horizon, level, by }: SurvivalResult,
): Finding {
  const of = by === null ? "All rows" : memberText(by, group);
  const bounds =
    median.low === null || median.high === null
      ? ""
      : ` (${intervalText({ low: median.low, high: median.high, level })})`;
  const half =
    median.value === null ? "the median is not reached" : `the median is ${figureText(median.value)}${bounds}`;
  const area =
    mean === null || horizon === null ? "" : `; the mean up to ${figureText(horizon)} is ${estimateText(mean)}`;
  return {
    text: `${of}: ${count(events)} events of ${count(n)}, ${half}${area}.`,
    effect: median.value,
    interval: median.low === null || median.high === null ? null : { low: median.low, high: median.high, level },
    n,
  };
}

function coxFindings(
  { lines, n, sampled, concordance, proportional }: CoxPart,
  result: SurvivalResult,
): readonly Finding[] {
  const { level } = result;
  const on = sampled ? ` on a seeded sample of ${count(n)} rows` : "";
  const ordered = [...lines].sort((a, b) => a.pValue - b.pValue);
  const right = concordance === null ? "" : `; of two rows it orders ${formatQuantity(concordance, "share")} rightly`;
  return [
    ...ordered.slice(0, 5).map((line) => ({
      text: `With the others held fixed${on}, ${hazardSentence(line, level)}, ${pValueText(line.pValue)}.`,
      effect: line.ratio,
      interval: line.interval,
      n,
    })),
    {
      text: `${proportionalText(lines, proportional, level)}${right}.`,
      effect: concordance,
      interval: null,
      n,
    },
  ];
}

function hazardSentence({ name, ratio, interval, pValue }: HazardLine, level: number): string {
  const subject = name.includes(": ") ? `${name}, against the reference,` : `one unit more of ${name}`;
  if (!claims(pValue, level)) return `${subject} shows no association with the hazard beyond chance`;
  return `${subject} goes with ${estimateText({ value: ratio, interval })} times the hazard`;
}

function proportionalText(lines: readonly HazardLine[], overall: number | null, level: number): string {
  if (overall === null) return "Whether hazard ratios change with time cannot be told";
  const changing = lines.filter(({ proportional }) => proportional !== null && claims(proportional, level));
  if (changing.length === 0 && !claims(overall, level))
    return `No sign that hazard ratios change with time (${pValueText(overall)})`;
  const names = changing.length === 0 ? "some" : changing.map(({ name }) => name).join(", ");
  return `The hazard ratio of ${names} changes with time (all together ${pValueText(overall)}): read it as a mean over time, or compare the curves`;
}
