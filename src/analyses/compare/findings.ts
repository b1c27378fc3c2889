import type { Finding } from "../../contract/envelope.ts";
import { memberText } from "../../models/lab/member-text.ts";
import { estimateText, figureText, intervalText, pValueText } from "../../stats/evidence-text.ts";
import { type CompareResult, claims, decisive, type PairLine, type TestLine } from "./compared.ts";

const count = (n: number): string => n.toLocaleString("en-US");

/** "t(96.7) -5.86, p < 0.001" */
export function testText({ symbol, statistic, df, pValue }: TestLine): string {
  const degrees = df.length === 0 ? "" : `(${df.map(figureText).join(", ")})`;
  return `${symbol}${degrees} ${figureText(statistic)}, ${pValueText(pValue)}`;
}

/** What the comparison says, in a sentence without its end. */
export function compareSentence(result: CompareResult): string {
  const { value, by, groups, difference, level } = result;
  if (!claims(decisive(result)?.pValue, level)) return `${value} shows no difference by ${by} beyond chance`;
  const sorted = [...groups].sort((a, b) => b.mean - a.mean);
  const [highest, lowest] = [sorted[0], sorted.at(-1)];
  if (highest === undefined || lowest === undefined) return `${value} differs by ${by}`;
  const apart = difference === null ? "" : `, ${figureText(Math.abs(difference.value))} apart`;
  return `${value} is highest with ${memberText(by, highest.group)} (${figureText(highest.mean)}), lowest with ${lowest.group} (${figureText(lowest.mean)})${apart}`;
}

export function compareFindings(result: CompareResult): readonly Finding[] {
  const { difference, effect, n, pairs } = result;
  const test = decisive(result);
  const found: Finding[] = [];
  if (test !== null) {
    const told =
      difference === null ? "" : ` The ${difference.name}, ${groupsText(result)}, is ${estimateText(difference)}.`;
    found.push({
      text: `${compareSentence(result)}: ${test.method} ${testText(test)}.${told} It is an association by group, not an effect of it.`,
      effect: difference?.value ?? null,
      interval: difference?.interval ?? null,
      n,
      pValue: test.pValue,
    });
  }
  if (effect !== null) {
    found.push({
      text: `Effect size ${effect.name} ${estimateText(effect)}: ${sizeWord(effect.name, effect.value)}.`,
      effect: effect.value,
      interval: effect.interval,
      n,
    });
  }
  const robust = robustFinding(result);
  if (robust !== null) found.push(robust);
  if (pairs.length > 0) found.push(pairsFinding(result));
  const detected = detectableFinding(result);
  return detected === null ? found : [...found, detected];
}

function pairsFinding({ test, pairs, level, n }: CompareResult): Finding {
  const size = ({ difference }: PairLine): number => Math.abs(difference ?? 0);
  const apart = pairs.filter(({ pValue, rankPValue }) => claims(test === null ? rankPValue : pValue, level));
  const widest = [...apart].sort((a, b) => size(b) - size(a))[0];
  const example =
    widest?.interval == null
      ? ""
      : `; the widest gap is ${widest.first} less ${widest.second}: ${figureText(widest.difference ?? 0)} (${intervalText(widest.interval)} for all pairs at once)`;
  const method = test === null ? "Dunn's test of the ranks" : "Games-Howell";
  return {
    text: `Of ${pairs.length} pairs of groups ${apart.length} differ after correction (${method})${example}.`,
    effect: widest?.difference ?? null,
    interval: widest?.interval ?? null,
    n,
  };
}

const groupsText = ({ groups }: CompareResult): string => `${groups[0]?.group ?? ""} less ${groups[1]?.group ?? ""}`;

/** Skewness beyond which means of few values are doubtful. */
const SKEWED = 1;

function robustFinding({ test, robust, robustEffect, groups, level, n }: CompareResult): Finding | null {
  if (test === null || robust === null) return null;
  const agree = claims(test.pValue, level) === claims(robust.pValue, level);
  const size = robustEffect === null ? "" : ` (${robustEffect.name} ${estimateText(robustEffect)})`;
  const skewed = groups.some(({ skewness }) => skewness !== null && Math.abs(skewness) > SKEWED);
  const advice = agree
    ? "it says the same"
    : skewed
      ? "it says otherwise, and the values are skewed: rely on it, or transform the values first"
      : "it says otherwise: look at the distributions before relying on the means";
  return {
    text: `${robust.method}, which needs no normal values: ${testText(robust)}${size}; ${advice}.`,
    effect: robustEffect?.value ?? null,
    interval: robustEffect?.interval ?? null,
    n,
  };
}

function detectableFinding(result: CompareResult): Finding | null {
  const { detectable, level, n, value } = result;
  if (detectable === null) return null;
  const units = detectable.inUnits === null ? "" : `, that is ${figureText(detectable.inUnits)} of ${value},`;
  const size =
    detectable.inUnits === null
      ? `spread of the means of ${detectable.name} ${figureText(detectable.effect)}`
      : `difference of ${figureText(detectable.effect)} ${detectable.name}`;
  const silent = claims(decisive(result)?.pValue, level) ? "" : " A smaller one may be there and not be seen.";
  return {
    text: `With ${count(n)} values, a true ${size}${units} would be found with chance ${figureText(100 * detectable.power)} %.${silent}`,
    effect: detectable.inUnits ?? detectable.effect,
    interval: null,
    n,
  };
}

/** Cohen's words (1988) for a size, which say nothing about whether it matters. */
function sizeWord(name: string, value: number): string {
  const limits = name.startsWith("eta") ? [0.01, 0.06, 0.14] : [0.2, 0.5, 0.8];
  const at = limits.filter((limit) => Math.abs(value) >= limit).length;
  return ["very small", "small", "medium", "large"][at] ?? "large";
}
