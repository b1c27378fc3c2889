import { inTransaction, type StateDatabase } from "./database.ts";

/** Outcomes beyond these are dropped, those not used for longest first. */
export const KEPT_OUTCOMES = { count: 20_000, bytes: 200_000_000 } as const;

/** What tasks of analyses came to, by the hash of everything that decides it. */
export interface TaskOutcomeStore {
  /** The outcome as JSON; undefined when it is not kept. One that is found counts as used. */
  get(key: string): string | undefined;
  /** Keeps outcomes in one transaction. */
  put(outcomes: readonly { readonly key: string; readonly json: string }[]): void;
}

export function createTaskOutcomeStore(
  db: StateDatabase,
  kept: { readonly count: number; readonly bytes: number } = KEPT_OUTCOMES,
): TaskOutcomeStore {
  const nextUse = "(select coalesce(max(used), 0) + 1 from task_outcomes)";
  return {
    get: (key) => {
      const row = db.prepare("select outcome from task_outcomes where key = ?").get(key) as
        | Record<string, unknown>
        | undefined;
      if (row === undefined) return undefined;
      db.prepare(`update task_outcomes set used = ${nextUse} where key = ?`).run(key);
      return String(row["outcome"]);
    },
    put: (outcomes) =>
      inTransaction(db, () => {
        const insert = db.prepare(
          `insert or replace into task_outcomes (key, used, bytes, outcome) values (?, ${nextUse}, ?, ?)`,
        );
        for (const { key, json } of outcomes) insert.run(key, Buffer.byteLength(json), json);
        db.prepare(
          `delete from task_outcomes where key in (
             select key from (
               select key, row_number() over newest as n, sum(bytes) over newest as total from task_outcomes
               window newest as (order by used desc)
             ) where n > ? or total > ?
           )`,
        ).run(kept.count, kept.bytes);
      }),
  };
}
