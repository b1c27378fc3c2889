import { z } from "zod";
import type { Query } from "../../sql/query.ts";
import { raw, type Sql, sql } from "../../sql/sql.ts";
import { completeUs, followedUnits, UNIT } from "./followed-units.ts";
import { type RetentionRequest, ROLLING_US } from "./retention-request.ts";

/** Units by how long they are known to have been active: `lapsed` 1 where the time is that of the lapse, 0 where the data end. */
const LapseRow = z.object({ v: z.string(), time: z.number(), lapsed: z.number(), units: z.number() });
export type LapseRow = z.infer<typeof LapseRow>;

/** A unit lapses at the end of the first `lapse` periods in a row, all of them over, in which it did not return. */
export interface LapseRule {
  readonly lapse: number;
  /** Number of the last period of the calendar that is over. */
  readonly lastPeriod: number;
}

const FAR = 1_000_000_000;

function lapseTimes(request: RetentionRequest, { lapse, lastPeriod }: LapseRule): Sql {
  const { clock, grain, times } = request;
  const length = ROLLING_US[grain];
  const followed =
    clock === "calendar"
      ? raw(`${lastPeriod} - p0`)
      : request.facts.dialect.cast(raw(`floor((${completeUs(request)} - u) / ${length}.0)`), "integer");
  const last = clock === "calendar" ? sql`${followed}` : sql`${followed} - 1`;
  const active = sql`select ${raw(UNIT)}, n, ${last} as f from ${followedUnits(request, { upTo: null })} where n = 0 or c >= ${raw(String(times))}`;
  const stepped = sql`select ${raw(UNIT)}, n, f, coalesce(max(n) over (partition by ${raw(UNIT)} order by n rows between 1 following and 1 following), ${raw(String(FAR))}) as next_n
      from (${active}) as active where f >= 0 and n <= f`;
  return sql`(select ${raw(UNIT)}, min(f) as f, min(case when n + ${raw(String(lapse))} <= f and next_n > n + ${raw(String(lapse))} then n + ${raw(String(lapse))} end) as lapse_at
      from (${stepped}) as stepped group by ${raw(UNIT)}) as units`;
}

/** Units by value of the dimension and time, for life tables. */
export function lapsesQuery(request: RetentionRequest, rule: LapseRule): Query<LapseRow> {
  const { dialect } = request.facts;
  return {
    name: "retention-lapses",
    row: LapseRow,
    text: sql`select v, coalesce(lapse_at, f) as time, case when lapse_at is null then 0 else 1 end as lapsed, ${dialect.cast(raw("sum(w)"), "integer")} as units
      from ${lapseTimes(request, rule)} group by 1, 2, 3 order by 1, 2, 3`,
  };
}
