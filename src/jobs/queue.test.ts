import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { AppError } from "../core/errors.ts";
import { openState, type StateDatabase } from "../state/database.ts";
import { createJobStore, type JobStore } from "../state/jobs.ts";
import { type JobContext, type JobEvent, JobQueue, type JobWork } from "./queue.ts";

let dir: string;
let db: StateDatabase;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "tidemark-queue-"));
  db = openState(join(dir, "state.db"));
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

let now = 0;
const faults: unknown[] = [];
const open = (work: JobWork, store = createJobStore(db)): JobQueue => {
  const queue = new JobQueue({ store, clock: { nowMs: () => (now += 1000) }, work, onFault: (e) => faults.push(e) });
  queue.start();
  return queue;
};
const build = { kind: "build", params: { full: true }, origin: "dashboard" } as const;
const untilAborted = ({ signal }: JobContext): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
const done = { exitCode: 0, summary: "done" };

test("one job runs at a time, in the order of asking; each leaves its state, lines and times", async () => {
  const order: string[] = [];
  const queue = open(async ({ job, line }) => {
    order.push(`begin ${job.id}`);
    await Promise.resolve();
    line(`line of ${job.id}`);
    order.push(`end ${job.id}`);
    return done;
  });
  const first = queue.add(build);
  const second = queue.add({ ...build, kind: "check" });
  expect([first.state, second.state]).toEqual(["running", "queued"]);
  expect(await queue.ended(second.id)).toMatchObject({ state: "succeeded", outcome: done });
  expect(order).toEqual(["begin 1", "end 1", "begin 2", "end 2"]);
  expect(queue.lines(2, 0)).toMatchObject([{ seq: 1, text: "line of 2" }]);
  expect(queue.lines(2, 1)).toEqual([]);
  expect(queue.list({ limit: 9 }).map(({ id, kind, state }) => [id, kind, state])).toEqual([
    [2, "check", "succeeded"],
    [1, "build", "succeeded"],
  ]);
  expect(() => queue.get(3)).toThrow("there is no job 3");
});

test("progress never falls within a phase, and an unknown total stays unknown", async () => {
  const seen: unknown[] = [];
  const queue = open(async ({ progress }) => {
    progress({ phase: "read", done: 5, total: 10, unit: "rows" });
    progress({ phase: "read", done: 3, total: 8, unit: "rows" });
    progress({ phase: "write", done: 1, total: null, unit: "rows" });
    return done;
  });
  queue.subscribe((event: JobEvent) => {
    if (event.type === "job" && event.job.state === "running")
      seen.push([event.job.progress?.phase, event.job.progress?.done, event.job.progress?.total]);
  });
  await queue.ended(queue.add(build).id);
  expect(seen).toEqual([
    [undefined, undefined, undefined],
    ["read", 5, 10],
    ["read", 5, 10],
    ["write", 1, null],
  ]);
});

test("a failed job says what went wrong, one whose exit code says so has failed too", async () => {
  const queue = open(async ({ job }) => {
    if (job.kind === "check") return { exitCode: 4, summary: "1 file failed" };
    throw new AppError("JOIN_INVALID", "two users with the id 3", { hint: "look at users.csv" });
  });
  const failed = await queue.ended(queue.add(build).id);
  expect(failed).toMatchObject({
    state: "failed",
    problem: { code: "JOIN_INVALID", detail: "two users with the id 3", hint: "look at users.csv" },
  });
  expect(queue.lines(failed.id, 0).map(({ text }) => text)).toEqual([
    "error: two users with the id 3",
    "  look at users.csv",
  ]);
  const check = await queue.ended(queue.add({ ...build, kind: "check" }).id);
  expect(check).toMatchObject({ state: "failed", problem: null, outcome: { exitCode: 4 } });
});

test("a job is cancelled while it waits and while it runs; the next one then begins", async () => {
  const queue = open(untilAborted);
  const [first, second, third] = [queue.add(build), queue.add(build), queue.add(build)];
  expect((await queue.cancel(second.id)).state).toBe("cancelled");
  expect((await queue.cancel(first.id)).state).toBe("cancelled");
  expect(queue.get(third.id).state).toBe("running");
  await queue.stop();
  expect(queue.get(third.id).state).toBe("cancelled");
  expect((await queue.cancel(first.id)).state).toBe("cancelled");
});

test("what was running when the process was killed is interrupted, and done once more for the dashboard", async () => {
  const killed = open(() => new Promise(() => {}));
  killed.add(build);
  killed.add({ ...build, kind: "check", origin: "command line" });
  const next = open(async () => done);
  expect(next.get(1)).toMatchObject({ state: "failed", problem: { code: "INTERRUPTED" } });
  expect(next.get(2).state).toBe("cancelled");
  expect(await next.ended(3)).toMatchObject({ state: "succeeded", params: { full: true, retryOf: 1 } });
  expect(next.list({ limit: 9 })).toHaveLength(3);
});

test("what waits when the process is stopped goes on in the next one; the same work does not wait twice", async () => {
  const stopped = open(untilAborted);
  stopped.add(build);
  const waits = stopped.add(build);
  expect(stopped.waiting(build)?.id).toBe(waits.id);
  expect(stopped.waiting({ ...build, params: {} })).toBeUndefined();
  await stopped.stop();
  const next = open(async () => done);
  expect((await next.ended(waits.id)).state).toBe("succeeded");
});

test("jobs begin and end though that cannot be written; it is written when there is room again", async () => {
  const store = createJobStore(db);
  let full = false;
  const refuse = (): void => {
    if (full) throw new AppError("DISK_FULL", "the disk is full");
  };
  const onFullDisk: JobStore = {
    ...store,
    save: (job) => {
      refuse();
      store.save(job);
    },
    appendLine: (...line) => {
      refuse();
      return store.appendLine(...line);
    },
  };
  const queue = open(async () => {
    throw new AppError("DISK_FULL", "the disk is full");
  }, onFullDisk);
  const jobs = [queue.add(build), queue.add(build), queue.add(build)];
  full = true;
  await queue.cancel(jobs[2]?.id ?? 0);
  for (const { id } of jobs.slice(0, 2))
    expect(await queue.ended(id)).toMatchObject({ state: "failed", problem: { code: "DISK_FULL" } });
  const states = (list: JobQueue["list"]) => list({ limit: 10 }).map(({ state }) => state);
  expect(states((filter) => queue.list(filter))).toEqual(["cancelled", "failed", "failed"]);
  expect(queue.list({ state: "queued", limit: 10 })).toEqual([]);
  expect(queue.list({ state: "failed", limit: 1 }).map(({ id }) => id)).toEqual([jobs[1]?.id]);
  expect(states(store.list)).toEqual(["queued", "queued", "running"]);
  expect(faults.splice(0)).not.toEqual([]);
  full = false;
  await queue.stop();
  expect(states(store.list)).toEqual(["cancelled", "failed", "failed"]);
});

test("a listener that throws stops neither the job nor the other listeners", async () => {
  const queue = open(async () => done);
  const seen: string[] = [];
  queue.subscribe(() => {
    throw new Error("gone");
  });
  queue.subscribe((event) => event.type === "job" && seen.push(event.job.state));
  await queue.ended(queue.add(build).id);
  expect(seen).toEqual(["queued", "running", "succeeded"]);
  expect(faults.splice(0)).toHaveLength(3);
});
