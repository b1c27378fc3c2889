import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Folder of the real data sets: `TIDEMARK_TEST_DATA`, else `../shared/data` beside the project. */
export const DATA = resolve(ROOT, process.env["TIDEMARK_TEST_DATA"] ?? "../shared/data");

/** Path of a real data file, or null (with a printed reason) where the data are not on this machine. */
export function dataFile(...parts: readonly string[]): string | null {
  const path = join(DATA, ...parts);
  if (existsSync(path)) return path;
  process.stderr.write(`skipped: no ${path} (set TIDEMARK_TEST_DATA)\n`);
  return null;
}
