import { CheckRun, Outcome } from "../contract/quality.ts";
import { inTransaction, type StateDatabase } from "./database.ts";

/** Runs beyond these are dropped, oldest first. */
const KEPT_RUNS = 500;

/** The history of `tidemark check`. */
export interface CheckRunStore {
  append(run: CheckRun): void;
  /** The newest runs, newest first. Runs written by an incompatible version are left out. */
  recent(limit: number): readonly CheckRun[];
  /** Outcome of the last complete run on a version of the data; null when there was none. */
  outcome(dataVersion: string): Outcome | null;
}

export function createCheckRunStore(db: StateDatabase): CheckRunStore {
  return {
    append: (run) =>
      inTransaction(db, () => {
        db.prepare("insert into check_runs (at, data_version, outcome, results) values (?, ?, ?, ?)").run(
          run.at,
          run.dataVersion,
          run.outcome,
          JSON.stringify(run),
        );
        db.prepare("delete from check_runs where id <= (select max(id) from check_runs) - ?").run(KEPT_RUNS);
      }),
    recent: (limit) =>
      (
        db.prepare("select results from check_runs order by id desc limit ?").all(limit) as { results: string }[]
      ).flatMap(({ results }) => {
        const run = CheckRun.safeParse(JSON.parse(results));
        return run.success ? [run.data] : [];
      }),
    outcome: (dataVersion) => {
      const row = db
        .prepare(
          "select outcome from check_runs where data_version = ? and not coalesce(json_extract(results, '$.partial'), 0) order by id desc limit 1",
        )
        .get(dataVersion) as { outcome: unknown } | undefined;
      return row === undefined ? null : Outcome.parse(row.outcome);
    },
  };
}
