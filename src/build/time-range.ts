import type { TimeRange } from "../models/project-day.ts";
import { type Sql, sql } from "../sql/sql.ts";
import type { BuildRun } from "./build-run.ts";

/** First and last instant that a relation with columns lo and hi gives; the epoch when it has no rows. */
export async function timeRange(run: BuildRun, span: Sql): Promise<TimeRange> {
  const [row] = await run.cells(span);
  const [lo, hi] = row ?? [null, null];
  if (typeof lo !== "string" || typeof hi !== "string") return { minMs: 0, maxMs: 0 };
  return { minMs: Date.parse(lo), maxMs: Date.parse(hi) };
}

export const eventSpan = (from: Sql): Sql => sql`select min(event_time) as lo, max(event_time) as hi from ${from}`;
