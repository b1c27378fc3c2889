import { execFileSync } from "node:child_process";

/** Asks the system to forget what it holds of these files in memory. @returns false where that cannot be asked */
export function forgetCached(paths: readonly string[]): boolean {
  try {
    for (const path of paths) execFileSync("dd", [`if=${path}`, "iflag=nocache", "count=0"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
