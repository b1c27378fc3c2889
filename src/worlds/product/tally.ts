import { raw, type Sql } from "../../sql/sql.ts";

/** Creates the tables in which the generated rows are counted. A chunk holds whole days, so they need no merging. */
export const tallyTables: Sql = raw(`
create table user_days (user_no integer, day integer, views integer, likes integer, messages integer, message_span_s integer);
create table received_days (receiver_id bigint, day integer, messages integer);
create table counted_hours (day integer, hour integer, views bigint, likes bigint, messages bigint);
create table post_days (day integer, post_id integer, views integer, likes integer);
create table like_waits (day integer, pairs bigint, seconds bigint);
`);

/** Counts the rows of `events`. A wait is the time from a user's first view to the first like of a post on one day. */
export const countEvents: Sql = raw(`
insert into user_days
  select user_no, t // 86400, count(*) filter (where event = 'view'::event_type), count(*) filter (where event = 'like'::event_type),
    count(*) filter (where event = 'message'::event_type),
    max(t) filter (where event = 'message'::event_type) - min(t) filter (where event = 'message'::event_type)
  from events group by 1, 2;
insert into received_days
  select receiver_id, t // 86400, count(*) from events where event = 'message'::event_type group by 1, 2;
insert into counted_hours
  select t // 86400, t % 86400 // 3600, count(*) filter (where event = 'view'::event_type), count(*) filter (where event = 'like'::event_type),
    count(*) filter (where event = 'message'::event_type)
  from events group by 1, 2;
insert into post_days
  select t // 86400, post_id, count(*) filter (where event = 'view'::event_type), count(*) filter (where event = 'like'::event_type)
  from events where post_id is not null group by 1, 2;
insert into like_waits
  select day, count(*), sum(liked - viewed) from (
    select l.day, min(l.t) as liked, min(v.t) as viewed
    from (select user_no, post_id, t // 86400 as day, t from events where event = 'like'::event_type) l
    join (select user_no, post_id, t // 86400 as day, t from events where event = 'view'::event_type) v
      using (user_no, post_id, day)
    group by l.day, l.user_no, l.post_id
  ) group by 1;
`);
