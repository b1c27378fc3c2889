import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import Database from "libsql";
import { AppError } from "../core/errors.ts";

const MIGRATIONS: readonly string[] = [
  `create table files (
     id integer primary key,
     source text not null,
     path text not null,
     file_no integer not null,
     content_hash text not null,
     bytes integer not null,
     mtime_ms real not null,
     start_byte integer not null,
     rows_read integer not null,
     kept integer not null,
     duplicates integer not null,
     duplicates_across integer not null,
     quarantined integer not null,
     header text not null,
     committed_at text not null,
     check (rows_read = kept + duplicates + quarantined),
     unique (source, file_no)
   );
   create table parts (
     id integer primary key autoincrement,
     file_id integer not null references files (id) on delete cascade,
     source text not null,
     kind text not null,
     day text,
     path text not null unique,
     rows integer not null,
     bytes integer not null,
     columns text not null,
     min_time text,
     max_time text
   );
   create table source_schemas (source text primary key, schema text not null);
   create table check_runs (
     id integer primary key,
     at text not null,
     data_version text not null,
     outcome text not null,
     results text not null
   );`,
  `create table load_runs (
     id integer primary key autoincrement,
     kind text not null,
     started_at text not null,
     status text not null,
     seconds real,
     error text,
     notes text not null
   );
   create table run_steps (
     run_id integer not null references load_runs (id) on delete cascade,
     position integer not null,
     step text not null,
     source text not null,
     subject text not null,
     rows_in integer,
     rows_out integer,
     dropped text not null,
     seconds real not null,
     peak_rss_bytes integer,
     primary key (run_id, position)
   ) without rowid;`,
  `create table data_versions (version text primary key, parts text not null);
   create table models (
     one integer primary key check (one = 1),
     data_version text not null references data_versions (version),
     relations text not null,
     metrics text not null
   );
   create table results (
     seq integer primary key autoincrement,
     id text not null unique,
     data_version text not null,
     created_at text not null,
     bytes integer not null,
     envelope text not null
   );`,
  `create table jobs (
     id integer primary key autoincrement,
     kind text not null,
     state text not null,
     job text not null
   );
   create table job_lines (
     job_id integer not null references jobs (id) on delete cascade,
     seq integer not null,
     at text not null,
     text text not null,
     primary key (job_id, seq)
   ) without rowid;
   create table views (
     id integer primary key autoincrement,
     page text not null,
     name text not null,
     state text not null,
     saved_at text not null,
     unique (page, name)
   );`,
  `create table task_outcomes (
     key text primary key,
     used integer not null,
     bytes integer not null,
     outcome text not null
   ) without rowid;
   create index task_outcomes_used on task_outcomes (used);`,
  "alter table models add column sample text",
  // a program before this one, killed in the middle, may have used the next number for parts
  `alter table files add column repeats text;
   create index parts_file on parts (file_id);
   update sqlite_sequence set seq = seq + 1 where name = 'parts';`,
];

export type StateDatabase = Database.Database;

/** Opens the state store, creating or migrating it. Writers use `BEGIN IMMEDIATE`; commits are synchronous. */
export function openState(path: string): StateDatabase {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const db = new Database(path, { timeout: 5000 });
    db.exec("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on;");
    migrate(db);
    return db;
  } catch (error) {
    throw stateError(error, path);
  }
}

function migrate(db: StateDatabase): void {
  const version = (): number =>
    Number((db.prepare("pragma user_version").get() as { user_version: number }).user_version);
  if (version() >= MIGRATIONS.length) return;
  inTransaction(db, () => {
    for (let v = version(); v < MIGRATIONS.length; v++) {
      db.exec(MIGRATIONS[v] ?? "");
      db.exec(`pragma user_version = ${v + 1}`);
    }
  });
}

/** Runs `work` in one immediate transaction: all of it is on disk afterwards, or none of it. */
export function inTransaction<T>(db: StateDatabase, work: () => T): T {
  db.exec("begin immediate");
  try {
    const result = work();
    db.exec("commit");
    return result;
  } catch (error) {
    if (db.inTransaction) db.exec("rollback");
    throw stateError(error, db.name);
  }
}

function stateError(error: unknown, path: string): AppError {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (/disk is full|SQLITE_FULL|No space left|ENOSPC/i.test(message)) {
    return new AppError("DISK_FULL", `the disk is full: ${path}`, {
      cause: error,
      hint: "free some space and run the command again",
    });
  }
  return new AppError("STATE_FAILED", `${path}: ${message}`, { cause: error });
}
