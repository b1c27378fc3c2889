import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type AnalysedProject, analysedProject } from "../../test/harness/analysed-project.ts";
import { forecast } from "../analyses/forecast/index.ts";
import { AppError } from "../core/errors.ts";
import { createRng } from "../core/rng.ts";
import { tasksInThreads } from "./tasks-in-threads.ts";

/** Threads run what was compiled: the test's own loader does not reach them. */
const workerFile = new URL("../../dist/src/app/task-worker.js", import.meta.url);
if (!existsSync(fileURLToPath(workerFile))) throw new Error("npm run build makes the thread's program");

let project: AnalysedProject;
beforeAll(async () => {
  project = await analysedProject();
});
afterAll(() => project[Symbol.asyncDispose]());

const evaluate = (runTasks: ReturnType<typeof tasksInThreads>) =>
  forecast.evaluate(
    { metric: "revenue", by: ["plan"], horizon: 3 },
    { ...project.context, rng: createRng(1), runTasks },
    (query) => project.fetch(query),
  );

test("an analysis with tasks gives the same bytes in threads as here, and says how far it is", async () => {
  const seen: number[] = [];
  const onProgress = ({ done, total }: { done: number; total: number | null }) => seen.push(done / Number(total));
  const inThreads = JSON.stringify(await evaluate(tasksInThreads({ workerFile, onProgress })));
  expect(inThreads).toBe(JSON.stringify(await evaluate(undefined)));
  expect(JSON.parse(inThreads)).toMatchObject({ status: "ok" });
  expect(seen).toHaveLength(4);
  expect(seen.at(-1)).toBe(1);
});

test("an aborted signal ends it with its reason", async () => {
  const abort = new AbortController();
  const reason = new AppError("CANCELLED", "enough");
  const running = evaluate(tasksInThreads({ workerFile, signal: abort.signal }));
  setTimeout(() => abort.abort(reason), 1);
  await expect(running).rejects.toBe(reason);
});

test("run from sources, without the compiled program, tasks are done where they are", () => {
  expect(tasksInThreads({ workerFile: new URL("./no-such-worker.js", import.meta.url) })).toBeUndefined();
});
