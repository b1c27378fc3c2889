import { addDays } from "../../src/core/calendar.ts";
import { daysBetween } from "../../src/core/periods.ts";
import type { Selection } from "../state/selection.ts";

type Params = Readonly<Record<string, unknown>>;

/** A question that is compared with another group, and the same question of that group, to be shown beside it. */
interface BesideParams {
  readonly asked: Params;
  readonly beside: Params;
}

/** The question of a segment against another, or of days against others; null when neither is asked for. */
export function besideParams(params: Params, versus: string | null, selection: Selection): BesideParams | null {
  if (versus !== null) return { asked: { ...params, versus }, beside: { ...params, segment: versus } };
  const { compare } = selection;
  const before = daysBefore(selection);
  return before === null ? null : { asked: { ...params, compare }, beside: { ...params, ...before } };
}

/** The days that `compare` means, as the analyses count them; null when no days are selected. */
function daysBefore({ from, to, compare }: Selection): { readonly from: string; readonly to: string } | null {
  if (from === null || to === null || compare === null || compare === "none") return null;
  const days = { previous: daysBetween(from, to), week: 7, year: 364 }[compare];
  return { from: addDays(from, -days), to: addDays(to, -days) };
}
