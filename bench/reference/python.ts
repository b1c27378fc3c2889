import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { AppError } from "../../src/core/errors.ts";

/** From the project's root, where benchmarks run. */
const PYTHON = "bench/reference/.venv/bin/python";

/** Threads of the numeric libraries below Python: as many as the other side uses in one thread of work. */
const ONE_THREAD = { OPENBLAS_NUM_THREADS: "1", OMP_NUM_THREADS: "1" };

/**
 * Runs a script of a reference with one JSON argument and reads its JSON answer from standard output.
 * @param script from the project's root
 * @throws AppError FILE_NOT_FOUND when the reference's environment has not been made
 */
export function runPython<Answer>(script: string, argument: unknown): Answer {
  const python = resolve(PYTHON);
  if (!existsSync(python)) {
    throw new AppError("FILE_NOT_FOUND", `the reference's environment is missing: ${python}`, {
      hint: "run bench/reference/setup.sh, then the benchmark from the project's root",
    });
  }
  const text = execFileSync(python, [resolve(script), JSON.stringify(argument)], {
    encoding: "utf8",
    env: ONE_THREAD,
    maxBuffer: 2 ** 26,
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(text) as Answer;
}
