import { z } from "zod";
import { raw, sql } from "../../sql/sql.ts";
import type { Warehouse } from "../../warehouse/port.ts";

const Pair = z.object({
  session_id: z.string(),
  kept: z.string(),
  changed: z.string(),
  user_a: z.number(),
  user_b: z.number(),
});

/** The vendor session id that two users share. */
export interface SharedSession {
  readonly sessionId: string;
  readonly users: readonly [number, number];
}

/** Gives the second session of the window the id of the first one of another user, as vendors' bugs do. */
export async function shareSession(warehouse: Warehouse): Promise<SharedSession | undefined> {
  const [pair] = await warehouse.rows({
    name: "worlds.shop.shared_session",
    text: raw(`
with a as (select * from sessions order by start_s, session_no limit 1),
b as (select s.* from sessions s, a where s.user_no <> a.user_no order by s.start_s, s.session_no limit 1)
select a.session_id::varchar as session_id, a.session_no::varchar as kept, b.session_no::varchar as changed,
  a.user_id as user_a, b.user_id as user_b
from a, b`),
    row: Pair,
  });
  if (pair === undefined) return undefined;
  await warehouse.exec(sql`
update sessions set session_id = ${pair.session_id}::uuid where session_no = ${BigInt(pair.changed)};
insert into shared_sessions values (${BigInt(pair.changed)})`);
  return { sessionId: pair.session_id, users: [pair.user_a, pair.user_b] };
}
