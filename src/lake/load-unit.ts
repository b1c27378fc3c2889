import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { IngestedFile, NewFile, NewPart } from "../contract/manifest.ts";
import type { SourceSchema } from "../contract/source-schema.ts";
import { AppError } from "../core/errors.ts";
import { type FileFailure, type FileOutcome, fileFailure, withoutRows } from "./file-outcome.ts";
import type { InputFile } from "./input-files.ts";
import { type LoadedFile, loadFile } from "./load-file.ts";
import type { LoadPlan } from "./load-plan.ts";
import type { SourceContext } from "./source-context.ts";
import { publishParts } from "./write-parts.ts";

/** Files that are loaded together: all of them become visible at once, or nothing changes. */
export interface LoadUnit {
  /** In the order in which the earlier of two equal rows is kept. */
  readonly members: readonly UnitMember[];
  /** Entries that go when the members come. */
  readonly removes: readonly IngestedFile[];
  /** The source's columns; undefined: its first member decides them. */
  readonly schema: SourceSchema | undefined;
}

export interface UnitMember {
  readonly file: InputFile;
  readonly status: "loaded" | "appended" | "replaced";
  /** Position in the source's commit order; null for the next one. */
  readonly fileNo: number | null;
  readonly startByte: number;
  /** The content that was loaded before, where it has to be the same; else null. */
  readonly contentHash: string | null;
  /** True where the lake holds nothing of the file: when it fails, the others go on. */
  readonly optional: boolean;
}

/** What became of the members; or the member that could not be loaded, for which nothing has changed. */
export type UnitResult =
  | { readonly outcomes: readonly (FileOutcome | FileFailure)[] }
  | { readonly refused: FileFailure };

interface Loaded {
  readonly file: NewFile;
  readonly parts: readonly NewPart[];
  readonly schema: SourceSchema;
}

/** The source as the next member finds it: without what goes, with the members before. */
interface Beside {
  /** Paths by the content that is loaded under them. */
  readonly contents: Map<string, string>;
  readonly parts: NewPart[];
  readonly loaded: Loaded[];
  nextNo: number;
}

/** Loads the members one after the other and commits them together. @throws AppError what stops the whole run */
export async function loadUnit(context: SourceContext, unit: LoadUnit): Promise<UnitResult> {
  const beside = besideOf(context, unit);
  const outcomes: (FileOutcome | FileFailure)[] = [];
  try {
    for (const member of unit.members) {
      context.signal?.throwIfAborted();
      const outcome = await loadMember(context, unit, { member, beside }).catch((thrown: unknown) =>
        fileFailure(context, member.file.path, thrown),
      );
      if (outcome.status === "failed" && !member.optional) {
        discard(context, beside);
        return { refused: outcome };
      }
      outcomes.push(outcome);
    }
    context.signal?.throwIfAborted();
  } catch (error) {
    discard(context, beside);
    throw error;
  }
  await commit(context, unit, beside.loaded);
  return { outcomes };
}

function besideOf({ manifest, sourceId }: SourceContext, { removes }: LoadUnit): Beside {
  const gone = new Set(removes.map(({ id }) => id));
  const files = manifest.files(sourceId).filter(({ id }) => !gone.has(id));
  return {
    contents: new Map(files.map(({ contentHash, path }) => [contentHash, path])),
    parts: manifest.parts({ source: sourceId, kind: "rows" }).filter(({ fileId }) => !gone.has(fileId)),
    loaded: [],
    nextNo: Math.max(-1, ...files.map(({ fileNo }) => fileNo)) + 1,
  };
}

interface MemberInput {
  readonly member: UnitMember;
  readonly beside: Beside;
}

/** Loads a member and puts its parts in their place, where nothing lists them yet. */
async function loadMember(
  context: SourceContext,
  { schema, removes }: LoadUnit,
  { member, beside }: MemberInput,
): Promise<FileOutcome> {
  const { sourceId, tmpDir, recorder, root } = context;
  const { file, startByte, contentHash } = member;
  rmSync(tmpDir, { recursive: true, force: true });
  mkdirSync(tmpDir, { recursive: true });
  const plan: LoadPlan = {
    file,
    fileNo: member.fileNo ?? beside.nextNo,
    startByte,
    existing: beside.parts,
    schema: schema ?? beside.loaded[0]?.schema,
  };
  const result = await loadFile(context, plan).catch((error: unknown) => {
    throw mixedLineEnds(error, file.path);
  });
  const { count, pending } = result;
  if (contentHash !== null && contentHash !== count.sha256) {
    throw new AppError("FILE_CHANGED", `${file.path} changed while it was loaded`, { hint: "run the command again" });
  }
  const twin = beside.contents.get(count.sha256);
  if (twin !== undefined) {
    const status = removes.some(({ path }) => path === file.path) ? "replaced" : "unchanged";
    const about = { source: sourceId, path: file.path, status, bytes: file.bytes } as const;
    return withoutRows(about, `same content as ${twin}, which is loaded`);
  }
  const parts = pending.map(({ part }) => part);
  const entry = entryOf(context, plan, result);
  try {
    await recorder.step(commitOf(entry), () => publishParts(root, pending));
  } catch (error) {
    removeParts(root, parts);
    throw error;
  }
  beside.loaded.push({ file: entry, parts, schema: result.schema });
  beside.contents.set(count.sha256, file.path);
  beside.parts.push(...parts.filter(({ kind }) => kind === "rows"));
  beside.nextNo = Math.max(beside.nextNo, plan.fileNo + 1);
  return {
    source: sourceId,
    path: file.path,
    status: member.status,
    rowsRead: entry.rowsRead,
    kept: entry.kept,
    duplicates: entry.duplicates,
    quarantined: entry.quarantined,
    bytes: count.bytes - startByte,
    note: null,
  };
}

/** The engine's reader refuses a file whose lines end in both ways, in its own words. */
function mixedLineEnds(error: unknown, path: string): unknown {
  if (!(error instanceof AppError) || error.code !== "QUERY_FAILED" || !/state machine/i.test(error.message))
    return error;
  return new AppError(
    "FILE_CORRUPT",
    `${path}: the lines do not all end alike (CRLF and LF are mixed), or a quote is broken`,
    {
      cause: error,
      hint: "nothing of the file was loaded; write it with one kind of line end",
    },
  );
}

function entryOf(
  { sourceId, nowIso }: SourceContext,
  { file, fileNo, startByte }: LoadPlan,
  { count, kept, dropped, quarantined, schema }: LoadedFile,
): NewFile {
  return {
    source: sourceId,
    path: file.path,
    fileNo,
    contentHash: count.sha256,
    bytes: count.bytes,
    mtimeMs: file.mtimeMs,
    startByte,
    rowsRead: count.records,
    kept,
    ...dropped,
    quarantined: quarantined.length,
    header: schema.header ?? [],
    committedAt: nowIso(),
  };
}

const commitOf = ({ source, path }: NewFile) => ({ step: "commit", source, subject: path }) as const;

/** Makes the members visible in place of what goes, in one transaction. */
async function commit(
  { manifest, sourceId, recorder, onReplaced }: SourceContext,
  { removes, schema: decided }: LoadUnit,
  loaded: readonly Loaded[],
): Promise<void> {
  if (loaded.length === 0 && removes.length === 0) return;
  const schema = decided ?? loaded[0]?.schema;
  const apply = (): void =>
    onReplaced(
      manifest.commit({
        source: sourceId,
        removes,
        adds: loaded,
        schema: schema === undefined ? null : JSON.stringify(schema),
      }),
    );
  if (loaded.length === 0) return apply();
  for (const [i, { file, parts }] of loaded.entries()) {
    await recorder.step(
      commitOf(file),
      () => (i === 0 ? apply() : undefined),
      () => ({ rowsIn: file.kept, rowsOut: rowsOf(parts), dropped: [] }),
    );
  }
}

const rowsOf = (parts: readonly NewPart[]): number =>
  parts.reduce((sum, { kind, rows }) => sum + (kind === "rows" ? rows : 0), 0);

function discard({ root }: SourceContext, { loaded }: Beside): void {
  for (const { parts } of loaded) removeParts(root, parts);
}

function removeParts(root: string, parts: readonly NewPart[]): void {
  for (const { path } of parts) if (existsSync(join(root, path))) rmSync(join(root, path));
}
