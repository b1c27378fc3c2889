import type { Finding } from "../../contract/envelope.ts";
import { formatQuantity } from "../../core/quantity.ts";
import { figureText } from "../../stats/evidence-text.ts";
import type { ComponentLine, PcaResult } from "./components.ts";

const share = (value: number): string => formatQuantity(value, "share");

/** "2 of 4 components hold 95.8 % of the variance" */
export function pcaSentence({ lines, kept }: PcaResult): string {
  const all = lines.length;
  return `${kept} of ${all} components hold${kept === 1 ? "s" : ""} ${share(lines[kept - 1]?.cumulative ?? 0)} of the variance`;
}

/** A loading this large names a component; below it columns are hardly in it. */
const NOTABLE = 0.5;

function namedBy({ weights }: ComponentLine, columns: readonly string[]): string {
  const most = weights.reduce((largest, w) => Math.max(largest, Math.abs(w)), 0);
  const side = (sign: 1 | -1): readonly string[] =>
    columns.filter((_, j) => sign * (weights[j] ?? 0) >= NOTABLE * most);
  const [up, down] = [side(1), side(-1)];
  return down.length === 0 ? up.join(", ") : `${up.join(", ")} against ${down.join(", ")}`;
}

export function pcaFindings(result: PcaResult): readonly Finding[] {
  const { lines, kept, columns, explained, n, rows, on } = result;
  const left = rows - n;
  const missing = left === 0 ? "" : `; ${left.toLocaleString("en-US")} rows lack a value and are left out`;
  const weakest = explained.indexOf(Math.min(...explained));
  const error = lines[kept - 1]?.reconstructionError ?? 0;
  return [
    {
      text: `${pcaSentence(result)}${missing}.`,
      effect: lines[kept - 1]?.cumulative ?? null,
      interval: null,
      n,
    },
    ...lines.slice(0, Math.min(kept, 3)).map((line) => ({
      text: `Component ${line.component} (${share(line.share)}) is ${namedBy(line, columns)}.`,
      effect: line.share,
      interval: null,
      n,
    })),
    {
      text: `Kept alone, ${kept === 1 ? "it gives" : "they give"} every value back with a mean squared error of ${figureText(error)}${on === "correlation" ? " squared standard deviations" : ""}; ${columns[weakest] ?? ""} is told least (${share(explained[weakest] ?? 0)}).`,
      effect: error,
      interval: null,
      n,
    },
    ...(on === "covariance"
      ? [
          {
            text: "The covariance matrix was asked for: the columns with the largest numbers decide. The correlation matrix counts all the same.",
            effect: null,
            interval: null,
            n,
          },
        ]
      : []),
  ];
}
