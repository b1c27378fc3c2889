import type { Finding } from "../../contract/envelope.ts";
import { formatQuantity } from "../../core/quantity.ts";
import { estimateText, figureText, pValueText } from "../../stats/evidence-text.ts";
import { INTERCEPT } from "../../stats/regression/design.ts";
import type { RegressionLine, RegressResult } from "./regressed.ts";
import { bendOf } from "./residuals.ts";

const count = (n: number): string => n.toLocaleString("en-US");
const isClaimed = ({ pValue }: RegressionLine, level: number): boolean => pValue <= 1 - level + 1e-12;

/** Coefficients other than the intercept, the most certain first. */
export const predictorLines = ({ lines }: Pick<RegressResult, "lines">): readonly RegressionLine[] =>
  lines.filter(({ name }) => name !== INTERCEPT).sort((a, b) => Math.abs(b.value / b.se) - Math.abs(a.value / a.se));

/** "a unit more of latency goes with -0.03 of satisfaction" */
function lineSentence(line: RegressionLine, { y, model, x, success, level }: RegressResult): string {
  const compared = !x.includes(line.name);
  const subject = compared ? `${line.name}, against the reference,` : `one unit more of ${line.name}`;
  if (!isClaimed(line, level)) return `${subject} shows no association with ${y} beyond chance`;
  if (line.ratio === null) return `${subject} goes with ${estimateText(line)} of ${y}`;
  const what = model === "logistic" ? `the odds of ${y} ${success ?? ""}` : `the rate of ${y}`;
  return `${subject} goes with ${estimateText(line.ratio)} times ${what}`;
}

export function regressSentence(result: RegressResult): string {
  const { explained, y, model, x } = result;
  const [first] = predictorLines(result);
  if (first === undefined || explained === null) return `${y} by ${x.join(", ")}`;
  const share = formatQuantity(explained, "share");
  return model === "ols"
    ? `The columns explain ${share} of the variance of ${y}; ${first.name} stands out most`
    : `The columns take ${share} of the deviance of ${y} away; ${first.name} stands out most`;
}

export function regressFindings(result: RegressResult): readonly Finding[] {
  const { n, fittedRows, overall, explained, rows } = result;
  const left = rows - n;
  const missing = left === 0 ? "" : `; ${count(left)} rows lack a value and are left out`;
  const over = fittedRows < n ? `a seeded sample of ${count(fittedRows)} of ${count(n)} rows` : `${count(n)} rows`;
  const p = overall === null ? "" : ` (all together ${pValueText(overall.pValue)})`;
  return [
    {
      text: `${regressSentence(result)}${p}, over ${over}${missing}. Coefficients are associations with the other columns held fixed, not effects.`,
      effect: explained,
      interval: null,
      n: fittedRows,
      ...(overall === null ? {} : { pValue: overall.pValue }),
    },
    ...predictorLines(result)
      .slice(0, 6)
      .map((line) => ({
        text: `With the other columns held fixed, ${lineSentence(line, result)}, ${pValueText(line.pValue)}.`,
        effect: line.ratio?.value ?? line.value,
        interval: line.ratio?.interval ?? line.interval,
        n: fittedRows,
      })),
    ...advice(result),
  ];
}

/** Above this a coefficient hangs on the other columns. */
const INFLATED = 5;
/** Robust errors this many times the classical ones say that the spread differs between rows. */
const UNEVEN = 1.2;

function advice(result: RegressResult): readonly Finding[] {
  const { lines, errors, dispersion, model, fittedRows, aliased } = result;
  const said: string[] = [];
  const inflated = lines.filter(({ inflation }) => inflation !== null && inflation > INFLATED);
  if (inflated.length > 0)
    said.push(
      `${inflated.map(({ name, inflation }) => `${name} (VIF ${figureText(inflation ?? 0)})`).join(", ")} can hardly be told from the other columns: read them together, or leave one out.`,
    );
  if (aliased.length > 0) said.push(`${aliased.join(", ")} follow from the other columns and have no coefficient.`);
  const uneven = lines.reduce((most, { se, classicalSe }) => Math.max(most, se / classicalSe), 0);
  if (errors.startsWith("robust") && uneven > UNEVEN)
    said.push(
      `Robust errors are up to ${figureText(uneven)} times the classical ones: the spread differs between rows, so the robust ones are used.`,
    );
  if (model === "poisson" && dispersion !== null && dispersion > 1.5)
    said.push(
      `The counts vary ${figureText(dispersion)} times as much as Poisson counts do: only the robust errors hold.`,
    );
  if (bendOf(result) === "bent")
    said.push(
      "Mean residuals move away from 0 along the fitted values: the relation is bent, so transform or bin a column.",
    );
  return said.map((text) => ({ text, effect: null, interval: null, n: fittedRows }));
}
