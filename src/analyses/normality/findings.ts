import type { Finding } from "../../contract/envelope.ts";
import { pValueText } from "../../stats/evidence-text.ts";
import { labCommand, ofGroup, shownNumber } from "../lab-words.ts";
import { shapeSentence } from "./chart.ts";
import type { NormalityResult } from "./compute.ts";

/** What the tests say of each column and group, then once what follows from it for each column. */
export function normalityFindings(result: NormalityResult): readonly Finding[] {
  const { lines, tests } = result;
  const many = tests > 1 ? ` after Holm's correction for ${tests} tests` : "";
  const shapes = lines.map((line): Finding => {
    const { n, test, skewness } = line;
    const said = test === null ? "" : ` (${test.method}, ${pValueText(test.adjusted)}${many})`;
    return {
      text: `${shapeSentence(line)}${said}.`,
      effect: skewness,
      interval: null,
      n,
      ...(test?.adjusted == null ? {} : { pValue: test.adjusted }),
    };
  });
  const columns = [...new Set(lines.map(({ column }) => column))];
  return [...shapes, ...columns.flatMap((column) => advice(column, result))];
}

function advice(column: string, { lines, table }: NormalityResult): readonly Finding[] {
  const departing = lines.filter((line) => line.column === column && line.normal === false);
  const [first] = departing;
  if (first === undefined) return [];
  const largest = departing.reduce((most, line) => (line.n > most.n ? line : most), first);
  const { n, offer } = largest;
  const enough = departing.every((line) => line.n >= MANY)
    ? " Means of so many values are nearly normal all the same, so tests of means stay usable."
    : "";
  const robust = `For ${column} tests that need no normal shape are Mann-Whitney, Brunner-Munzel or Kruskal-Wallis, and Spearman's correlation.${enough}`;
  const plain = { effect: null, interval: null, n };
  if (offer === null) return [{ ...plain, text: robust }];
  const lambda = offer.lambda === null ? "" : ` (lambda ${shownNumber(offer.lambda)})`;
  const skew = `from ${shownNumber(offer.before)} to ${shownNumber(offer.after)}`;
  const text = `${offer.name}${lambda} brings the skewness of ${ofGroup(column, largest.group)} ${skew}: see \`${labCommand("transform", table, ["column", column])}\`.`;
  return [
    { ...plain, text: robust },
    { ...plain, text },
  ];
}

/** Values from which the mean of even skewed ones is nearly normal. */
const MANY = 200;
