import type { Finding } from "../../contract/envelope.ts";
import { shownNumber } from "../lab-words.ts";
import { lineNamed, transformSentence } from "./chart.ts";
import type { TransformedColumn, TransformResult } from "./compute.ts";

export function transformFindings({ columns }: TransformResult): readonly Finding[] {
  return columns.flatMap((column): readonly Finding[] => {
    const [before, after] = [
      lineNamed(column, "none")?.skewness ?? null,
      lineNamed(column, column.best)?.skewness ?? null,
    ];
    const effect =
      before === null || after === null || column.best === "none" ? null : Math.abs(after) - Math.abs(before);
    return [
      { text: `${transformSentence(column)}.`, effect, interval: null, n: column.n },
      ...meaning(column).map((text) => ({ text, effect: null, interval: null, n: column.n })),
    ];
  });
}

function meaning(column: TransformedColumn): readonly string[] {
  const { best } = column;
  if (best === "none") return [];
  const lambda = lineNamed(column, best)?.lambda ?? null;
  const said =
    best === "log1p"
      ? "differences of log(1 + x) are ratios of 1 + x: a mean of them, taken back by exp(m) - 1, is near the median of the values"
      : `differences on this scale have no unit: take means back by the inverse (lambda ${lambda === null ? "unknown" : shownNumber(lambda)}) before you show them`;
  return [
    `After it, tests that need a normal shape fit ${column.column} better; ${said}.`,
    `The data are not changed: the transform is of this answer only. Rank tests need none.`,
  ];
}
