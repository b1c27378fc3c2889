import type { ChartSpec } from "../../contract/chart-spec.ts";
import type { Finding } from "../../contract/envelope.ts";
import { NO_VALUE } from "../../contract/selection.ts";
import { formatQuantity } from "../../core/quantity.ts";
import { count } from "../../quality/wording.ts";
import { isCountry, type Share, type Shares, shareName } from "./shares.ts";

const percent = (share: number | null): string => formatQuantity(share ?? 0, "share");

const largest = ({ shares }: Shares): Share | undefined =>
  shares.find(({ value }) => value !== null && value !== NO_VALUE);

/** Bars of rows and, apart, of users for each column; a donut of event names and a map of countries besides. */
export function sharesCharts(all: readonly Shares[], noun: string): readonly ChartSpec[] {
  return all.flatMap((shares) => [
    ...(shares.section === "mix" ? [donut(shares, noun)] : []),
    ...(isCountry(shares) ? [map(shares, noun)] : []),
    bars(shares, noun),
  ]);
}

function title(shares: Shares, noun: string): string {
  const first = largest(shares);
  return first === undefined ? `No ${shares.name}` : `${shareName(first)} has ${percent(first.eventShare)} of ${noun}`;
}

function subtitle({ total, totalUsers, distinct, others }: Shares, noun: string): string {
  const users = totalUsers === null ? "" : `, ${count(totalUsers)} users; a user may be in several values`;
  const rest = others === 0 ? "" : `; Other is ${count(others)} values`;
  return `n = ${count(total)} ${noun}${users}; ${count(distinct)} values${rest}`;
}

const altText = ({ shares }: Shares, noun: string): string =>
  shares
    .map((share) => {
      const users = share.users === null ? "" : ` and ${count(share.users)} users`;
      return `${shareName(share)}: ${count(share.events)} ${noun} (${percent(share.eventShare)})${users}`;
    })
    .join("; ");

/** Values that are told one by one in the result and have no room in a chart; what they share cannot be added for users. */
function withRest({ shares, charted, others }: Shares): { readonly shares: readonly Share[]; readonly others: number } {
  const crowded = shares.filter(({ value }) => value !== null && value !== NO_VALUE).slice(charted);
  if (crowded.length === 0) return { shares, others };
  const rest = [...crowded, ...shares.filter(({ value }) => value === null)];
  const folded = new Set(rest);
  const add = (of: (share: Share) => number | null): number => rest.reduce((sum, share) => sum + (of(share) ?? 0), 0);
  const other: Share = {
    value: null,
    events: add(({ events }) => events),
    eventShare: add(({ eventShare }) => eventShare),
    users: null,
    userShare: null,
    sessions: null,
    withoutUser: null,
    amount: null,
  };
  return { shares: [...shares.filter((share) => !folded.has(share)), other], others: others + crowded.length };
}

function bars(all: Shares, noun: string): ChartSpec {
  const shares: Shares = { ...all, ...withRest(all) };
  const series = (label: string, of: (share: Share) => number | null) => ({
    label,
    values: shares.shares.map(of),
    interval: null,
  });
  return {
    kind: "bars",
    title: `${shares.name}: ${title(shares, noun)}`,
    subtitle: subtitle(shares, noun),
    alt: altText(shares, noun),
    direction: "horizontal",
    layout: "grouped",
    category: { label: shares.name, values: shares.shares.map(shareName) },
    value: { label: "share", unit: "share" },
    series: [
      series(`share of ${noun}`, ({ eventShare }) => eventShare),
      ...(shares.totalUsers === null ? [] : [series("share of users", ({ userShare }) => userShare)]),
    ],
    rules: [],
  };
}

function donut(shares: Shares, noun: string): ChartSpec {
  return {
    kind: "donut",
    title: title(shares, noun),
    subtitle: subtitle(shares, noun),
    alt: altText(shares, noun),
    part: shares.name,
    value: { label: noun, unit: null },
    slices: shares.shares.map((share) => ({ label: shareName(share), value: share.events })),
  };
}

function map(shares: Shares, noun: string): ChartSpec {
  const named = shares.shares.filter(({ value }) => value !== null && value !== NO_VALUE);
  const ofUsers = shares.totalUsers !== null;
  return {
    kind: "map",
    title: ofUsers ? `Users by ${shares.name}` : `${noun} by ${shares.name}`,
    subtitle: subtitle(shares, noun),
    alt: altText(shares, noun),
    value: { label: ofUsers ? "users" : noun, unit: null },
    places: named.map(({ value, users, events }) => ({ place: value ?? "", value: ofUsers ? users : events })),
  };
}

/** A sentence per column, about its most frequent value. */
export function sharesFindings(all: readonly Shares[], noun: string): readonly Finding[] {
  return all.flatMap((shares) => {
    const first = largest(shares);
    if (first === undefined) return [];
    const none = shares.shares.find(({ value }) => value === NO_VALUE);
    const users = first.userShare === null ? "" : ` and is met by ${percent(first.userShare)} of users`;
    const lacking = none === undefined ? "" : `; ${percent(none.eventShare)} of ${noun} have none`;
    const text = `${shares.name}: of ${count(shares.distinct)} values ${shareName(first)} is the most frequent, it makes ${percent(first.eventShare)} of ${noun}${users}${lacking}.`;
    return [{ text, effect: first.eventShare, interval: null, n: shares.total }];
  });
}
