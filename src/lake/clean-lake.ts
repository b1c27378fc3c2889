import { existsSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { ManifestStore } from "../contract/manifest.ts";
import { AppError } from "../core/errors.ts";

/**
 * Makes the lake's folder agree with the manifest: files that were written but never committed are deleted.
 * Returns how many.
 * @throws AppError LAKE_CONSERVATION when a committed part is missing
 */
export function cleanLake(root: string, lake: string, manifest: ManifestStore): number {
  const committed = new Set(manifest.parts().map(({ path }) => path));
  for (const path of committed) {
    if (!existsSync(join(root, path))) {
      throw new AppError("LAKE_CONSERVATION", `the lake lacks ${path}, which was committed`, {
        hint: "restore the lake folder from a backup, or load the source anew with `tidemark ingest --reload <source>`",
      });
    }
  }
  if (!existsSync(lake)) return 0;
  let removed = 0;
  for (const entry of readdirSync(lake, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const absolute = join(entry.parentPath, entry.name);
    if (committed.has(relative(root, absolute).split(sep).join("/"))) continue;
    rmSync(absolute);
    removed++;
  }
  removeEmptyFolders(lake);
  return removed;
}

function removeEmptyFolders(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) removeEmptyFolders(join(folder, entry.name));
  }
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}
