import { raw, type Sql, sql } from "../sql/sql.ts";
import type { Cell } from "../warehouse/port.ts";
import type { BuildRun } from "./build-run.ts";

/** Rows that are put through the windows at once: keeps memory flat however long the log is. */
export const RANGE_ROWS = 3_000_000;
const SAMPLE_ROWS = 50_000;

/**
 * Conditions on `user_id` that cut the log into ranges of about equal numbers of rows; every user is in one of them.
 * The parts of a day are sorted by user, so a range reads only its own row groups. Bounds come from a sample of whole
 * users; they decide how the work is cut, never what comes out.
 */
export async function userRanges(run: BuildRun, rows: number, rangeRows = RANGE_ROWS): Promise<readonly Sql[]> {
  const ranges = Math.max(1, Math.round(rows / rangeRows));
  if (ranges === 1) return [raw("user_id is not null")];
  const share = raw(String(Math.max(1, Math.floor(rows / SAMPLE_ROWS))));
  const sample = await run.cells(sql`select user_id, count(*) as n from stg_events
    where user_id is not null and ${run.warehouse.dialect.hash64(raw("user_id"))} % ${share} = 0
    group by user_id order by user_id`);
  return rangeConditions(cutPoints(sample, ranges));
}

/** The users at which cumulated rows pass each equal share. */
export function cutPoints(sample: readonly (readonly Cell[])[], ranges: number): readonly (string | number)[] {
  const total = sample.reduce((sum, [, n]) => sum + Number(n), 0);
  const cuts: (string | number)[] = [];
  let passed = 0;
  for (const [user, n] of sample) {
    if (typeof user !== "string" && typeof user !== "number") continue;
    if (cuts.length < ranges - 1 && passed > 0 && passed >= (total * (cuts.length + 1)) / ranges) cuts.push(user);
    passed += Number(n);
  }
  return cuts;
}

function rangeConditions(cuts: readonly (string | number)[]): readonly Sql[] {
  const bounds = [null, ...cuts];
  return bounds.map((from, i) => {
    const to = bounds[i + 1] ?? null;
    const low = from === null ? raw("user_id is not null") : sql`user_id >= ${from}`;
    return to === null ? low : sql`${low} and user_id < ${to}`;
  });
}
