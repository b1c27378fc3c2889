import { existsSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { LakePart, ManifestStore } from "../contract/manifest.ts";
import { AppError } from "../core/errors.ts";

/**
 * Makes the lake's folder agree with the manifest: files that were written but never committed are deleted.
 * Returns how many.
 * @param reload sources that are about to be loaded anew: their parts may be missing
 * @throws AppError LAKE_CONSERVATION when a committed part is missing
 */
export function cleanLake(
  { root, lake }: { readonly root: string; readonly lake: string },
  manifest: ManifestStore,
  reload: readonly string[],
): number {
  const parts = manifest.parts();
  requireParts(
    parts.filter(({ path }) => !existsSync(join(root, path))),
    reload,
  );
  const committed = new Set(parts.map(({ path }) => path));
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

function requireParts(missing: readonly LakePart[], reload: readonly string[]): void {
  const lost = missing.find(({ source }) => !reload.includes(source));
  if (lost === undefined) return;
  const flags = [...new Set(missing.map(({ source }) => ` --reload ${source}`))].join("");
  throw new AppError("LAKE_CONSERVATION", `the lake lacks ${lost.path}, which was committed`, {
    hint: `restore the lake folder from a backup, or load what is missing anew with \`tidemark ingest${flags}\``,
  });
}

function removeEmptyFolders(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) removeEmptyFolders(join(folder, entry.name));
  }
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}
