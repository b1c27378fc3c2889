import { z } from "zod";
import { AppError } from "../../core/errors.ts";
import { sql } from "../../sql/sql.ts";
import type { SeedWords } from "../randomness.ts";
import type { WorldRun } from "../world.ts";
import { type ShopPlan, sessionsPerUser } from "./parameters.ts";
import { sessionsQuery, sessionsTable } from "./sessions.ts";
import { keepUsers, usersTable } from "./users.ts";

/** Rows per session in expectation: 4.43 views, 0.17 carts, 0.07 purchases. */
const ROWS_PER_SESSION = 4.67;
const BLOCK = 512;

const Block = z.object({ block: z.number(), row_count: z.number() });
const UserRows = z.object({ user_no: z.number(), row_count: z.number() });

export interface DrawOptions {
  readonly seed: SeedWords;
  /** Also create `sessions` of the whole window: for worlds small enough to hold them at once. */
  readonly withSessions: boolean;
}

/**
 * Creates exactly as many users as give `request.events` rows: whole blocks of users until the next would be too
 * much, then of the following ones each that still fits.
 */
export async function drawUsers(run: WorldRun, plan: ShopPlan, { seed, withSessions }: DrawOptions): Promise<void> {
  const { warehouse, request, signal } = run;
  const expected = request.events / (ROWS_PER_SESSION * sessionsPerUser(plan));
  let count = Math.ceil(expected * 1.06) + 4 * BLOCK;
  for (let attempt = 0; attempt < 6; attempt++, count = Math.ceil(count * 1.5)) {
    await warehouse.exec(usersTable(count, seed), { signal });
    await countRows(run, plan, withSessions);
    const { block, missing } = wholeBlocks(await rowsPerBlock(run), request.events);
    const extra = missing === 0 ? [] : fittingUsers(await rowsPerUser(run, block), missing);
    if (extra === undefined) continue;
    for (const table of withSessions ? ["fine.users", "sessions"] : ["fine.users"]) {
      await warehouse.exec(keepUsers(table, block * BLOCK, extra), { signal });
    }
    return;
  }
  throw new AppError("INTERNAL", `no set of users gives exactly ${request.events} events`);
}

/** The first block that would give too many rows, and how many rows are missing before it. */
function wholeBlocks(blocks: readonly z.infer<typeof Block>[], events: number): { block: number; missing: number } {
  let missing = events;
  for (const { block, row_count } of blocks) {
    if (row_count > missing) return { block, missing };
    missing -= row_count;
  }
  return { block: (blocks.at(-1)?.block ?? -1) + 1, missing };
}

/** Users that give exactly `missing` rows together: each that still fits, in order; undefined when there are too few. */
function fittingUsers(users: readonly z.infer<typeof UserRows>[], missing: number): readonly number[] | undefined {
  const chosen: number[] = [];
  let left = missing;
  for (const { user_no, row_count } of users) {
    if (row_count > left) continue;
    left -= row_count;
    chosen.push(user_no);
    if (left === 0) return chosen;
  }
  return undefined;
}

/** Creates `user_rows`: rows that each user would give. */
async function countRows({ warehouse, signal }: WorldRun, plan: ShopPlan, withSessions: boolean): Promise<void> {
  const last = plan.weeks.length - 1;
  if (withSessions) await warehouse.exec(sessionsTable(plan, 0, last), { signal });
  const sessions = withSessions ? sql`sessions` : sql`(${sessionsQuery(plan, 0, last)})`;
  await warehouse.exec(
    sql`create or replace temp table user_rows as
select user_no, sum(row_count)::bigint as row_count from ${sessions} group by 1`,
    { signal },
  );
}

function rowsPerBlock({ warehouse, signal }: WorldRun): Promise<z.infer<typeof Block>[]> {
  const text = sql`
select user_no // ${BLOCK} as block, sum(row_count)::bigint as row_count from user_rows group by 1 order by 1`;
  return warehouse.rows({ name: "worlds.shop.rows_per_block", text, row: Block }, { signal });
}

function rowsPerUser({ warehouse, signal }: WorldRun, block: number): Promise<z.infer<typeof UserRows>[]> {
  const text = sql`
select user_no, row_count from user_rows
where user_no between ${block * BLOCK} and ${(block + 4) * BLOCK - 1} order by 1`;
  return warehouse.rows({ name: "worlds.shop.rows_per_user", text, row: UserRows }, { signal });
}
