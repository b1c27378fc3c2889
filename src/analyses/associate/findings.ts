import type { Finding } from "../../contract/envelope.ts";
import { formatQuantity } from "../../core/quantity.ts";
import { memberText } from "../../models/lab/member-text.ts";
import { estimateText, figureText, pValueText } from "../../stats/evidence-text.ts";
import { type AssociationTest, decisive } from "./associated.ts";
import { type AssociateResult, associateSentence, isAssociated, standingOut } from "./result.ts";

const count = (n: number): string => n.toLocaleString("en-US");
const share = (value: number): string => formatQuantity(value, "share");

const testText = ({ method, statistic, df, pValue, standardError }: AssociationTest): string =>
  statistic === null || df === null
    ? `${method} ${pValueText(pValue)}${standardError === null ? "" : `, standard error ${figureText(standardError)}`}`
    : `${method} ${figureText(statistic)} with ${df} degree${df === 1 ? "" : "s"} of freedom, ${pValueText(pValue)}`;

export function associateFindings(result: AssociateResult): readonly Finding[] {
  const { cramersV, correctedV, n, yates, oddsRatio, rows, columns, detectable } = result;
  const how = yates && decisive(result) === result.test ? " (Yates' correction)" : "";
  const silent =
    isAssociated(result) || detectable === null
      ? ""
      : ` An association of Cohen's w ${figureText(detectable)} would have been found with a chance of 80 %; a weaker one may be there.`;
  return [
    {
      text: `${associateSentence(result)}: ${testText(decisive(result))}${how}, over ${count(n)} rows; an association, not an effect.${silent}`,
      effect: cramersV.value,
      interval: cramersV.interval,
      n,
      pValue: decisive(result).pValue,
    },
    {
      text: `Strength: Cramer's V ${estimateText(cramersV)}, ${figureText(correctedV)} without its bias; 0 is none, 1 is complete.`,
      effect: cramersV.value,
      interval: cramersV.interval,
      n,
    },
    ...(oddsRatio === null
      ? []
      : [
          {
            text: `The odds of ${columns[0] ?? ""} against ${columns[1] ?? ""} with ${rows[0] ?? ""} are ${estimateText(oddsRatio)} times those with ${rows[1] ?? ""}.`,
            effect: oddsRatio.value,
            interval: oddsRatio.interval,
            n,
          },
        ]),
    ...cellFindings(result),
    ...smallFindings(result),
  ];
}

function cellFindings(result: AssociateResult): readonly Finding[] {
  if (result.rows.length * result.columns.length === 4) return [];
  const { x, y } = result;
  // of two columns one is the other turned round
  const both = result.rows.length > 2 && result.columns.length > 2;
  return standingOut(result)
    .filter(({ residual }) => both || residual > 0)
    .slice(0, 3)
    .map(({ row, column, count: seen, expected, share: part, residual }) => ({
      text: `${share(part)} of ${memberText(x, row)} have ${memberText(y, column)}: ${count(seen)} rows where ${figureText(expected)} were to be expected (residual ${figureText(residual)}).`,
      effect: residual,
      interval: null,
      n: seen,
    }));
}

function smallFindings({ smallCells, smallestExpected, cells, fisher, n }: AssociateResult): readonly Finding[] {
  if (smallCells === 0) return [];
  const advice =
    fisher === null ? "merge rare values (--top) before relying on it" : `${fisher.method} is the one to go by`;
  return [
    {
      text: `${smallCells} of ${cells.length} cells expect fewer than 5 rows (the least ${figureText(smallestExpected)}): the chi-squared test is coarse there; ${advice}.`,
      effect: null,
      interval: null,
      n,
    },
  ];
}
