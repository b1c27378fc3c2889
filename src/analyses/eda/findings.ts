import type { Finding } from "../../contract/envelope.ts";
import { formatQuantity } from "../../core/quantity.ts";
import { labCommand, shownCount, shownNumber } from "../lab-words.ts";
import { qualitySentence, shapeWords, strongest } from "./chart.ts";
import type { EdaResult } from "./compute.ts";

export function edaFindings(result: EdaResult): readonly Finding[] {
  const plain = { effect: null, interval: null, n: result.rows };
  const skewed = result.numbers.filter(({ offer }) => offer !== null);
  const gaps = [...result.columns].filter(({ missing }) => missing > 0).sort((a, b) => b.missing - a.missing);
  return [
    { ...plain, text: `${qualitySentence(result)}.` },
    ...joins(result).map((text) => ({ ...plain, text })),
    ...(gaps.length === 0
      ? []
      : [
          {
            ...plain,
            text: `Most is missing in ${gaps
              .slice(0, 3)
              .map(({ column, missingShare }) => `${column} (${formatQuantity(missingShare, "share")})`)
              .join(", ")}.`,
          },
        ]),
    ...skewed.map((shape) => ({
      ...{ effect: shape.skewness, interval: null, n: shape.n },
      text: `${shape.column} ${shapeWords(shape)}; ${shape.offer?.name} brings it to ${shownNumber(shape.offer?.after ?? 0)}: see \`${labCommand("transform", result.table, ["column", shape.column])}\`.`,
    })),
    ...(result.pairs === null
      ? []
      : [
          {
            ...plain,
            text: `${strongest(result.pairs)}: an association; \`${labCommand("correlate", result.table, ["columns", result.pairs.columns.join(",")])}\` has intervals and corrected tests.`,
          },
        ]),
  ];
}

function joins({ joins: checks, rows }: EdaResult): readonly string[] {
  return checks.map(({ target, orphans, keyless, example }) => {
    if (orphans + keyless === 0)
      return `Every row has its partner in ${target}: the join keeps ${shownCount(rows)} rows.`;
    const without = keyless === 0 ? "" : `, ${shownCount(keyless)} rows have no key`;
    const such = example === null ? "" : `, most often ${example}`;
    return `${shownCount(orphans)} rows have a key that ${target} does not know${such}${without}: they are kept, with nulls for its columns.`;
  });
}
