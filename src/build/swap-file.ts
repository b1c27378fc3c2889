import { closeSync, constants, existsSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { dirname } from "node:path";

/** The file a full build writes; it takes the warehouse's place when it is complete. */
export const nextPath = (path: string): string => `${path}.next`;

/** Copies a database that nobody changes, with what is in its log only; a file system that can shares the blocks. */
export async function copyDatabase(path: string, target: string): Promise<void> {
  for (const end of ["", ".wal"])
    if (existsSync(path + end)) await copyFile(path + end, target + end, constants.COPYFILE_FICLONE);
}

/** Removes what a build that was killed left. */
export function removeDatabase(path: string): void {
  for (const file of [path, `${path}.wal`]) rmSync(file, { force: true });
}

/** Does work that makes the next file; whatever is still there when it ends or fails goes, and so does what a killed one left. */
export async function withNext<T>(path: string, work: (next: string) => Promise<T>): Promise<T> {
  const next = nextPath(path);
  removeDatabase(next);
  try {
    return await work(next);
  } finally {
    removeDatabase(next);
  }
}

/**
 * Puts the finished database in the place of the old one: at any moment there is a complete warehouse. The old file's
 * log goes first, so that it can never be replayed on the new file.
 */
export function swapDatabase(path: string): void {
  const next = nextPath(path);
  if (existsSync(`${next}.wal`)) throw new Error(`${next}.wal is not empty: the new warehouse was not closed`);
  syncPath(next);
  rmSync(`${path}.wal`, { force: true });
  renameSync(next, path);
  syncPath(dirname(path));
}

function syncPath(path: string): void {
  const handle = openSync(path, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
