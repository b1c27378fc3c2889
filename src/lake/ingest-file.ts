import { createHash } from "node:crypto";
import { createReadStream, existsSync, mkdirSync, rmSync } from "node:fs";
import type { IngestedFile, NewFile } from "../contract/manifest.ts";
import { AppError } from "../core/errors.ts";
import { compressionOf, formatOf } from "./format.ts";
import type { InputFile } from "./input-files.ts";
import { type LoadedFile, loadFile } from "./load-file.ts";
import type { LoadPlan } from "./load-plan.ts";
import type { SourceContext } from "./source-context.ts";
import { publishParts } from "./write-parts.ts";

/** What became of one input file. rowsRead = kept + duplicates + quarantined. */
export interface FileOutcome {
  readonly source: string;
  readonly path: string;
  readonly status: "loaded" | "appended" | "replaced" | "unchanged";
  readonly rowsRead: number;
  readonly kept: number;
  readonly duplicates: number;
  readonly quarantined: number;
  readonly bytes: number;
  /** A sentence where something is worth saying, else null. */
  readonly note: string | null;
}

interface ChangePlan {
  readonly status: "loaded" | "appended" | "replaced";
  readonly startByte: number;
  readonly replaces: readonly IngestedFile[];
}

/** Loads a file unless its content is already in the lake; a changed file follows the source's `changed` policy. */
export async function ingestFile(context: SourceContext, file: InputFile): Promise<FileOutcome> {
  const { manifest, sourceId, tmpDir } = context;
  const files = manifest.files(sourceId);
  const earlier = files.filter(({ path }) => path === file.path);
  const last = earlier.at(-1);
  if (last !== undefined && last.bytes === file.bytes && last.mtimeMs === file.mtimeMs)
    return unchanged(context, file, null);
  const change = await changePlan(context, file, earlier);
  if (change === null) return unchanged(context, file, null);
  rmSync(tmpDir, { recursive: true, force: true });
  mkdirSync(tmpDir, { recursive: true });
  const replaced = new Set(change.replaces.map(({ id }) => id));
  const plan: LoadPlan = {
    file,
    fileNo: change.replaces[0]?.fileNo ?? Math.max(-1, ...files.map(({ fileNo }) => fileNo)) + 1,
    startByte: change.startByte,
    existing: manifest.parts({ source: sourceId, kind: "rows" }).filter(({ fileId }) => !replaced.has(fileId)),
  };
  const loaded = await loadFile(context, plan).catch((error: unknown) => {
    throw mixedLineEnds(error, file.path);
  });
  const twin = files.find(({ contentHash, id }) => contentHash === loaded.count.sha256 && !replaced.has(id));
  if (twin !== undefined) return unchanged(context, file, `same content as ${twin.path}, which is loaded`);
  await context.recorder.step(
    { step: "commit", source: sourceId, subject: file.path },
    () => commit(context, plan, { loaded, change }),
    () => ({ rowsIn: loaded.kept, rowsOut: rowsOfParts(loaded), dropped: [] }),
  );
  return {
    source: sourceId,
    path: file.path,
    status: change.status,
    rowsRead: loaded.count.records,
    kept: loaded.kept,
    duplicates: loaded.duplicates,
    quarantined: loaded.quarantined.length,
    bytes: loaded.count.bytes - change.startByte,
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

function unchanged({ sourceId }: SourceContext, { path, bytes }: InputFile, note: string | null): FileOutcome {
  return {
    source: sourceId,
    path,
    status: "unchanged",
    rowsRead: 0,
    kept: 0,
    duplicates: 0,
    quarantined: 0,
    bytes,
    note,
  };
}

/** What to load of a file with this history; null when its content has not changed. */
async function changePlan(
  context: SourceContext,
  file: InputFile,
  earlier: readonly IngestedFile[],
): Promise<ChangePlan | null> {
  const last = earlier.at(-1);
  if (last === undefined) return { status: "loaded", startByte: 0, replaces: [] };
  const { source, manifest, sourceId } = context;
  const { whole, prefix } = await hashes(file, last.bytes, context);
  if (whole === last.contentHash) return null;
  const what = prefix === last.contentHash ? "grew" : "changed";
  switch (source.changed) {
    case "error":
      throw new AppError(
        "FILE_CHANGED",
        `${file.path}: the file ${what} since it was loaded on ${last.committedAt.slice(0, 10)} (${last.bytes} bytes then, ${file.bytes} now)`,
        {
          hint: "nothing of it was loaded; declare `changed: append` (only new rows at the end) or `changed: replace` for the source, or give new rows a file of their own",
        },
      );
    case "append":
      if (what !== "grew" || !appendable(context, file)) {
        throw new AppError(
          "FILE_CHANGED",
          `${file.path}: not only appended to: ${what === "grew" ? "compressed files, JSON arrays and Parquet cannot grow" : "what was loaded earlier is different now"}`,
          {
            hint: "declare `changed: replace` for the source to load the file anew",
          },
        );
      }
      return { status: "appended", startByte: last.bytes, replaces: [] };
    case "replace": {
      const firstNo = Math.min(...earlier.map(({ fileNo }) => fileNo));
      const dependent = manifest
        .files(sourceId)
        .filter(({ fileNo, duplicatesAcross, path }) => fileNo > firstNo && duplicatesAcross > 0 && path !== file.path);
      return { status: "replaced", startByte: 0, replaces: [...earlier, ...dependent] };
    }
  }
}

function appendable({ source }: SourceContext, { absolute }: InputFile): boolean {
  const format = formatOf(absolute, source.format);
  return (format === "csv" || format === "ndjson") && compressionOf(absolute) === "none";
}

/** SHA-256 of the whole file and of its first `bytes` bytes. */
async function hashes(
  file: InputFile,
  bytes: number,
  { signal }: SourceContext,
): Promise<{ whole: string; prefix: string }> {
  const hash = createHash("sha256");
  let seen = 0;
  let prefix = "";
  for await (const chunk of createReadStream(file.absolute, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    signal?.throwIfAborted();
    const cut = Math.max(0, Math.min(chunk.length, bytes - seen));
    hash.update(chunk.subarray(0, cut));
    if (prefix === "" && seen + chunk.length >= bytes) prefix = hash.copy().digest("hex");
    hash.update(chunk.subarray(cut));
    seen += chunk.length;
  }
  return { whole: hash.digest("hex"), prefix };
}

const rowsOfParts = ({ pending }: LoadedFile): number =>
  pending.reduce((sum, { part }) => sum + (part.kind === "rows" ? part.rows : 0), 0);

interface CommitInput {
  readonly loaded: LoadedFile;
  readonly change: ChangePlan;
}

/** Publishes the parts, then makes them visible in one transaction; replaced parts go last. */
function commit(
  { manifest, root, sourceId, nowIso, signal }: SourceContext,
  { file, fileNo, startByte }: LoadPlan,
  { loaded, change }: CommitInput,
): void {
  signal?.throwIfAborted();
  publishParts(root, loaded.pending);
  const entry: NewFile = {
    source: sourceId,
    path: file.path,
    fileNo,
    contentHash: loaded.count.sha256,
    bytes: loaded.count.bytes,
    mtimeMs: file.mtimeMs,
    startByte,
    rowsRead: loaded.count.records,
    kept: loaded.kept,
    duplicates: loaded.duplicates,
    duplicatesAcross: loaded.duplicatesAcross,
    quarantined: loaded.quarantined.length,
    header: loaded.schema.header ?? [],
    committedAt: nowIso(),
  };
  manifest.setSchema(sourceId, JSON.stringify(loaded.schema));
  const removed = manifest.commit(
    entry,
    loaded.pending.map(({ part }) => part),
    { replaces: change.replaces.map(({ id }) => id) },
  );
  for (const path of removed) if (existsSync(`${root}/${path}`)) rmSync(`${root}/${path}`);
}
