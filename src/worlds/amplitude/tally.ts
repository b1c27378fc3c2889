import { raw, type Sql, sql } from "../../sql/sql.ts";
import { EVENT_TYPE } from "./fields.ts";
import type { AmplitudePlan } from "./parameters.ts";
import { SYMBOLS } from "./vocabulary.ts";

/** What a session's fields say, as columns of `counted_profiles`: the names of the export. */
export const PLACE_AND_DEVICE = {
  country: "country",
  region: "shown_region",
  city: "shown_city",
  dma: "shown_dma",
  device_family: "device_family",
  device_type: "device_type",
  os_name: "browser",
  language: "language",
  user_id: "shown_user",
} as const;

/** Differences of two clocks, each in ms. */
export const LATENCIES = {
  upload: { from: "t", to: "uploaded", means: "client_upload_time - client_event_time" },
  network: { from: "uploaded", to: "arrived", means: "server_received_time - client_upload_time" },
  client_server: { from: "t", to: "stored", means: "server_upload_time - client_event_time" },
  server: { from: "uploaded", to: "processed", means: "processed_time - client_upload_time" },
  processing: { from: "stored", to: "processed", means: "processed_time - server_upload_time" },
} as const;

const profileColumns = Object.values(PLACE_AND_DEVICE).join(", ");

/** Creates the tables in which the generated rows are counted, chunk by chunk. */
export const tallyTables: Sql = raw(`
create table counted_rows (row_count bigint, repeated bigint);
create table counted_types (event_type varchar, events bigint);
create table counted_hours (hour_no bigint, events bigint);
create table counted_latencies (name varchar, ms bigint, events bigint);
create table counted_profiles as select ${profileColumns.replace(/(\w+)/g, "''::varchar as $1")}, ''::varchar as device_id,
  0::bigint as sessions, 0::bigint as events limit 0;
create table counted_sessions (form varchar, identity varchar, session_id bigint, events bigint, lasts_ms bigint, user_no integer);
create table counted_kinds (context integer, kind integer, events bigint);
create table counted_states (origin integer, state integer, events bigint);
create table counted_pages (state integer, page integer, events bigint);
create table counted_openings (body_events bigint, openings bigint, sessions bigint);
`);

/** Counts the chunk into the tally tables: the rows without the one that repeats an `$insert_id`. */
export function countChunk({ startMs }: AmplitudePlan): Sql {
  const latencies = Object.entries(LATENCIES).map(
    ([name, { from, to }]) => `select '${name}' as name, ${to} - ${from} as ms from kept`,
  );
  return sql`
insert into counted_rows select count(*), count(*) filter (where pos <> insert_pos) from events;
create or replace temp view kept as select * from events where pos = insert_pos;
insert into counted_types
  select ${EVENT_TYPE}, count(*) from kept left join names on name_no = page * ${SYMBOLS} + kind group by all;
insert into counted_hours select (t + ${startMs}) // 3600000, count(*) from kept group by all;
insert into counted_latencies select name, ms, count(*) from (${raw(latencies.join(" union all "))}) group by all;
create or replace temp table session_rows as
  select session_no, min(session_start) as session_start, count(*) as events, max(t) - min(t) as lasts_ms from kept group by all;
insert into counted_profiles
  select ${raw(profileColumns)}, device_id, count(*), sum(events)::bigint from session_rows join profiles using (session_no) group by all;
insert into counted_sessions
  select c.form, c.identity, session_start + ${startMs}, events, lasts_ms, user_no from session_rows join chunk c using (session_no);
insert into counted_kinds select context, kind, count(*) from steps group by all;
insert into counted_states select origin, state, count(*) from steps group by all;
insert into counted_pages select state, page, count(*) from events where state is not null group by all;
insert into counted_openings
  select (select count(*) from steps) + count(*), count(*), count(distinct session_no) from openings;
`;
}
