import type { Finding } from "../../contract/envelope.ts";
import type { Interval } from "../../stats/inference.ts";
import { shownNumber } from "../lab-words.ts";
import { lineNamed, transformSentence } from "./chart.ts";
import type { TransformedColumn, TransformResult } from "./compute.ts";

export function transformFindings({ columns, cluster }: TransformResult): readonly Finding[] {
  return columns.flatMap((column): readonly Finding[] => {
    const [before, after] = [
      lineNamed(column, "none")?.skewness ?? null,
      lineNamed(column, column.best)?.skewness ?? null,
    ];
    const effect =
      before === null || after === null || column.best === "none" ? null : Math.abs(after) - Math.abs(before);
    return [
      { text: `${transformSentence(column)}.`, effect, interval: null, n: column.n },
      ...power(column),
      ...logarithms(column, cluster),
      ...meaning(column).map((text) => ({ text, effect: null, interval: null, n: column.n })),
    ];
  });
}

/** What the most likely power says: near 0 the values are those of a logarithm, near 1 they need nothing. */
function power(column: TransformedColumn): readonly Finding[] {
  const box = lineNamed(column, "Box-Cox");
  if (box === undefined || box.lambda === null || box.interval === null) return [];
  const { low, high } = box.interval;
  const meant = (at: number, words: string): string => (low <= at && at <= high ? `: ${words}` : "");
  const said =
    meant(0, "the logarithm is among the likely powers, as it is of lognormal values") ||
    meant(1, "the values as they are are among the likely powers");
  const text = `The most likely power of ${column.column} is ${shownNumber(box.lambda)} (95 % interval ${shownNumber(low)} to ${shownNumber(high)})${said}.`;
  return [{ text, effect: box.lambda, interval: box.interval, n: box.n }];
}

/** The parameters of lognormal values, and what they say in the unit of the values. */
function logarithms(
  { column, logarithms: found, unit }: TransformedColumn,
  cluster: string | null,
): readonly Finding[] {
  if (found?.status !== "ok" || found.mean.interval === null || found.sd.interval === null) return [];
  const { mean, sd, n: clusters } = found;
  const range = ({ low, high }: Interval, of = (x: number): number => x): string =>
    `(95 % interval ${shownNumber(of(low))} to ${shownNumber(of(high))})`;
  const rows =
    cluster === null
      ? "rows taken as independent: name the column that makes them alike with --cluster"
      : `rows of each of ${clusters.toLocaleString("en-US")} values of ${cluster} taken together`;
  const measure = unit === null ? "" : ` ${unit}`;
  const text = `ln(${column}) has mean ${shownNumber(mean.value)} ${range(found.mean.interval)} and standard deviation ${shownNumber(sd.value)} ${range(found.sd.interval)}, a geometric mean of ${shownNumber(Math.exp(mean.value))}${measure} ${range(found.mean.interval, Math.exp)}; ${rows}.`;
  return [{ text, effect: mean.value, interval: mean.interval, n: found.values }];
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
