import type { LoadRun, RunStep } from "../contract/load-run.ts";
import { inTransaction, type StateDatabase } from "./database.ts";

/** Runs beyond these are dropped, oldest first; so are runs whose steps come after this many newer ones. */
const KEPT_RUNS = 100;
const KEPT_STEPS = 50_000;

export type RunOutcome = Pick<LoadRun, "error" | "notes" | "steps"> & {
  readonly status: "done" | "failed";
  readonly seconds: number;
};

/** The recorded ingests and builds. */
export interface LoadRunStore {
  /** Notes that a run has begun; runs still noted as running were killed. @returns its number */
  begin(kind: LoadRun["kind"], startedAt: string): number;
  /** A run that is done and took no step is forgotten. */
  finish(id: number, outcome: RunOutcome): void;
  /** Newest first. A run's steps are read when they are looked at. */
  runs(): readonly LoadRun[];
}

type Row = Record<string, unknown>;

export function createLoadRunStore(db: StateDatabase): LoadRunStore {
  return {
    begin: (kind, startedAt) =>
      inTransaction(db, () => {
        db.prepare("update load_runs set status = 'interrupted' where status = 'running'").run();
        const added = db
          .prepare("insert into load_runs (kind, started_at, status, notes) values (?, ?, 'running', '[]')")
          .run(kind, startedAt);
        return Number(added.lastInsertRowid);
      }),
    finish: (id, outcome) => inTransaction(db, () => finish(db, id, outcome)),
    runs: () => (db.prepare("select * from load_runs order by id desc").all() as Row[]).map((row) => runOf(db, row)),
  };
}

function finish(db: StateDatabase, id: number, { status, seconds, error, notes, steps }: RunOutcome): void {
  if (status === "done" && steps.length === 0) {
    db.prepare("delete from load_runs where id = ?").run(id);
    return;
  }
  db.prepare("update load_runs set status = ?, seconds = ?, error = ?, notes = ? where id = ?").run(
    status,
    seconds,
    error,
    JSON.stringify(notes),
    id,
  );
  const insert = db.prepare("insert into run_steps values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  steps.forEach(({ step, source, subject, rowsIn, rowsOut, dropped, ...cost }, position) => {
    const words = [step, source, subject] as const;
    const counts = [rowsIn, rowsOut, JSON.stringify(dropped)] as const;
    insert.run(id, position, ...words, ...counts, cost.seconds, cost.peakRssBytes);
  });
  db.prepare("delete from load_runs where id <= ?").run(id - KEPT_RUNS);
  db.prepare(
    `delete from load_runs where id in (select run_id from (
       select run_id, sum(n) over (order by run_id desc) as newer from
         (select run_id, count(*) as n from run_steps group by run_id)) where newer > ? and run_id <> ?)`,
  ).run(KEPT_STEPS, id);
}

function runOf(db: StateDatabase, row: Row): LoadRun {
  const id = Number(row["id"]);
  let steps: readonly RunStep[] | undefined;
  return {
    id,
    kind: row["kind"] === "build" ? "build" : "ingest",
    startedAt: String(row["started_at"]),
    status: row["status"] as LoadRun["status"],
    seconds: nullableNumber(row["seconds"]),
    error: row["error"] === null ? null : String(row["error"]),
    notes: JSON.parse(String(row["notes"])),
    get steps() {
      steps ??= stepsOf(db, id);
      return steps;
    },
  };
}

const nullableNumber = (value: unknown): number | null => (value === null ? null : Number(value));

function stepsOf(db: StateDatabase, id: number): readonly RunStep[] {
  return (db.prepare("select * from run_steps where run_id = ? order by position").all(id) as Row[]).map((row) => ({
    step: String(row["step"]),
    source: String(row["source"]),
    subject: String(row["subject"]),
    rowsIn: nullableNumber(row["rows_in"]),
    rowsOut: nullableNumber(row["rows_out"]),
    dropped: JSON.parse(String(row["dropped"])),
    seconds: Number(row["seconds"]),
    peakRssBytes: nullableNumber(row["peak_rss_bytes"]),
  }));
}
