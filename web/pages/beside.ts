import { addDays } from "../../src/core/calendar.ts";
import { daysBetween } from "../../src/core/periods.ts";
import type { Selection } from "../state/selection.ts";

type Params = Readonly<Record<string, unknown>>;

/** The same question of another segment, or of the days before, to be shown beside it; null when neither is asked for. */
export function besideParams(params: Params, versus: string | null, selection: Selection): Params | null {
  if (versus !== null) return { ...params, segment: versus };
  const before = daysBefore(selection);
  return before === null ? null : { ...params, ...before };
}

/** As many days just before those selected; null when no days are selected. */
function daysBefore({ from, to, compare }: Selection): { readonly from: string; readonly to: string } | null {
  if (from === null || to === null || compare !== "previous") return null;
  return { from: addDays(from, -daysBetween(from, to)), to: from };
}
