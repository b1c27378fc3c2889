import { join } from "node:path";
import { openProject } from "../../src/app/project-session.ts";
import { literal, raw } from "../../src/sql/sql.ts";
import { openDuckDB } from "../../src/warehouse/duckdb/instance.ts";
import { plainDaily } from "./daily-metrics.ts";

export interface PlainModelsInput {
  readonly root: string;
  /** Database file; must not exist. */
  readonly database: string;
  readonly spillDir: string;
}

/** The models of a shop project by the shortest plain SQL, from the same Parquet files. @returns rows of `fct_events` */
export async function buildPlainModels({ root, database, spillDir }: PlainModelsInput): Promise<number> {
  const files = await lakeFiles(root);
  await using warehouse = await openDuckDB({ path: database, spillDir });
  for (const statement of plainModels(files)) await warehouse.exec(raw(statement));
  await warehouse.exec(raw("checkpoint"));
  const { rows } = await warehouse.table(raw("select count(*) from fct_events"));
  return Number(rows[0]?.[0]);
}

async function lakeFiles(root: string): Promise<readonly string[]> {
  using session = await openProject(root, { purpose: "bench" });
  return session.manifest.parts({ kind: "rows" }).map(({ path }) => join(root, path));
}

const FACTS = `create table fct_events as
with staged as (select * from read_parquet(FILES)),
sessions as (
  select user_id, session_id, min(event_time) as started, arg_min(ingest_seq, (event_time, ingest_seq)) as first_seq
  from staged group by all
), numbered as (
  select *, row_number() over (partition by user_id order by started, session_id) as session_no from sessions
)
select event_time, cast(event_time as date) as day, event, user_id, session_id, item_id, value, session_no,
  lag(event) over by_user as prev_event, lead(event) over by_user as next_event,
  lag(event_time) over (partition by user_id, event order by event_time, ingest_seq) as prev_same_time, ingest_seq = first_seq as is_new_session,
  source, ingest_seq, category_id, category_code, brand, price
from staged left join numbered using (user_id, session_id)
window by_user as (partition by user_id order by event_time, ingest_seq)`;

const REST = [
  `create table fct_sessions as select user_id, session_id, min(session_no) as session_no, min(event_time) as started,
    max(event_time) as ended, min(day) as day, (epoch_us(max(event_time)) - epoch_us(min(event_time))) / 1e6 as duration_s,
    arg_min(event, (event_time, ingest_seq)) as entry_event, arg_max(event, (event_time, ingest_seq)) as exit_event,
    count(*) as events, count(distinct item_id) as items, sum(value) as value, bool_or(event = 'view') as has_view,
    bool_or(event = 'cart') as has_cart, bool_or(event = 'purchase') as has_purchase,
    bool_or(event = 'cart') and not bool_or(event = 'purchase') as abandoned_cart
    from fct_events group by user_id, session_id`,
  `create table fct_event_runs as select event_time, day, event, user_id, prev_same_time, source, ingest_seq
    from fct_events where prev_event is distinct from event`,
  `create table fct_user_days as select user_id, day, count(*) as events, count(distinct session_id) as sessions,
    sum(value) as value from fct_events group by user_id, day`,
  `create table dim_users as select user_id, min(event_time) as first_seen, max(event_time) as last_seen,
    min(day) as first_day, max(day) as last_day, count(*) as events, max(session_no) as sessions,
    count(distinct day) as active_days, sum(value) as value from fct_events group by user_id`,
  `create table dim_items as select item_id, min(event_time) as first_seen, max(event_time) as last_seen,
    count(*) as events, count(distinct user_id) as users, sum(value) as value from fct_events group by item_id`,
  `create table dim_dates as select cast(day as date) as day, year(day) as year, quarter(day) as quarter,
    month(day) as month, week(day) as iso_week, isodow(day) as weekday, isodow(day) >= 6 as is_weekend
    from generate_series((select min(day) from fct_events), (select max(day) from fct_events), interval 1 day) as days(day)`,
];

/** The statements, in order. Every event of the shop has a user, a session and an item. */
function plainModels(files: readonly string[]): readonly string[] {
  const list = `[${files.map((file) => literal(file)).join(", ")}]`;
  return [FACTS.replace("FILES", () => list), ...REST, ...plainDaily()];
}
