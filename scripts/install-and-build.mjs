import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Runs a program in the project's folder, its output shown; its failure ends this process. */
export function run(program, args) {
  try {
    execFileSync(program, args, { cwd: ROOT, stdio: "inherit" });
  } catch (error) {
    process.exit(error.status ?? 1);
  }
}

function newest(dir) {
  if (!existsSync(dir)) return 0;
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((latest, entry) => Math.max(latest, statSync(join(entry.parentPath, entry.name)).mtimeMs), 0);
}

/** Installs the dependencies if the lock file is newer than what is installed. */
export function install() {
  const installed = join(ROOT, "node_modules/.package-lock.json");
  const lock = join(ROOT, "package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  process.stderr.write("installing dependencies ...\n");
  // not `npm ci`: it refuses a lock file made where a registry lacks other platforms' optional packages
  run("npm", ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]);
}

/** Compiles if a source is newer than the last build. */
export function build() {
  const stamp = join(ROOT, "dist/node.tsbuildinfo");
  if (existsSync(stamp) && statSync(stamp).mtimeMs >= Math.max(newest(join(ROOT, "src")), newest(join(ROOT, "bench"))))
    return;
  process.stderr.write("building ...\n");
  run(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), "-b"]);
}
