import type { Finding } from "../../contract/envelope.ts";
import { OTHER } from "../../contract/selection.ts";
import { formatQuantity } from "../../core/quantity.ts";
import { comparisonFindings, pointsText } from "../comparison-words.ts";
import type { RetentionResult } from "./compute.ts";
import type { RetentionSurvival } from "./survival.ts";
import type { TargetComparison, TargetPoint } from "./target.ts";
import { averageText, columnText, rateText } from "./words.ts";

/** Below so many users a value's share is not compared with others. */
const COMPARABLE = 30;
/** Cohorts at either end whose shares are compared. */
const ENDS = 3;

const share = (value: number | null): string =>
  value === null ? "An undetermined share" : formatQuantity(value, "share");

const pText = (p: number | null): string => (p === null ? "" : p < 0.001 ? ", p < 0.001" : `, p ${p.toFixed(3)}`);

/** "21.0 % come back in week 1, 12.0 % in week 12" */
export function curveSentence(result: RetentionResult): string {
  const { total } = result;
  const last = total.cells.findLastIndex(({ value }, i) => i > 0 && value !== null);
  const first = total.cells[1];
  if (first === undefined || last < 1) return "No cohort has come to its first column yet";
  const begin = `${share(first.value)} come back ${columnWord(result, 1)}`;
  return last === 1 ? begin : `${begin}, ${share(total.cells[last]?.value ?? null)} ${columnWord(result, last)}`;
}

const WORDS = {
  on: "in",
  "on-or-after": "in or after",
  "on-or-before": "by",
  streak: "in every period up to",
} as const;
const columnWord = (result: RetentionResult, column: number): string =>
  `${WORDS[result.criterion]} ${columnText(result, column)}`;

/** How the followed column has moved from the first complete cohorts to the last; null with too few. */
export function trendSentence(result: RetentionResult): string | null {
  const { cohorts, trend } = result;
  const done = cohorts.filter(({ cells }) => cells[trend.column]?.state === "complete");
  if (done.length < 2 * ENDS) return null;
  const pooled = (some: typeof done): number => {
    const size = some.reduce((sum, one) => sum + one.size, 0);
    return some.reduce((sum, { cells }) => sum + (cells[trend.column]?.retained?.count ?? 0), 0) / size;
  };
  const [early, late] = [pooled(done.slice(0, ENDS)), pooled(done.slice(-ENDS))];
  return `Retention in ${columnText(result, trend.column)} went from ${share(early)} (first ${ENDS} cohorts) to ${share(late)} (last ${ENDS})`;
}

/** The column in which the target differs most surely from its controls. */
export function targetSentence({ points: list, cohort }: TargetComparison, grain: string): string | null {
  const [first] = list;
  if (first === undefined) return null;
  return `Of those who started with ${cohort}, ${share(first.target.value)} come back in ${grain} ${first.column}, of the controls ${share(first.controls.control.value)}`;
}

/** The curve, the trend, a target against its controls, echoes of calendar days, survival, churn. */
export function retentionFindings(result: RetentionResult): readonly Finding[] {
  const first = result.total.cells[1];
  const trend = trendSentence(result);
  return [
    {
      text: `${curveSentence(result)}${first === undefined ? "" : `: ${averageText(first)} over ${first.cohorts} complete cohorts`}.`,
      effect: first?.value ?? null,
      interval: first?.interval ?? null,
      n: first?.of ?? null,
    },
    ...comparisonFindings(result.comparison),
    ...(trend === null ? [] : [{ text: `${trend}.`, effect: null, interval: null, n: result.total.size }]),
    ...extremes(result),
    ...(result.target === null ? [] : targetFindings(result.target, result)),
    ...survivalFindings(result),
    ...churnFindings(result),
  ];
}

function extremes({ lines, dimension }: RetentionResult): readonly Finding[] {
  const known = lines
    .flatMap(({ value, cells }) => (cells[1] === undefined ? [] : [{ value, cell: cells[1] }]))
    .filter(({ value, cell }) => value !== OTHER && cell.of >= COMPARABLE && cell.value !== null)
    .sort((a, b) => Number(b.cell.value) - Number(a.cell.value));
  const [high, low] = [known[0], known.at(-1)];
  if (high === undefined || low === undefined || high === low || dimension === null) return [];
  const text = `By ${dimension.label}, the first column is highest for ${high.value} with ${averageText(high.cell)} and lowest for ${low.value} with ${averageText(low.cell)}, of values with at least ${COMPARABLE} users.`;
  const effect = Number(high.cell.value) - Number(low.cell.value);
  return [{ text, effect, interval: null, n: high.cell.of + low.cell.of }];
}

function targetFindings(target: TargetComparison, { grain }: RetentionResult): readonly Finding[] {
  const { points: list, cohort, against } = target;
  const compared = (point: TargetPoint, which: "controls" | "against", words: string): readonly Finding[] => {
    const one = point[which];
    if (one === null) return [];
    const tested = list.filter((other) => other[which]?.pValue != null).length;
    const apart =
      one.difference === null || one.interval === null
        ? []
        : [`${pointsText(one.difference)} (${pointsText(one.interval.low)} to ${pointsText(one.interval.high)})`];
    const sure =
      one.adjusted === null
        ? `undetermined: ${one.undetermined}`
        : `${pText(one.adjusted).replace(/^, /, "")} adjusted for ${tested} ${tested === 1 ? "column" : "columns"}`;
    const text = `In ${grain} ${point.column} of the cohort of ${cohort} ${rateText(point.target)} come back, of ${words} ${rateText(one.control)}: ${[...apart, sure].join(", ")}.`;
    return [{ text, effect: one.difference, interval: one.interval, n: point.target.of + one.control.of }];
  };
  const shown = list.filter((point, i) => i === 0 || point.column === 7);
  return [
    ...shown.flatMap((point) => compared(point, "controls", `its ${target.controls.length} control cohorts`)),
    ...shown.flatMap((point) => compared(point, "against", against?.label ?? "")),
    ...list.flatMap((point) => echoFinding(point, grain)),
  ];
}

/** A period of the calendar that is unusual, or looks so in this cohort. */
function echoFinding({ column, period, target, echo }: TargetPoint, grain: string): readonly Finding[] {
  if (echo === null) return [];
  const { neighbours, adjusted, others } = echo;
  const share = others === null ? 0 : Math.abs(others.ratio - 1);
  const elsewhere =
    others === null || share < 0.05
      ? "other cohorts do there what they do around it"
      : `other cohorts come back ${formatQuantity(share, "share")} ${others.ratio < 1 ? "less" : "more"} there than in the ${grain}s around it${pText(others.adjusted)}`;
  const text = `Column ${column} lies on ${period}: ${elsewhere}, this one ${rateText(target)} beside ${rateText(neighbours)}${pText(adjusted)}. It is the calendar before it is the age of the cohort.`;
  return [{ text, effect: (target.value ?? 0) - (neighbours.value ?? 0), interval: null, n: target.of }];
}

function survivalFindings({ survival, grain }: RetentionResult): readonly Finding[] {
  if (survival === null) return [];
  const { total, lapse } = survival;
  const half =
    total.median === null ? "fewer than half have lapsed so far" : `half have lapsed after ${total.median} ${grain}s`;
  const text = `Counting ${lapse} ${grain}s in a row without a return as lapsed, ${half} (${total.lapsed.toLocaleString("en-US")} of ${total.n.toLocaleString("en-US")} lapsed).`;
  return [
    { text, effect: total.median, interval: null, n: total.n },
    ...valuesTexts(survival).map((said) => ({ text: said, effect: null, interval: null, n: total.n })),
  ];
}

/** Whether the values' curves differ. */
function valuesTexts({ lines, logRank, undetermined }: RetentionSurvival): readonly string[] {
  if (undetermined !== null && lines.length > 1)
    return [`Whether the values' curves differ is undetermined: ${undetermined}.`];
  if (logRank === null) return [];
  return [
    `The values' curves ${logRank.pValue < 0.05 ? "differ" : "do not differ beyond chance"}: log-rank chi-squared ${logRank.statistic.toFixed(1)} with ${logRank.df} degrees of freedom${pText(logRank.pValue)}.`,
  ];
}

function churnFindings({ churn }: RetentionResult): readonly Finding[] {
  const gone = churn?.lines.at(-1)?.users;
  if (churn === null || gone === undefined) return [];
  const by = churn.unit === "days" ? `${churn.churned} days` : `${churn.churned} of their own cycles`;
  const typical =
    churn.typicalDays === null
      ? ""
      : ` Half of those with a rhythm of their own return every ${churn.typicalDays.toFixed(1)} days or more often.`;
  return [
    {
      text: `${rateText(gone)} of followed users have been away for more than ${by}.${typical}`,
      effect: gone.value,
      interval: gone.interval,
      n: gone.of,
    },
  ];
}
