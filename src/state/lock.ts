import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import Database from "libsql";
import { AppError } from "../core/errors.ts";

/** Held for as long as one process owns the project; the operating system lets go of it even after `kill -9`. */
export interface ProjectLock extends Disposable {
  release(): void;
}

export interface LockOptions {
  /** How long to wait for another process, in milliseconds. */
  readonly waitMs: number;
  /** What this process does, for the message another one shows. */
  readonly purpose: string;
}

/**
 * Takes the project for this process. The lock is an open write transaction on a file of its own.
 * @throws AppError PROJECT_LOCKED that names the holder, after `waitMs`
 */
export async function lockProject(stateDir: string, { waitMs, purpose }: LockOptions): Promise<ProjectLock> {
  mkdirSync(stateDir, { recursive: true });
  const holderFile = join(stateDir, "holder.json");
  const db = new Database(join(stateDir, "lock.db"), { timeout: 0 });
  const deadline = Date.now() + waitMs;
  while (!tryExclusive(db)) {
    if (Date.now() >= deadline) {
      db.close();
      throw new AppError("PROJECT_LOCKED", `the project is in use by ${holderOf(holderFile)}`, {
        hint: `wait for it to end, or wait longer with --wait <seconds> (waited ${waitMs / 1000} s)`,
      });
    }
    await sleep(50);
  }
  writeFileSync(holderFile, JSON.stringify({ pid: process.pid, purpose, since: new Date().toISOString() }));
  const release = (): void => {
    if (db.open) db.close();
  };
  return { release, [Symbol.dispose]: release };
}

function tryExclusive(db: Database.Database): boolean {
  try {
    db.exec("begin exclusive");
    return true;
  } catch (error) {
    if (error instanceof Error && /locked|busy/i.test(`${error.message} ${(error as { code?: string }).code}`))
      return false;
    throw error;
  }
}

function holderOf(path: string): string {
  try {
    const { pid, purpose, since } = JSON.parse(readFileSync(path, "utf8")) as Record<string, string | number>;
    return `process ${pid} (${purpose}, since ${since})`;
  } catch {
    return "another process";
  }
}
