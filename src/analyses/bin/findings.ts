import type { Finding } from "../../contract/envelope.ts";
import { formatQuantity } from "../../core/quantity.ts";
import { shownCount } from "../lab-words.ts";
import { binSentence } from "./chart.ts";
import type { BinResult } from "./compute.ts";

export function binFindings(result: BinResult): readonly Finding[] {
  const { lines, n, sampled, by, method, missing, column } = result;
  const sizes = lines.map(({ share }) => share);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)].map((share) => formatQuantity(share, "share"));
  const plain = { effect: null, interval: null, n };
  const values = sampled === null ? "values" : "sampled values";
  const left = missing === 0 ? "" : ` ${shownCount(missing)} rows have no ${column} and are in no bin.`;
  return [
    { ...plain, text: `${binSentence(result)}: each holds ${least} to ${most} of the ${values}.${left}` },
    { ...plain, text: `The same groups in other analyses: \`--by ${by}\`.` },
    ...(method === "median" || lines.length === 2
      ? [
          {
            ...plain,
            text: `Two halves forget how far values are apart: a correlation or a regression on ${column} itself uses all of it.`,
          },
        ]
      : []),
  ];
}
