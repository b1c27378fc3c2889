import { Job, type JobKind, JobLine, type JobState } from "../contract/job.ts";
import { inTransaction, type StateDatabase } from "./database.ts";

/** Jobs beyond these are dropped, oldest first; of each job's lines the first of these are kept. */
const KEPT_JOBS = 500;
const KEPT_LINES = 5000;

export interface JobFilter {
  readonly kind?: JobKind | undefined;
  readonly state?: JobState | undefined;
  readonly limit: number;
}

/** Jobs as they were at their last transition, and what they printed. */
export interface JobStore {
  add(job: Omit<Job, "id">): Job;
  save(job: Job): void;
  get(id: number): Job | undefined;
  /** Newest first. */
  list(filter: JobFilter): readonly Job[];
  /** @returns the line, or undefined when the job has printed too many */
  appendLine(id: number, at: string, text: string): JobLine | undefined;
  lines(id: number, after: number): readonly JobLine[];
}

type Row = Record<string, unknown>;

const jobOf = (row: Row): Job => Job.parse({ ...JSON.parse(String(row["job"])), id: Number(row["id"]) });

export function createJobStore(db: StateDatabase): JobStore {
  return {
    add: (job) =>
      inTransaction(db, () => {
        const insert = db.prepare("insert into jobs (kind, state, job) values (?, ?, ?)");
        const id = Number(insert.run(job.kind, job.state, JSON.stringify(job)).lastInsertRowid);
        db.prepare("delete from jobs where id <= ? and state not in ('queued', 'running')").run(id - KEPT_JOBS);
        return { ...job, id };
      }),
    save: (job) =>
      inTransaction(db, () => {
        db.prepare("update jobs set state = ?, job = ? where id = ?").run(job.state, JSON.stringify(job), job.id);
      }),
    get: (id) => {
      const row = db.prepare("select id, job from jobs where id = ?").get(id) as Row | undefined;
      return row === undefined ? undefined : jobOf(row);
    },
    list: ({ kind, state, limit }) =>
      (
        db
          .prepare(
            `select id, job from jobs where (? is null or kind = ?) and (? is null or state = ?)
             order by id desc limit ?`,
          )
          .all(kind ?? null, kind ?? null, state ?? null, state ?? null, limit) as Row[]
      ).map(jobOf),
    appendLine: (id, at, text) =>
      inTransaction(db, () => {
        const last = db.prepare("select max(seq) as seq from job_lines where job_id = ?").get(id) as Row;
        const seq = Number(last["seq"] ?? 0) + 1;
        if (seq > KEPT_LINES) return undefined;
        db.prepare("insert into job_lines values (?, ?, ?, ?)").run(id, seq, at, text);
        return { seq, at, text };
      }),
    lines: (id, after) =>
      (
        db
          .prepare("select seq, at, text from job_lines where job_id = ? and seq > ? order by seq")
          .all(id, after) as Row[]
      ).map((row) => JobLine.parse({ seq: Number(row["seq"]), at: row["at"], text: row["text"] })),
  };
}
