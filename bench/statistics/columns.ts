import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { createRng } from "../../src/core/rng.ts";
import { normalDraw } from "../../src/stats/distributions/normal.ts";

/** Six columns of normal values, each with a share of the one before it, so that nothing is independent of everything. */
export const COLUMNS = 6;
const SHARE = 0.3;
const CHUNK = 100_000;

const fileOf = (dir: string, column: number): string => join(dir, `column-${column}.f64`);

/** Writes the columns as little-endian doubles. */
export async function writeColumns({ dir, n }: { readonly dir: string; readonly n: number }): Promise<void> {
  const rng = createRng(n);
  const files = Array.from({ length: COLUMNS }, (_, i) => openSync(fileOf(dir, i), "w"));
  for (let start = 0; start < n; start += CHUNK) {
    let before = new Float64Array(Math.min(CHUNK, n - start));
    for (const file of files) {
      before = before.map((x) => SHARE * x + normalDraw(rng));
      writeSync(file, new Uint8Array(before.buffer));
    }
  }
  for (const file of files) closeSync(file);
}

export function readColumn(dir: string, column: number): Float64Array {
  const bytes = readFileSync(fileOf(dir, column));
  return new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8);
}
