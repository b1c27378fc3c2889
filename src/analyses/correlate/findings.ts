import type { Finding } from "../../contract/envelope.ts";
import { estimateText, figureText, intervalText, pValueText } from "../../stats/evidence-text.ts";
import { type CorrelateResult, claimedLines, mainLines } from "./correlated.ts";
import type { CorrelationLine } from "./correlation-line.ts";

const count = (n: number): string => n.toLocaleString("en-US");
const coefficient = (method: CorrelationLine["method"]): string =>
  ({ pearson: "r", spearman: "Spearman's rho", kendall: "Kendall's tau", partial: "partial r" })[method];

/** "latency and satisfaction go against each other: r -0.62" */
export function pairSentence({ x, y, value, interval, method, adjusted }: CorrelationLine, level: number): string {
  if (value === null) return `${x} and ${y} have no correlation that can be told`;
  const told = `${coefficient(method)} ${estimateText({ value, interval })}`;
  if (adjusted === null || adjusted > 1 - level) return `${x} and ${y} show no association beyond chance: ${told}`;
  return `${x} and ${y} ${value > 0 ? "go together" : "go against each other"}: ${told}`;
}

export function correlateFindings(result: CorrelateResult): readonly Finding[] {
  const { columns } = result;
  return columns.length === 2 ? pairFindings(result) : matrixFindings(result);
}

const finding = (text: string, line: CorrelationLine): Finding => ({
  text,
  effect: line.value,
  interval: line.interval,
  n: line.n,
  ...(line.adjusted === null ? {} : { pValue: line.adjusted }),
});

function pairFindings(result: CorrelateResult): readonly Finding[] {
  const { lines, level, fit, controls } = result;
  const found: Finding[] = [];
  const [main] = mainLines(result);
  if (main !== undefined) {
    const p = main.pValue === null ? "" : `, ${pValueText(main.pValue)}`;
    found.push(
      finding(`${pairSentence(main, level)}${p}, over ${count(main.n)} rows: an association, not an effect.`, main),
    );
  }
  const shape = main === undefined ? null : shapeAdvice(main);
  if (shape !== null) found.push(shape);
  const partial = lines.find(({ method }) => method === "partial");
  if (partial !== undefined)
    found.push(finding(`With ${controls.join(", ")} held fixed, ${pairSentence(partial, level)}.`, partial));
  const advice = rankAdvice(lines);
  if (advice !== null) found.push(advice);
  if (fit !== null && main?.method === "pearson" && main.value !== null) {
    found.push({
      text: `One unit more of ${main.x} goes with ${figureText(fit.slope)} units of ${main.y} on the fitted line, which explains ${figureText(100 * main.value ** 2)} % of the variance.`,
      effect: fit.slope,
      interval: null,
      n: main.n,
    });
  }
  return found;
}

/** Widths that differ by more than this share say that Fisher's interval cannot be relied on. */
const UNLIKE = 0.1;

function shapeAdvice({ x, y, interval, shapeFree, n }: CorrelationLine): Finding | null {
  if (interval === null || shapeFree === null) return null;
  const ratio = (shapeFree.high - shapeFree.low) / (interval.high - interval.low);
  if (Math.abs(ratio - 1) <= UNLIKE) return null;
  const why =
    ratio > 1
      ? "a few values far out make the interval of normal values too narrow"
      : "the interval of normal values is wider than it need be";
  return {
    text: `Without assuming normal values of ${x} and ${y}, r has the ${intervalText(shapeFree)}: ${why}.`,
    effect: null,
    interval: shapeFree,
    n,
  };
}

/** Coefficients this far apart say that a line is not the whole story. */
const APART = 0.1;

function rankAdvice(lines: readonly CorrelationLine[]): Finding | null {
  const pearson = lines.find(({ method }) => method === "pearson");
  const spearman = lines.find(({ method }) => method === "spearman");
  if (pearson?.value == null || spearman?.value == null) return null;
  const apart = Math.abs(pearson.value - spearman.value);
  const told = `Spearman's rho of the ranks is ${estimateText({ value: spearman.value, interval: spearman.interval })}`;
  const advice =
    apart < APART
      ? "as the linear coefficient says: no sign of a few extreme rows or a bent relation"
      : "unlike the linear coefficient: the relation is bent or a few extreme rows weigh much, so rely on the ranks or transform first";
  return finding(`${told}, ${advice}.`, spearman);
}

function matrixFindings(result: CorrelateResult): readonly Finding[] {
  const { level, correction } = result;
  const lines = mainLines(result);
  const tested = lines.filter(({ adjusted }) => adjusted !== null);
  const claimed = claimedLines(lines, level);
  const how = correction === "none" ? "without a correction" : `after correction (${correction})`;
  const summary: Finding = {
    text: `Of ${tested.length} pairs ${claimed.length} are associated beyond chance ${how}.`,
    effect: null,
    interval: null,
    n: result.rows,
  };
  const partial = claimedLines(
    result.lines.filter(({ method }) => method === "partial"),
    level,
  );
  return [
    summary,
    ...claimed.slice(0, 3).map((line) => finding(`${pairSentence(line, level)}.`, line)),
    ...partial
      .slice(0, 3)
      .map((line) => finding(`With ${result.controls.join(", ")} held fixed, ${pairSentence(line, level)}.`, line)),
  ];
}
