import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

let version: string | undefined;

/**
 * Version of the program, part of every receipt: the package's version and a hash of the code that makes numbers, so
 * that two programs of the same version are told apart. Tests and what only shows numbers do not count.
 */
export function codeVersion(): string {
  version ??= `${packageVersion()}+${codeHash()}`;
  return version;
}

/** Layers that no number depends on. */
const SHOWS = ["cli", "config", "render", "charts", "worlds"];

function codeHash(): string {
  const own = fileURLToPath(import.meta.url);
  const root = fileURLToPath(new URL("..", import.meta.url));
  const files = readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => extname(path) === extname(own) && !/\.(d|test)\.[jt]s$/.test(path))
    .filter((path) => !SHOWS.includes(path.split("/")[0] ?? ""))
    .sort();
  const hash = createHash("sha256");
  for (const path of files) hash.update(`${path}\n`).update(readFileSync(join(root, path)));
  return hash.digest("hex").slice(0, 8);
}

function packageVersion(): string {
  for (const up of ["../../package.json", "../../../package.json"]) {
    try {
      const manifest = JSON.parse(readFileSync(new URL(up, import.meta.url), "utf8")) as {
        name?: string;
        version?: string;
      };
      if (manifest.name === "tidemark" && manifest.version !== undefined) return manifest.version;
    } catch {
      // sources and build output lie at different depths
    }
  }
  return "unknown";
}
