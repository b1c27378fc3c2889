import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ProjectPaths } from "../../config/paths.ts";
import type { IngestedFile, LakePart, ManifestStore } from "../../contract/manifest.ts";
import { FOREIGN_PARTS_HINT, foreignParts, lakeOrphans } from "../../lake/clean-lake.ts";
import { counted } from "../../quality/wording.ts";
import { type Finding, fail, ok, warn } from "./finding.ts";

const SHOWN = 3;

const some = (names: readonly string[]): string =>
  names.slice(0, SHOWN).join(", ") + (names.length > SHOWN ? ` and ${names.length - SHOWN} more` : "");

/** The manifest against the lake's folder and against itself. */
export function lakeFindings(paths: ProjectPaths, manifest: ManifestStore): readonly Finding[] {
  const parts = manifest.parts();
  return [
    partsFinding(paths.root, parts),
    orphansFinding(paths, manifest, parts),
    rowsFinding(manifest.files(), parts),
  ];
}

function partsFinding(root: string, parts: readonly LakePart[]): Finding {
  const wrong = parts.flatMap(({ path, bytes }) => {
    const absolute = join(root, path);
    if (!existsSync(absolute)) return [`${path} is missing`];
    const { size } = statSync(absolute);
    return size === bytes ? [] : [`${path} has ${size} bytes, not ${bytes}`];
  });
  if (wrong.length === 0) return ok("lake_parts", `${counted(parts.length, "part")}, all there with the size recorded`);
  return fail(
    "lake_parts",
    `${wrong.length} of ${counted(parts.length, "part")} ${wrong.length === 1 ? "is" : "are"} damaged: ${some(wrong)}`,
    "restore the lake from a backup, or load the source anew: `tidemark ingest --reload <source>`",
  );
}

function orphansFinding(paths: ProjectPaths, manifest: ManifestStore, parts: readonly LakePart[]): Finding {
  const orphans = lakeOrphans(paths, parts);
  if (orphans.length === 0) return ok("lake_orphans", "no files in the lake beside the committed ones");
  const foreign = foreignParts(orphans, manifest);
  if (foreign.length > 0) {
    const what = `${counted(foreign.length, "part")} in the lake ${foreign.length === 1 ? "is" : "are"} of another state than this one: ${some(foreign)}`;
    return fail("lake_orphans", what, FOREIGN_PARTS_HINT);
  }
  return warn(
    "lake_orphans",
    `${counted(orphans.length, "file")} in the lake ${orphans.length === 1 ? "was" : "were"} never committed: ${some(orphans)}`,
    "nothing reads them; the next `tidemark ingest` deletes them",
  );
}

function rowsFinding(files: readonly IngestedFile[], parts: readonly LakePart[]): Finding {
  const stored = (fileId: number, kind: LakePart["kind"]): number =>
    parts.filter((part) => part.fileId === fileId && part.kind === kind).reduce((sum, { rows }) => sum + rows, 0);
  const wrong = files.flatMap((file) => {
    const [rows, quarantined] = [stored(file.id, "rows"), stored(file.id, "quarantine")];
    if (file.rowsRead !== file.kept + file.duplicates + file.quarantined)
      return [`${file.path}: rows read are not kept + duplicates + quarantined`];
    if (rows !== file.kept) return [`${file.path}: ${file.kept} rows kept, ${rows} in its parts`];
    return quarantined === file.quarantined
      ? []
      : [`${file.path}: ${file.quarantined} rows quarantined, ${quarantined} in its parts`];
  });
  const read = files.reduce((sum, { rowsRead }) => sum + rowsRead, 0);
  if (wrong.length === 0)
    return ok(
      "lake_rows",
      `${read.toLocaleString("en-US")} rows read from ${counted(files.length, "file")}, all accounted for`,
    );
  return fail(
    "lake_rows",
    `rows do not add up: ${some(wrong)}`,
    "load the source anew: `tidemark ingest --reload <source>`",
  );
}
