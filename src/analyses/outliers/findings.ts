import type { Finding } from "../../contract/envelope.ts";
import { labCommand, shownCount, shownNumber } from "../lab-words.ts";
import { outliersSentence } from "./chart.ts";
import type { ColumnOutliers, OutliersResult } from "./compute.ts";

export function outliersFindings(result: OutliersResult): readonly Finding[] {
  return result.columns.flatMap((column): readonly Finding[] => {
    const suited = column.rules.find(({ rule }) => rule === column.suited);
    const plain = { effect: null, interval: null, n: column.n };
    return [
      { ...plain, text: `${outliersSentence(column, result)}.`, effect: suited?.share ?? null },
      ...advice(column, result.table).map((text) => ({ ...plain, text })),
    ];
  });
}

function advice({ column, skewness, suited, rules, rows }: ColumnOutliers, table: string): readonly string[] {
  const count = (name: string): number =>
    rules.filter(({ rule }) => rule === name).reduce((sum, { below, above }) => sum + below + above, 0);
  const skewed =
    suited === "iqr" || skewness === null
      ? []
      : [
          `${column} is skewed (${shownNumber(skewness)}): fences around its quartiles call ${shownCount(count("iqr"))} values far out, many of which are the long side of an ordinary distribution; ${suited === "log" ? `on the scale of logarithms ${shownCount(count("log"))} are. See \`${labCommand("transform", table, ["column", column])}\`` : `by distances from the median ${shownCount(count("mad"))} are`}.`,
        ];
  const kept =
    rows.length === 0
      ? []
      : [
          `The rows are listed, none is removed: look at what they are; rank tests and medians hardly depend on them, means and correlations may.`,
        ];
  return [...skewed, ...kept];
}
