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

/** Installs the dependencies of the package in a folder if its lock file is newer than what is installed. */
export function install(folder = ".") {
  const installed = join(ROOT, folder, "node_modules/.package-lock.json");
  const lock = join(ROOT, folder, "package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  process.stderr.write(`installing the dependencies of ${folder === "." ? "tidemark" : folder} ...\n`);
  // not `npm ci`: it refuses a lock file made where a registry lacks other platforms' optional packages
  run("npm", ["install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]);
}

function isOlder(built, sources) {
  const path = join(ROOT, built);
  return !existsSync(path) || statSync(path).mtimeMs < Math.max(...sources.map((dir) => newest(join(ROOT, dir))));
}

/** Compiles, and builds the dashboard, if a source is newer than the last build. */
export function build() {
  if (isOlder("dist/node.tsbuildinfo", ["src", "bench"])) {
    process.stderr.write("building ...\n");
    run(process.execPath, [join(ROOT, "node_modules/typescript/bin/tsc"), "-b"]);
  }
  // what the dashboard is made of
  if (isOlder("dist/web/index.html", ["web", "src/charts", "src/contract", "src/core", "test/charts"])) {
    process.stderr.write("building the dashboard ...\n");
    run(process.execPath, [join(ROOT, "node_modules/vite/bin/vite.js"), "build", "--logLevel", "warn"]);
  }
}
