import { raw, type Sql, sql } from "../../sql/sql.ts";
import { withWords } from "../randomness.ts";
import { drawn } from "./lookups.ts";
import { STATES } from "./process.ts";
import { OPEN, OPEN_SHARE, SYMBOLS } from "./vocabulary.ts";

/**
 * Creates `openings`: where the body of a session of the chunk opens a window, with the position before which the
 * chains that begin there stop.
 */
export const openingsTable: Sql = sql`
create or replace temp table openings as
with bodies as (
  select session_no, base, segment_no, unnest(range(1 + has_empty::integer, n - has_end::integer))::integer as pos,
    1 + has_empty::integer as first_pos, n - has_end::integer as stop
  from chunk where form = 'body'
), drawn as (${withWords(raw("select * from bodies"), raw("base"), [{ as: "w_open", stream: 60, at: raw("pos") }])})
select session_no, base, segment_no, pos,
  coalesce(lead(pos) over (partition by session_no order by pos), stop) as stop
from drawn where pos = first_pos or unit(w_open) < ${OPEN_SHARE};`;

/**
 * Creates `steps`: the events of the chains. One round of the recursion draws the next kind given the two symbols
 * before it (`context`) and the next hidden state given the state (`origin`), for all chains at once.
 */
export const stepsTable: Sql = sql`
create or replace temp table steps as
with recursive chain(session_no, base, pos, stop, context, before, last, origin, state) as (
  select session_no, base, pos, stop, null::integer, ${OPEN}::integer, ${OPEN}::integer, null::integer,
    (${STATES.length} + segment_no)::integer from openings
  union all
  select c.session_no, c.base, c.pos + 1, c.stop, c.before * ${SYMBOLS} + c.last, c.last, ${drawn("k.letters", "w_kind")},
    c.state, ${drawn("s.letters", "w_state")}
  from (${withWords(raw("select * from chain where pos + 1 < stop"), raw("base"), [
    { as: "w_kind", stream: 61, at: raw("(pos + 1)") },
    { as: "w_state", stream: 62, at: raw("(pos + 1)") },
  ])}) c
  join kind_chances k on k.row_no = c.before * ${SYMBOLS} + c.last
  join state_chances s on s.row_no = c.state
)
select session_no, pos, context, last as kind, origin, state from chain where last <> ${OPEN};`;
