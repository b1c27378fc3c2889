import { raw, type Sql, sql } from "../../sql/sql.ts";
import type { DayRange } from "../day-chunks.ts";
import { drawsOf, withWords } from "../randomness.ts";
import { openingsTable, stepsTable } from "./chain.ts";
import { drawn } from "./lookups.ts";
import { type AmplitudePlan, DAY_MS } from "./parameters.ts";
import { FLAT, OPEN_PAUSE_MS, SYMBOLS } from "./vocabulary.ts";

const LONGEST_PAUSE_MS = 29 * 60_000;

const EVENT_DRAWS = [
  ...drawsOf("page pause batch delay network network2 server work work2 uuid uuid2 property", 63).map((draw) => ({
    ...draw,
    at: raw("pos"),
  })),
  ...drawsOf("insert insert2", 80).map((draw) => ({ ...draw, at: raw("insert_pos") })),
];

/** The event that has the `$insert_id` of the one before it comes so late that it stands after it in the file. */
const RETRY_MS = 3 * 3_600_000;

/** The rows of the chunk before anything but their place and symbol is known. */
const SYMBOL_ROWS: Sql = sql`
select session_no, 0 as pos, null::integer as kind, null::integer as state, case when form = 'outside' then ${FLAT.empty}
  when end_only then ${FLAT.end} else ${FLAT.start} end as flat from chunk
union all select session_no, 1, null, null, ${FLAT.empty} from chunk where has_empty
union all select session_no, 1, null, null, ${FLAT.open} from chunk where form = 'monitor' and n > 1
union all select session_no, n - 1, null, null, ${FLAT.end} from chunk where has_end
union all select session_no, pos, null, null, ${FLAT.open} from openings
union all select session_no, m.pos, m.kind, null, null from chunk join monitor_script m on form = 'monitor' and m.pos < n
union all select session_no, pos, kind, state, null from steps`;

/** Milliseconds between an event and the one before it. */
const PAUSE: Sql = sql`case when r.pos = 0 then 0 when form = 'heartbeat' then (w_pause % 5 > 0)::integer when form = 'monitor' then 40
  else least(${LONGEST_PAUSE_MS}, 1 - floor(ln(unit(w_pause)) * case when flat = ${FLAT.open} and r.pos > 1 + has_empty::integer then ${OPEN_PAUSE_MS}
    else coalesce(pause_ms, 400) end / case when machine then 10 else 1 end)) end::bigint`;

/**
 * Replaces `events` by the rows of the days' sessions.
 * Times are in ms from the window's start: `t` on the device's clock, the others on the server's.
 */
export function eventsTable({ days }: AmplitudePlan, { from, to }: DayRange): Sql {
  const events = withWords(
    sql`select r.*, c.base, r.pos - (c.repeats_id and r.pos = c.n - 1)::integer as insert_pos from (${SYMBOL_ROWS}) r join chunk c using (session_no)`,
    raw("base"),
    EVENT_DRAWS,
  );
  return sql`
create or replace temp table chunk as select * from sessions where day >= ${from} and day < ${to};
${openingsTable}${stepsTable}
create or replace temp table events as
with drawn as (${events}), paged as (
  select r.*, ${drawn("p.letters", "r.w_page")} as drawn_page from drawn r
  left join page_chances p on p.row_no = r.state
), named as (
  select r.*, coalesce(drawn_page, case when kind is not null then 0 end) as page, pause_ms from paged r
  left join names on name_no = coalesce(drawn_page, 0) * ${SYMBOLS} + kind
), timed as (
  select r.*, c.day, c.at_ms, c.lag_ms, c.skew_ms, c.place_no, c.form, ${PAUSE} as pause
  from named r join chunk c using (session_no)
), summed as (
  select *, sum(pause) over (partition by session_no order by pos)::bigint as offset_ms, sum(pause) over (partition by session_no)::bigint as lasts from timed
), settled as (
  select *, at_ms - ${DAY_MS} * greatest(0, ceil((at_ms + lasts + 1 - ${days * DAY_MS}) / ${DAY_MS}::double))::bigint - lag_ms as start_ms
  from summed
), sent as (
  select *, start_ms + skew_ms + offset_ms as t, ${DELAY} + (pos - insert_pos) * ${RETRY_MS} as upload_delay from settled
), received as (
  select *, t + lag_ms + upload_delay as uploaded, start_ms + offset_ms + lag_ms + upload_delay + ${NETWORK} as arrived from sent
)
select session_no, pos, kind, page, state, flat, day, start_ms + skew_ms as session_start, t, uploaded, arrived,
  arrived + 1 + below(w_server, 20) as stored,
  arrived + 21 + floor(${PROCESSING})::bigint as processed, w_uuid, w_uuid2, insert_pos, w_insert, w_insert2, w_property
from received;`;
}

/** The client sends batches about every second, sometimes later, rarely hours later. */
const DELAY: Sql = raw(`case when unit(w_batch) < 0.97 then below(w_delay, 1000)
  when unit(w_batch) < 0.9985 then 1000 + floor(-20000 * ln(unit(w_delay)))::bigint
  else 60000 + below(w_delay, 7200000) end`);

const NETWORK: Sql = raw("floor(60 * exp(0.7::double * normal(w_network, w_network2)))::bigint");

const PROCESSING: Sql = raw("1300 * exp(1.1::double * normal(w_work, w_work2))");
