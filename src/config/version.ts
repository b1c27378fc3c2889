import { readFileSync } from "node:fs";

/** Version of the installed package: part of every receipt. */
export function codeVersion(): string {
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
