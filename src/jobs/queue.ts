import type { Job, JobKind, JobLine, JobOutcome } from "../contract/job.ts";
import { type JobStep, nextJob } from "../contract/job-transition.ts";
import type { Clock } from "../core/clock.ts";
import { AppError, asAppError } from "../core/errors.ts";
import type { OnProgress, Progress } from "../core/progress.ts";
import type { JobFilter, JobStore } from "../state/jobs.ts";

/** What a job's work is given. */
export interface JobContext {
  readonly job: Job;
  readonly signal: AbortSignal;
  readonly progress: OnProgress;
  readonly line: (text: string) => void;
}

export type JobWork = (context: JobContext) => Promise<JobOutcome>;

export interface JobRequest {
  readonly kind: JobKind;
  readonly params: Readonly<Record<string, unknown>>;
  readonly origin: Job["origin"];
}

export type JobEvent =
  | { readonly type: "job"; readonly job: Job }
  | { readonly type: "log"; readonly job: number; readonly line: JobLine };

export interface QueueOptions {
  readonly store: JobStore;
  readonly clock: Clock;
  /** What a job does. */
  readonly work: JobWork;
  /** Told of what fails where nobody waits: the store cannot be written when a job ends, a listener throws. */
  readonly onFault: (error: unknown) => void;
}

const PROGRESS_MS = 200;
const ALL = 1_000_000;

interface Running {
  job: Job;
  readonly abort: AbortController;
  readonly done: Promise<void>;
  shownAt: number;
}

/** Work that changes the project, one piece at a time in the order of asking, with its history. */
export class JobQueue {
  readonly #store: JobStore;
  readonly #clock: Clock;
  readonly #work: JobWork;
  readonly #onFault: (error: unknown) => void;
  readonly #listeners = new Set<(event: JobEvent) => void>();
  readonly #works = new Map<number, JobWork>();
  readonly #waiters = new Map<number, ((job: Job) => void)[]>();
  /** Jobs that are ahead of the store, which could not be written: it is tried again with every step of any job. */
  readonly #unsaved = new Map<number, Job>();
  #running: Running | undefined;
  #stopped = true;

  constructor({ store, clock, work, onFault }: QueueOptions) {
    this.#store = store;
    this.#clock = clock;
    this.#work = work;
    this.#onFault = onFault;
  }

  /**
   * Begins to work. Jobs that another process was running when it ended are failed as INTERRUPTED; those that the
   * dashboard had started are put in line once more, since every kind of job goes on where it stopped.
   */
  start(): void {
    this.#stopped = false;
    this.#recover();
    this.#pump();
  }

  /** Puts a job last in line. @param work instead of what the queue does for its kind */
  add(request: JobRequest, work?: JobWork): Job {
    const job = this.#store.add({ ...QUEUED, ...request, params: { ...request.params }, createdAt: this.#now() });
    if (work !== undefined) this.#works.set(job.id, work);
    this.#emit({ type: "job", job });
    this.#pump();
    return this.get(job.id);
  }

  /** The job of the same kind and parameters that already waits, if there is one. */
  waiting({ kind, params }: JobRequest): Job | undefined {
    const wanted = JSON.stringify(params);
    return this.#queued()
      .filter((job) => job.kind === kind)
      .find((job) => JSON.stringify(job.params) === wanted && !this.#works.has(job.id));
  }

  /** @throws AppError NOT_FOUND */
  get(id: number): Job {
    const job = this.#newest(id) ?? this.#store.get(id);
    if (job === undefined) throw new AppError("NOT_FOUND", `there is no job ${id}`);
    return job;
  }

  /** Newest first. */
  list(filter: JobFilter): readonly Job[] {
    const { state: asked, limit, ...rest } = filter;
    const stored = this.#store.list(this.#unsaved.size === 0 ? filter : { ...rest, limit: ALL });
    return stored
      .map((job) => this.#newest(job.id) ?? job)
      .filter(({ state }) => asked === undefined || state === asked)
      .slice(0, limit);
  }

  #queued(): readonly Job[] {
    return this.list({ state: "queued", limit: ALL });
  }

  lines(id: number, after: number): readonly JobLine[] {
    return this.#store.lines(this.get(id).id, after);
  }

  /** Cancels a job that waits or runs; one that has ended stays as it is. Resolves when it has ended. */
  async cancel(id: number): Promise<Job> {
    const job = this.get(id);
    if (job.state === "queued") return this.#step(job, { type: "cancel", at: this.#now() });
    if (this.#running?.job.id === id) {
      this.#running.abort.abort(new AppError("CANCELLED", "cancelled"));
      await this.#running.done;
    }
    return this.get(id);
  }

  /** Resolves with the job when it has ended. */
  ended(id: number): Promise<Job> {
    const job = this.get(id);
    if (job.endedAt !== null) return Promise.resolve(job);
    return new Promise((resolve) => this.#waiters.set(id, [...(this.#waiters.get(id) ?? []), resolve]));
  }

  subscribe(listener: (event: JobEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Cancels what runs and begins nothing more; what waits stays in line for the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#running?.abort.abort(new AppError("CANCELLED", "the server was stopped"));
    await this.#running?.done;
    this.#attempt(() => this.#saveSteps());
  }

  /** The job where it is ahead of the store. */
  #newest(id: number): Job | undefined {
    return this.#running?.job.id === id ? this.#running.job : this.#unsaved.get(id);
  }

  #now(): string {
    return new Date(this.#clock.nowMs()).toISOString();
  }

  #emit(event: JobEvent): void {
    for (const listener of this.#listeners) this.#attempt(() => listener(event));
  }

  #attempt(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#onFault(error);
    }
  }

  #step(job: Job, step: JobStep): Job {
    const next = nextJob(job, step);
    this.#unsaved.set(next.id, next);
    this.#attempt(() => this.#saveSteps());
    this.#emit({ type: "job", job: next });
    if (next.endedAt === null) return next;
    this.#works.delete(next.id);
    for (const resolve of this.#waiters.get(next.id) ?? []) resolve(next);
    this.#waiters.delete(next.id);
    return next;
  }

  #saveSteps(): void {
    for (const [id, job] of this.#unsaved) {
      this.#store.save(job);
      this.#unsaved.delete(id);
    }
  }

  #pump(): void {
    if (this.#stopped || this.#running !== undefined) return;
    const next = this.#queued().at(-1);
    if (next === undefined) return;
    const abort = new AbortController();
    const job = this.#step(next, { type: "start", at: this.#now() });
    // the work begins in a later turn, when `#running` is set
    const done = Promise.resolve().then(() => this.#execute(job, abort));
    this.#running = { job, abort, done, shownAt: 0 };
  }

  async #execute(job: Job, abort: AbortController): Promise<void> {
    const work = this.#works.get(job.id) ?? this.#work;
    const context: JobContext = {
      job,
      signal: abort.signal,
      progress: (seen) => this.#report(seen),
      line: (text) => this.#print(job, text),
    };
    const began = abort.signal.aborted ? Promise.reject(abort.signal.reason) : work(context);
    const end = await began.then(
      (outcome): JobStep => ({ type: "finish", at: this.#now(), outcome }),
      (thrown: unknown) => this.#failure(job, asAppError(thrown), abort.signal),
    );
    const last = this.#running?.job ?? job;
    this.#running = undefined;
    this.#step(last, end);
    this.#attempt(() => this.#pump());
  }

  #failure(job: Job, error: AppError, { aborted }: AbortSignal): JobStep {
    if (aborted || error.code === "CANCELLED") return { type: "cancel", at: this.#now() };
    this.#print(job, `error: ${error.message}`);
    if (error.hint !== undefined) this.#print(job, `  ${error.hint}`);
    return { type: "fail", at: this.#now(), error };
  }

  #report(progress: Progress): void {
    const running = this.#running;
    if (running === undefined || running.abort.signal.aborted) return;
    const phase = running.job.progress?.phase;
    running.job = nextJob(running.job, { type: "progress", progress });
    const now = this.#clock.nowMs();
    if (phase === progress.phase && now - running.shownAt < PROGRESS_MS) return;
    running.shownAt = now;
    this.#emit({ type: "job", job: running.job });
  }

  #print(job: Job, text: string): void {
    this.#attempt(() => {
      const line = this.#store.appendLine(job.id, this.#now(), text);
      if (line !== undefined) this.#emit({ type: "log", job: job.id, line });
    });
  }

  /** What a process that ended left: work of a command line is over with it, work of the dashboard is done once more. */
  #recover(): void {
    for (const job of this.#store.list({ state: "queued", limit: ALL }))
      if (job.origin === "command line") this.#step(job, { type: "cancel", at: this.#now() });
    for (const job of this.#store.list({ state: "running", limit: ALL })) {
      this.#step(job, { type: "interrupt", at: this.#now() });
      const { kind, params, origin } = job;
      if (origin === "dashboard" && params["retryOf"] === undefined)
        this.#store.add({ ...QUEUED, kind, origin, params: { ...params, retryOf: job.id }, createdAt: this.#now() });
    }
  }
}

const QUEUED = {
  state: "queued",
  progress: null,
  outcome: null,
  problem: null,
  startedAt: null,
  endedAt: null,
} as const;
