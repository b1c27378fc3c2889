import type { IngestedFile } from "../contract/manifest.ts";
import { AppError } from "../core/errors.ts";
import { fileChange } from "./file-change.ts";
import { type FileFailure, type FileOutcome, fileFailure, withoutRows } from "./file-outcome.ts";
import type { InputFile } from "./input-files.ts";
import { type LoadUnit, loadUnit, type UnitMember } from "./load-unit.ts";
import { replacement } from "./replacement.ts";
import type { SourceContext } from "./source-context.ts";
import { storedSchema } from "./stored-schema.ts";

export interface SourceRun {
  /** In path order. */
  readonly files: readonly InputFile[];
  /** Load all files anew, whatever was loaded of them before. */
  readonly reload: boolean;
  /** May tell of a file twice: its rows can come back after it was looked at. */
  readonly onFile: (outcome: FileOutcome | FileFailure) => void;
}

/**
 * Brings a source up to date with its files. What has changed comes first, each change in one transaction with the
 * files that depend on it; then what is new, file by file.
 */
export async function ingestSource(context: SourceContext, run: SourceRun): Promise<void> {
  const { sourceId, manifest, signal } = context;
  const entries = manifest.files(sourceId);
  if (run.reload && entries.length > 0) return reloadAll(context, run, entries);
  const { changed, added } = await changesOf(context, run, entries);
  const present = new Map(run.files.map((file) => [file.path, file]));
  const refusals = new Map<string, FileFailure>();
  for (const [path, content] of [...changed]) {
    if (content === null || !changed.has(path)) continue;
    const placed = await replace(context, run, { path, changed, present, refusals });
    for (const { file } of placed) changed.delete(file.path);
  }
  for (const member of added) {
    signal?.throwIfAborted();
    await load(context, run, { members: [member], removes: [], schema: storedSchema(context) });
  }
}

interface Changes {
  readonly changed: Map<string, string | null>;
  readonly added: readonly UnitMember[];
}

/** Compares the files with what is loaded, and tells of those that need nothing. */
async function changesOf(
  context: SourceContext,
  { files, onFile }: SourceRun,
  entries: readonly IngestedFile[],
): Promise<Changes> {
  const known = byPath(entries);
  const changed = new Map<string, string | null>();
  const added: UnitMember[] = [];
  for (const file of files) {
    context.signal?.throwIfAborted();
    const { path, bytes } = file;
    try {
      const change = await fileChange(context, file, known.get(path) ?? []);
      if (change.kind === "new") added.push(newMember(file));
      else if (change.kind === "appended")
        added.push({ ...newMember(file), status: "appended", startByte: change.startByte });
      else if (change.kind === "replaced") changed.set(path, change.contentHash);
      else onFile(withoutRows({ source: context.sourceId, path, status: "unchanged", bytes }, null));
    } catch (thrown) {
      changed.set(path, null);
      onFile(fileFailure(context, path, thrown));
    }
  }
  return { changed, added };
}

function byPath(entries: readonly IngestedFile[]): ReadonlyMap<string, readonly IngestedFile[]> {
  const paths = new Map<string, IngestedFile[]>();
  for (const entry of entries) {
    const own = paths.get(entry.path);
    if (own === undefined) paths.set(entry.path, [entry]);
    else own.push(entry);
  }
  return paths;
}

const newMember = (file: InputFile): UnitMember => ({
  ...{ file, status: "loaded", fileNo: null },
  ...{ startByte: 0, contentHash: null, optional: true },
});

interface Change {
  readonly path: string;
  readonly changed: ReadonlyMap<string, string | null>;
  readonly present: ReadonlyMap<string, InputFile>;
  /** Files that could not be loaded in this run. */
  readonly refusals: Map<string, FileFailure>;
}

/** Puts a changed file in the place of what is loaded of it; returns the files that were loaded. */
async function replace(context: SourceContext, run: SourceRun, change: Change): Promise<readonly UnitMember[]> {
  const { path, refusals } = change;
  context.signal?.throwIfAborted();
  try {
    const { members, removes } = replacement(path, { ...change, entries: context.manifest.files(context.sourceId) });
    const known = members.map(({ file }) => refusals.get(file.path)).find((one) => one !== undefined);
    const refused = known ?? (await load(context, run, { members, removes, schema: storedSchema(context) }));
    if (refused === null) return members;
    refusals.set(refused.path, refused);
    throw refused.path === path ? refused.error : notReplaced(path, refused);
  } catch (thrown) {
    run.onFile(fileFailure(context, path, thrown));
    return [];
  }
}

function notReplaced(path: string, { path: other, error }: FileFailure): AppError {
  const { code, hint, message } = error;
  return new AppError(code, `${path}: not replaced: ${other} has to be loaded with it, and cannot be: ${message}`, {
    cause: error,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** Loads all files as if for the first time; what is loaded stays until all of that can take its place. */
async function reloadAll(context: SourceContext, run: SourceRun, entries: readonly IngestedFile[]): Promise<void> {
  const known = new Set(entries.map(({ path }) => path));
  const present = new Set(run.files.map(({ path }) => path));
  // a file that is not known may be one that is gone, under another name
  const allKnown = entries.every(({ path }) => present.has(path));
  const members = run.files.map((file) => ({ ...newMember(file), optional: allKnown && !known.has(file.path) }));
  const refused = await load(context, run, { members, removes: entries, schema: undefined });
  if (refused === null) return;
  const { code, message, hint } = refused.error;
  const stays = `"${context.sourceId}" stays as it was loaded before`;
  const error = new AppError(code, message, {
    cause: refused.error,
    hint: hint === undefined ? stays : `${hint}; ${stays}`,
  });
  run.onFile({ ...refused, error });
}

/** Loads a unit and tells of its files; or returns which of them was refused. */
async function load(context: SourceContext, { onFile }: SourceRun, unit: LoadUnit): Promise<FileFailure | null> {
  const result = await loadUnit(context, unit);
  if ("refused" in result) return result.refused;
  for (const outcome of result.outcomes) onFile(outcome);
  return null;
}
