import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import { sql } from "../../sql/sql.ts";
import type { SeedWords } from "../randomness.ts";
import type { WorldRun } from "../world.ts";
import { actionsQuery, type LastUser, rowsPerUser } from "./events.ts";
import { activeDaysPerUser, type ProductPlan } from "./parameters.ts";
import { befriend, usersTable } from "./users.ts";

/** Rows of an active user and day in expectation. */
const ROWS_PER_DAY = 15;

const Marginal = z.object({ user_no: z.number(), missing: z.number() });
const LastRow = z.object({ user_no: z.number(), t: z.number(), row_no: z.number() });

/**
 * Creates as many users as give `request.events` rows, in the order of their numbers, and says where the log of the
 * last of them ends.
 */
export async function drawUsers(run: WorldRun, plan: ProductPlan, seed: SeedWords): Promise<LastUser> {
  const { warehouse, request, signal } = run;
  const expected = request.events / (ROWS_PER_DAY * activeDaysPerUser(plan));
  let count = Math.ceil(expected * 1.06) + 64;
  for (let attempt = 0; attempt < 6; attempt++, count = Math.ceil(count * 1.5)) {
    await warehouse.exec(usersTable(count, seed), { signal });
    const marginal = await marginalUser(run, plan);
    if (marginal === undefined) continue;
    const last = await lastRow(run, plan, marginal);
    await warehouse.exec(befriend(last.user_no), { signal });
    return last;
  }
  throw new AppError("INTERNAL", `no number of users gives ${request.events} events`);
}

/** The first user with whom the users give enough rows, and how many of that user's are needed. */
async function marginalUser(
  { warehouse, request, signal }: WorldRun,
  plan: ProductPlan,
): Promise<z.infer<typeof Marginal> | undefined> {
  const text = sql`
with sums as (
  select user_no, row_count, sum(row_count) over (order by user_no) as so_far from (${rowsPerUser(plan)})
)
select user_no, (${request.events} - so_far + row_count)::bigint as missing
from sums where so_far >= ${request.events} order by user_no limit 1`;
  const [row] = await warehouse.rows({ name: "worlds.product.marginal_user", text, row: Marginal }, { signal });
  return row;
}

async function lastRow(
  { warehouse, signal }: WorldRun,
  plan: ProductPlan,
  { user_no, missing }: z.infer<typeof Marginal>,
): Promise<LastUser> {
  const user = sql`(select * from fine.users where user_no = ${user_no})`;
  const text = sql`
select user_no, t, row_no from (${actionsQuery(plan, user, { from: 0, to: plan.days })})
order by t, row_no limit 1 offset ${missing - 1}`;
  const [row] = await warehouse.rows({ name: "worlds.product.last_row", text, row: LastRow }, { signal });
  if (row === undefined) throw new AppError("INTERNAL", `user ${user_no} has fewer than ${missing} rows`);
  return row;
}
