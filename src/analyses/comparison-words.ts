import type { TableChart } from "../contract/chart-spec/table.ts";
import type { Finding } from "../contract/envelope.ts";
import { formatQuantity, humanize } from "../core/quantity.ts";
import { pValueText } from "../stats/evidence-text.ts";
import type { Rate } from "../stats/proportions/rate.ts";
import type { ResultTable } from "./analysis.ts";
import type { GroupComparison } from "./group-comparison.ts";

/** Share points, with sign: +3.1 pp. */
export function pointsText(difference: number): string {
  const size = Math.abs(difference * 100);
  return `${difference < 0 ? "−" : "+"}${size.toFixed(size < 1 ? 2 : size < 10 ? 1 : 0)} pp`;
}

const LEVEL = 0.05;

/** Which share differs most surely, or that none does beyond chance. */
export function comparisonSentence({ asked, versus, shares }: GroupComparison): string {
  const tested = shares.filter(({ adjusted }) => adjusted !== null);
  const [surest] = [...tested].sort((a, b) => Number(a.pValue) - Number(b.pValue));
  if (surest === undefined) {
    const reason = shares.find(({ undetermined }) => undetermined !== null)?.undetermined;
    return `${asked} and ${versus} cannot be compared${reason === undefined ? "" : `: ${reason}`}`;
  }
  if (Number(surest.adjusted) > LEVEL) return `${asked} and ${versus} do not differ beyond chance`;
  const { label, difference } = surest;
  return `${asked} against ${versus}: ${pointsText(difference ?? 0)} for ${label}`;
}

const pointsOf = (share: number | null | undefined): number | null => (share == null ? null : share * 100);

/** Each share of the two groups, its difference, interval and p-value. */
export function comparisonTable(comparison: GroupComparison | null): readonly TableChart[] {
  if (comparison === null) return [];
  const { asked, versus, users, shares } = comparison;
  const number = (label: string, unit: string | null) => ({ label, unit, show: "number", good: "neutral" }) as const;
  const reasoned = shares.some(({ undetermined }) => undetermined !== null);
  const both =
    users.both === 0 ? "no user is in both" : `${humanize(users.both)} users are in both, as the intervals know`;
  return [
    {
      kind: "table",
      title: comparisonSentence(comparison),
      subtitle: `${humanize(users.asked)} users of ${asked}, ${humanize(users.versus)} of ${versus}; ${both}; difference in shares, square-and-add 95 % interval, z test, p adjusted by Holm`,
      alt: `Differences between ${asked} and ${versus} of ${shares.length} shares. ${comparisonSentence(comparison)}.`,
      columns: [
        { label: "share", unit: null, show: "text", good: "neutral" },
        number(asked, "share"),
        number(versus, "share"),
        number("difference", "pp"),
        number("from", "pp"),
        number("to", "pp"),
        number("p", null),
        number("adjusted p", null),
        ...(reasoned ? [{ label: "undetermined because", unit: null, show: "text", good: "neutral" } as const] : []),
      ],
      rows: shares.map((one) => [
        one.label,
        one.asked.value,
        one.versus.value,
        pointsOf(one.difference),
        pointsOf(one.interval?.low),
        pointsOf(one.interval?.high),
        one.pValue,
        one.adjusted,
        ...(reasoned ? [one.undetermined ?? ""] : []),
      ]),
    },
  ];
}

/** The main share of both groups, its difference, and users in both. */
export function comparisonFindings(comparison: GroupComparison | null): readonly Finding[] {
  if (comparison === null) return [];
  const { asked, versus, users, shares, main } = comparison;
  const one = shares.find(({ place }) => place === main) ?? shares.at(-1);
  if (one === undefined) return [];
  const { difference, interval, adjusted, undetermined } = one;
  const n = one.asked.of + one.versus.of;
  const of = (rate: Rate): string =>
    `${rate.value === null ? "an undetermined share" : formatQuantity(rate.value, "share")} (${rate.count.toLocaleString("en-US")} of ${rate.of.toLocaleString("en-US")})`;
  const sides = `${one.label}: ${of(one.asked)} of ${asked}, ${of(one.versus)} of ${versus}`;
  const both =
    users.both === 0
      ? ""
      : ` ${users.both.toLocaleString("en-US")} users are in both; the interval takes that into account.`;
  if (difference === null || interval === null)
    return [{ text: `${sides}: not compared, ${undetermined}.`, effect: null, interval: null, n }];
  const tested = shares.filter((share) => share.adjusted !== null).length;
  const p = adjusted === null ? `no p-value: ${undetermined}` : `${pValueText(adjusted)} adjusted for ${tested} tests`;
  const text = `${sides}: ${pointsText(difference)} (${pointsText(interval.low)} to ${pointsText(interval.high)}; ${p}).${both}`;
  return [{ text, effect: difference, interval, n }];
}

/** The columns of a flat table that a comparison adds; none without one. */
export const comparedColumns = (comparison: GroupComparison | null): ResultTable["columns"] =>
  comparison === null
    ? []
    : ["versus_n", "versus_of", "versus_share", "difference", "difference_low", "difference_high", "p", "p_holm"].map(
        (name) => ({ name, type: "number" as const }),
      );

/** The cells of those columns for the share at a place; null where there is none. */
export function comparedCells(comparison: GroupComparison | null, place: number | null): readonly (number | null)[] {
  const one = place === null ? undefined : comparison?.shares.find((share) => share.place === place);
  const { versus, difference, interval, pValue, adjusted } = one ?? {};
  const cells = [versus?.count, versus?.of, versus?.value, difference, interval?.low, interval?.high, pValue, adjusted];
  return comparison === null ? [] : cells.map((cell) => cell ?? null);
}
