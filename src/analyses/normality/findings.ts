import type { Finding } from "../../contract/envelope.ts";
import { ofGroup, shownNumber, shownP } from "../lab-words.ts";
import { shapeSentence } from "./chart.ts";
import type { NormalityLine, NormalityResult } from "./compute.ts";

export function normalityFindings({ lines, tests, table }: NormalityResult): readonly Finding[] {
  const many = tests > 1 ? ` after Holm's correction for ${tests} tests` : "";
  return lines.flatMap((line): readonly Finding[] => {
    const { n, test, skewness } = line;
    const said = test === null ? "" : ` (${test.method}, ${shownP(test.adjusted)}${many})`;
    const first = { text: `${shapeSentence(line)}${said}.`, effect: skewness, interval: null, n };
    return [first, ...advice(line, table).map((text) => ({ text, effect: null, interval: null, n }))];
  });
}

function advice({ column, group, normal, offer, n }: NormalityLine, table: string): readonly string[] {
  if (normal !== false) return [];
  const what = ofGroup(column, group);
  const enough =
    n >= 200 ? " Means of so many values are nearly normal all the same, so tests of means stay usable." : "";
  const robust = `For ${what} tests that do not need a normal shape are Mann-Whitney, Brunner-Munzel or Kruskal-Wallis, and Spearman's correlation.${enough}`;
  if (offer === null) return [robust];
  const lambda = offer.lambda === null ? "" : ` (lambda ${shownNumber(offer.lambda)})`;
  return [
    robust,
    `${offer.name}${lambda} brings the skewness of ${what} from ${shownNumber(offer.before)} to ${shownNumber(offer.after)}: see \`tidemark run transform --table ${table} --column ${column}\`.`,
  ];
}
