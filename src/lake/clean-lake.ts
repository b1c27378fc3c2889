import { existsSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { LakePart, ManifestStore } from "../contract/manifest.ts";
import { AppError } from "../core/errors.ts";

interface LakeFolder {
  /** The project's folder. */
  readonly root: string;
  readonly lake: string;
}

/**
 * Makes the lake's folder agree with the manifest: files that were written but never committed are deleted.
 * Returns how many.
 * @param reload sources that are about to be loaded anew: their parts may be missing
 * @throws AppError LAKE_CONSERVATION when a committed part is missing, or another state than this one wrote to the lake
 */
export function cleanLake(folder: LakeFolder, manifest: ManifestStore, reload: readonly string[]): number {
  const parts = manifest.parts();
  requireParts(
    parts.filter(({ path }) => !existsSync(join(folder.root, path))),
    reload,
  );
  const orphans = lakeOrphans(folder, parts);
  requireOwn(foreignParts(orphans, manifest));
  for (const path of orphans) rmSync(join(folder.root, path));
  if (existsSync(folder.lake)) removeEmptyFolders(folder.lake);
  return orphans.length;
}

/** The files in the lake that are not committed, relative to the project's folder. */
export function lakeOrphans({ root, lake }: LakeFolder, parts: readonly LakePart[]): readonly string[] {
  if (!existsSync(lake)) return [];
  const committed = new Set(parts.map(({ path }) => path));
  return readdirSync(lake, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => !committed.has(path));
}

/** Parts with a number that this state never gave: one that is lost, or newer, may list them. */
export function foreignParts(orphans: readonly string[], manifest: ManifestStore): readonly string[] {
  const last = manifest.lastNumber();
  return orphans.filter((path) => Number(/(\d+)(-\d+)?\.parquet$/.exec(path)?.[1] ?? 0) > last);
}

/** What to do about them. */
export const FOREIGN_PARTS_HINT =
  "restore the .tidemark/state.db that knows them, or move them out of the lake: the files that are there are then loaded again";

function requireOwn([first, ...more]: readonly string[]): void {
  if (first === undefined) return;
  const others = more.length === 0 ? "" : ` and ${more.length} more`;
  throw new AppError(
    "LAKE_CONSERVATION",
    `the lake holds ${first}${others}, which the state in .tidemark knows nothing of: it is new, or an old copy`,
    { hint: FOREIGN_PARTS_HINT },
  );
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
