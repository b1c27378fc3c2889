import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { normals } from "../../test/golden/notebook.ts";
import { AppError } from "../core/errors.ts";
import { bootstrap } from "../stats/resampling/bootstrap.ts";
import { permutationTest } from "../stats/resampling/permutation.ts";
import type { Plan } from "../stats/resampling/plan.ts";
import { runPlan } from "../stats/resampling/run-plan.ts";
import type { StatisticName } from "../stats/resampling/statistics.ts";
import { replicatesInThreads } from "./replicates-in-threads.ts";
import { bootstrapInThreads, permutationTestInThreads } from "./resample-in-threads.ts";

/** Threads run what was compiled: the test's own loader does not reach them. */
const workerFile = new URL("../../dist/src/jobs/replicate-worker.js", import.meta.url);
if (!existsSync(fileURLToPath(workerFile))) throw new Error("npm run build makes the thread's program");

const plan: Plan<StatisticName> = {
  scheme: "bootstrap",
  samples: [[Float64Array.from(normals(1, 40))], [Float64Array.from(normals(2, 30))]],
  statistic: "mean-difference",
  seed: 11,
  withErrors: true,
};

test.each([1, 2, 3])("%i threads give what one thread gives", async (threads) => {
  const seen: number[] = [];
  const found = await replicatesInThreads(plan, 501, {
    threads,
    workerFile,
    onProgress: ({ done }) => seen.push(done),
  });
  expect(found).toEqual(runPlan(plan, 501));
  expect(seen.at(-1)).toBe(501);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
});

test("a bootstrap and a permutation test in threads give the same answers", async () => {
  const options = { threads: 2, workerFile };
  const request = { samples: plan.samples, statistic: plan.statistic, seed: 3, replicates: 299 };
  expect(await bootstrapInThreads(request, options)).toEqual(bootstrap(request));
  expect(await permutationTestInThreads(request, options)).toEqual(permutationTest(request));
  const empty = { ...request, samples: [[new Float64Array()], [new Float64Array()]] };
  expect(await bootstrapInThreads({ ...empty, weights: "poisson" }, options)).toMatchObject({ status: "undetermined" });
  expect(await permutationTestInThreads(empty, options)).toMatchObject({ status: "undetermined" });
});

test("an aborted signal ends it with its reason", async () => {
  const abort = new AbortController();
  const reason = new AppError("CANCELLED", "enough");
  const work = replicatesInThreads(plan, 10_000_000, {
    threads: 2,
    workerFile,
    signal: abort.signal,
    onProgress: () => abort.abort(reason),
  });
  setTimeout(() => abort.abort(reason), 50);
  await expect(work).rejects.toBe(reason);
  await expect(replicatesInThreads(plan, 10, { workerFile, signal: abort.signal })).rejects.toBe(reason);
});

test("an error in a thread is an error here", async () => {
  const broken = { ...plan, samples: [[Float64Array.of(1, 2)]] };
  await expect(replicatesInThreads(broken, 10, { threads: 2, workerFile })).rejects.toThrow(
    "needs column 0 of group 1",
  );
});
