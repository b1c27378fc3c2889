import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const ServerAddress = z.object({ url: z.url(), token: z.string(), pid: z.int() });
/** How a process of the same user reaches the server that holds a project. */
export type ServerAddress = z.infer<typeof ServerAddress>;

const fileIn = (stateDir: string): string => join(stateDir, "server.json");

/** Leaves the address where only this user can read it. @returns how to take it away */
export function writeServerAddress(stateDir: string, address: ServerAddress): () => void {
  const path = fileIn(stateDir);
  rmSync(path, { force: true });
  writeFileSync(path, JSON.stringify(address), { mode: 0o600 });
  return () => rmSync(path, { force: true });
}

/** The address that the last server left; it may be that of one that was killed. */
export function readServerAddress(stateDir: string): ServerAddress | undefined {
  try {
    return ServerAddress.parse(JSON.parse(readFileSync(fileIn(stateDir), "utf8")));
  } catch {
    return undefined;
  }
}
