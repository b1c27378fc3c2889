import { afterAll, beforeAll, describe, test } from "vitest";
import { stopEngines } from "./engines.ts";
import { LOG_CHECKS } from "./log-checks.ts";
import { type LogRun, openLogRun } from "./log-run.ts";
import { LOG_WORLDS } from "./log-world.ts";

const SEED = Number(process.env["TIDEMARK_PROPERTY_SEED"] ?? Date.now() % 2 ** 31);

afterAll(stopEngines);

describe.each(LOG_WORLDS.map((world, i) => ({ ...world, seed: SEED + i })))("$name", ({ seed, ...world }) => {
  let run: LogRun;
  beforeAll(async () => {
    run = await openLogRun(world, seed);
  });
  afterAll(() => run[Symbol.asyncDispose]());

  test.each(LOG_CHECKS)("$meaning", async ({ check }) => {
    try {
      await check(run);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new Error(`TIDEMARK_PROPERTY_SEED=${SEED}: ${message}`, { cause: error });
    }
  });
});
