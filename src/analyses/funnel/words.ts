import { formatQuantity, humanize } from "../../core/quantity.ts";
import type { Rate } from "../../stats/proportions/rate.ts";
import type { FunnelResult } from "./compute.ts";

/** "3.4 % (62 of 4,504; 2.9 % to 4.0 %)" */
export function rateText({ count, of, value, interval }: Rate): string {
  if (value === null) return "undetermined (nobody came so far)";
  const between =
    interval === null ? "" : `; ${formatQuantity(interval.low, "share")} to ${formatQuantity(interval.high, "share")}`;
  return `${formatQuantity(value, "share")} (${count.toLocaleString("en-US")} of ${of.toLocaleString("en-US")}${between})`;
}

const ORDERS: Readonly<Record<FunnelResult["order"], string>> = {
  ordered: "in this order",
  strict: "in this order with nothing in between",
  any: "in any order",
};

/** "view, cart, purchase" */
export const stepsText = ({ steps }: FunnelResult): string => steps.map(({ label }) => label).join(", ");

/** "within 7d of entry" */
export const windowText = ({ window }: FunnelResult): string =>
  window === "none" ? "at any time" : `within ${window} of entry`;

/** Definition and n, for subtitles. */
export function definitionText(result: FunnelResult): string {
  const { total, counted, days, open, order } = result;
  const left = open.leftOut && open.entered > 0 ? `; ${humanize(open.entered)} with an open window left out` : "";
  return `${humanize(total.entered)} ${counted} who entered from ${days.from} to ${days.to} (exclusive); ${ORDERS[order]}, ${windowText(result)}${left}`;
}
