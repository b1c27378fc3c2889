import { statSync } from "node:fs";
import type { LakePart, NewPart } from "../contract/manifest.ts";
import type { SourceSchema } from "../contract/source-schema.ts";
import { AppError } from "../core/errors.ts";
import { ident, joinSql, raw, sql } from "../sql/sql.ts";
import { appendedTail } from "./appended-tail.ts";
import { readContent } from "./content-stream.ts";
import { countDropped, createDropped, dropByKey } from "./dedupe.ts";
import type { InputFile } from "./input-files.ts";
import { type FileCount, inspectFile, unclosedQuote } from "./inspect-file.ts";
import { lineOfByte } from "./locate-records.ts";
import { rejectCeiling, rejectLimit } from "./max-rejects.ts";
import { type OpenedFile, openFile, SAMPLE } from "./open-file.ts";
import { QUARANTINE_COLUMNS, type QuarantinedRow, writeQuarantine } from "./quarantine.ts";
import { csvSyntax, type ReaderInput } from "./readers.ts";
import { resolveSchema } from "./resolve-schema.ts";
import { schemaFingerprint } from "./schema-fingerprint.ts";
import type { SourceContext } from "./source-context.ts";
import { misfitRows, type StagedFile, type StageInput, stageFile } from "./stage-file.ts";
import { type StagedStatistics, stagedStatistics } from "./staged-statistics.ts";
import { MISFIT_COLUMN } from "./staging-plan.ts";
import { comparedType, type PendingPart, syncFile, writeParts } from "./write-parts.ts";

/** `ingest_seq` = number of the file in its source x 2^36 + position of the row in the file. */
const SEQ_PER_FILE = 2 ** 36;

export interface LoadPlan {
  readonly file: InputFile;
  readonly fileNo: number;
  /** Bytes that an earlier load of the same, shorter file already covers. */
  readonly startByte: number;
  /** Committed parts to look for duplicates in. */
  readonly existing: readonly LakePart[];
}

/** A file read, typed, checked and written to the temporary folder; nothing is visible yet. */
export interface LoadedFile {
  readonly count: FileCount;
  readonly kept: number;
  readonly duplicates: number;
  readonly duplicatesAcross: number;
  readonly quarantined: readonly QuarantinedRow[];
  readonly schema: SourceSchema;
  readonly pending: readonly PendingPart[];
}

/**
 * Loads one file into parts. @throws AppError when it is damaged, its header differs, its rows do not add up, or more
 * rows than allowed would be quarantined; the temporary folder is then all that was written.
 */
export async function loadFile(context: SourceContext, plan: LoadPlan): Promise<LoadedFile> {
  const { warehouse, source, sourceId, tmpDir } = context;
  const { file, startByte } = plan;
  const tail =
    startByte > 0
      ? await appendedTail(file.absolute, startByte, { hasHeader: isCsvWithHeader(context), tmpDir })
      : null;
  const path = tail?.path ?? file.absolute;
  const stored = storedSchema(context);
  const opened = await openFile(warehouse, {
    path,
    shownPath: file.path,
    source: tail === null ? source : { ...source, format: source.format ?? tailFormat(file) },
    schema: stored,
    tmpDir,
  });
  const schema =
    stored ??
    (await resolveSchema({
      sourceId,
      source,
      names: opened.names,
      ordered: opened.format === "csv" || opened.format === "parquet",
      sample: SAMPLE,
      nativeTypes: opened.nativeTypes,
      timezone: context.timezone,
      fingerprint: schemaFingerprint(source, context.timezone),
      warehouse,
    }));
  const { staged, count, input } = await readFile(context, plan, { path, opened, schema });
  await checkConservation({ shown: file.path, path }, count, staged);
  const statistics = await stagedStatistics(warehouse, staged.relation, schema.columns);
  const quarantined = await quarantine(context, file.path, {
    staged,
    statistics,
    input,
    count,
    lineOffset: tail?.lineOffset ?? 0,
  });
  const pending = await write(context, plan, { staged, statistics, count });
  const { duplicates, across } = await countDropped(warehouse);
  const kept = pending.reduce((sum, { part }) => sum + part.rows, 0);
  if (kept + duplicates + quarantined.length !== count.records) {
    throw notConserved(
      file.path,
      `${count.records} rows read, but ${kept} kept + ${duplicates} duplicates + ${quarantined.length} quarantined`,
    );
  }
  return {
    count,
    kept,
    duplicates,
    duplicatesAcross: across,
    quarantined,
    schema,
    pending: quarantined.length === 0 ? pending : [...pending, await quarantinePart(context, file, quarantined)],
  };
}

function isCsvWithHeader({ source }: SourceContext): boolean {
  return source.header !== false && (source.format === undefined || source.format === "csv");
}

function tailFormat({ path }: InputFile): "csv" | "ndjson" {
  return /\.(ndjson|jsonl|json)$/i.test(path) ? "ndjson" : "csv";
}

function storedSchema({ manifest, sourceId, source, timezone }: SourceContext): SourceSchema | undefined {
  const text = manifest.schema(sourceId);
  if (text === undefined) return undefined;
  const schema = JSON.parse(text) as SourceSchema;
  if (schema.fingerprint === schemaFingerprint(source, timezone)) return schema;
  if (manifest.files(sourceId).length === 0) return undefined;
  throw new AppError(
    "CONFIG_INVALID",
    `the declaration of source "${sourceId}" changed after files were loaded with it`,
    {
      hint: `load its files anew with \`tidemark ingest --reload ${sourceId}\`, or undo the change`,
    },
  );
}

interface FileToRead {
  readonly path: string;
  readonly opened: OpenedFile;
  readonly schema: SourceSchema;
}

interface ReadResult {
  readonly staged: StagedFile;
  readonly count: FileCount;
  readonly input: StageInput;
}

/** The engine reads while an independent pass hashes and counts; a JSON key that the sample lacked means a second read. */
async function readFile(
  context: SourceContext,
  plan: LoadPlan,
  { path, opened, schema }: FileToRead,
): Promise<ReadResult> {
  const { warehouse, source, onProgress } = context;
  const bytes = Math.max(plan.file.bytes - plan.startByte, 1);
  const abort = new AbortController();
  const stop = (): void => abort.abort(new AppError("CANCELLED", "interrupted"));
  context.signal?.addEventListener("abort", stop);
  const inputFor = (names: readonly string[]): StageInput => ({
    reader: readerOf(context, opened, { path, names, schema, bytes }),
    staging: {
      source: { ...source, format: source.format ?? (opened.format === "csv" ? "csv" : undefined) },
      schema,
      names,
      nativeTypes: opened.nativeTypes,
      timezone: context.timezone,
      restIsJson: opened.format === "json" || opened.format === "ndjson",
      dialect: warehouse.dialect,
    },
    parquet: opened.parquet,
    tmpDir: context.tmpDir,
    signal: abort.signal,
    onPercent: (percent) =>
      onProgress({
        phase: "reading",
        done: (bytes * percent) / 100,
        total: bytes,
        unit: "bytes",
        label: plan.file.path,
      }),
  });
  const counting = countFile(context, plan, { opened, signal: abort.signal });
  const staging = stageFile(warehouse, inputFor(opened.names));
  counting.catch(stop);
  try {
    const [staged, count] = await settled(staging, counting);
    const unseen = count.keys.filter((key) => !opened.names.includes(key));
    if (unseen.length === 0) return { staged, count, input: inputFor(opened.names) };
    const input = inputFor([...opened.names, ...unseen]);
    return { staged: await stageFile(warehouse, input), count, input };
  } finally {
    context.signal?.removeEventListener("abort", stop);
  }
}

/** Both results; when both fail, the independent pass says what is wrong with the file and so goes first. */
async function settled(staging: Promise<StagedFile>, counting: Promise<FileCount>): Promise<[StagedFile, FileCount]> {
  const [staged, count] = await Promise.allSettled([staging, counting]);
  if (count.status === "rejected") throw count.reason;
  if (staged.status === "rejected") throw staged.reason;
  return [staged.value, count.value];
}

async function countFile(
  { source }: SourceContext,
  { file, startByte }: LoadPlan,
  { opened, signal }: { readonly opened: OpenedFile; readonly signal: AbortSignal },
): Promise<FileCount> {
  if (opened.format === "parquet") {
    const digest = await readContent(file.absolute, () => {}, { signal });
    return { ...digest, records: opened.footerRecords ?? 0, keys: [] };
  }
  return inspectFile(file.absolute, {
    format: opened.format,
    dialect: csvSyntax(source),
    hasHeader: opened.hasHeader,
    singleColumn: opened.names.length === 1,
    signal,
    ...(startByte > 0 ? { startByte } : {}),
  });
}

interface ReaderSpec {
  readonly path: string;
  readonly names: readonly string[];
  readonly schema: SourceSchema;
  readonly bytes: number;
}

function readerOf(
  { source, maxRejects }: SourceContext,
  opened: OpenedFile,
  { path, names, schema, bytes }: ReaderSpec,
): ReaderInput {
  const used = new Set(schema.columns.map(({ from }) => from));
  return {
    path,
    names,
    format: opened.format,
    compression: opened.compression,
    syntax: csvSyntax(source),
    hasHeader: opened.hasHeader,
    jsonNames: new Set(names.filter((name) => !used.has(name))),
    maxRejects: rejectCeiling(maxRejects, bytes),
  };
}

interface NamedPath {
  readonly shown: string;
  readonly path: string;
}

async function checkConservation(
  { shown, path }: NamedPath,
  { records }: FileCount,
  staged: StagedFile,
): Promise<void> {
  if (staged.stagedRows + staged.refusedCount === records) return;
  const quote = staged.refused.find(({ row }) => row.reason.startsWith("unquoted value"));
  if (quote?.byte !== undefined && quote.byte !== null) throw unclosedQuote(shown, await lineOfByte(path, quote.byte));
  throw notConserved(
    shown,
    `${records} records counted, but the reader delivered ${staged.stagedRows} and refused ${staged.refusedCount}`,
  );
}

function notConserved(path: string, what: string): AppError {
  return new AppError("LAKE_CONSERVATION", `${path}: rows do not add up: ${what}`, {
    hint: "nothing of the file was loaded; check delimiter, quote and escape in tidemark.yml against the file",
  });
}

interface QuarantineInput extends ReadResult {
  readonly statistics: StagedStatistics;
  readonly lineOffset: number;
}

async function quarantine(
  { warehouse, maxRejects }: SourceContext,
  path: string,
  { staged, statistics, input, count, lineOffset }: QuarantineInput,
): Promise<readonly QuarantinedRow[]> {
  const total = staged.refusedCount + statistics.misfits;
  if (total === 0) return [];
  const limit = rejectLimit(maxRejects, count.records);
  const all = total === count.records;
  const rows = await misfitRows(warehouse, staged, { ...input, limit: all || total > limit ? 3 : total });
  const shifted = rows.map((row) => ({ ...row, line: row.line + lineOffset }));
  if (!all && total <= limit) return shifted;
  const shown = shifted.slice(0, 3).map(({ line, reason }) => `\n  ${path}:${line}: ${reason}`);
  const what = all
    ? `all ${total} rows would be quarantined`
    : `${total} of ${count.records} rows would be quarantined, more than ${limit}`;
  throw new AppError("TOO_MANY_REJECTS", `${path}: ${what}; nothing of the file was loaded${shown.join("")}`, {
    hint: all
      ? "correct the source's declaration in tidemark.yml"
      : "correct the declaration, or accept them with --max-rejects <rows|percent%>",
  });
}

interface WriteInputs {
  readonly staged: StagedFile;
  readonly statistics: StagedStatistics;
  readonly count: FileCount;
}

async function write(
  context: SourceContext,
  plan: LoadPlan,
  { staged, statistics, count }: WriteInputs,
): Promise<readonly PendingPart[]> {
  const { warehouse, source, root, tmpDir, sourceId, onProgress, manifest } = context;
  const seqBase = plan.fileNo * SEQ_PER_FILE;
  await createDropped(warehouse);
  for (const key of dedupeKeys(context, statistics)) {
    const timed = statistics.columns.some(({ role }) => role === "time");
    const fresh = sql`select ${joinSql(key.map(({ name }) => ident(name)))}, file_row_number + ${raw(String(seqBase))} as ingest_seq,
      ${raw(timed ? "cast(event_time as date)" : "cast(null as date)")} as day
      from ${raw(staged.relation)} where ${ident(MISFIT_COLUMN)} is null`;
    await dropByKey({ warehouse, existing: plan.existing, root }, fresh, {
      key,
      windowDays: source.dedupe_window_days,
      rows: count.records,
    });
  }
  return writeParts({
    warehouse,
    relation: staged.relation,
    source: sourceId,
    columns: statistics.columns,
    days: statistics.days,
    seqBase,
    exact: source.dedupe === "exact",
    existing: plan.existing,
    root,
    tmpDir,
    fileName: `${count.sha256.slice(0, 12)}-${manifest.nextPart()}`,
    onDay: (done, total) => onProgress({ phase: "writing days", done, total, unit: "steps", label: plan.file.path }),
  });
}

/** The keys whose repetition makes a row a duplicate, tried one after the other. */
function dedupeKeys(
  { source }: SourceContext,
  { columns }: StagedStatistics,
): readonly { name: string; engine: string }[][] {
  const typed = (from: string): { name: string; engine: string } => {
    const column = columns.find((c) => c.from === from) ?? columns.find((c) => c.name === from);
    if (column === undefined)
      throw new AppError("CONFIG_INVALID", `dedupe names the column "${from}", which is not kept`);
    return { name: column.name, engine: comparedType(column.type, column.physical) };
  };
  if (Array.isArray(source.dedupe)) return [source.dedupe.map(typed)];
  if (source.dedupe !== "id") return [];
  return [source.events?.id ?? []].flat().map((name) => [typed(name)]);
}

async function quarantinePart(
  { warehouse, sourceId, tmpDir, manifest }: SourceContext,
  file: InputFile,
  rows: readonly QuarantinedRow[],
): Promise<PendingPart> {
  const tmpPath = `${tmpDir}/quarantine.parquet`;
  await writeQuarantine(warehouse, rows, { source: sourceId, file: file.path, tmpDir, path: tmpPath });
  syncFile(tmpPath);
  const part: NewPart = {
    source: sourceId,
    kind: "quarantine",
    day: null,
    path: `lake/_quarantine/${sourceId}/${manifest.nextPart()}.parquet`,
    rows: rows.length,
    bytes: statSync(tmpPath).size,
    columns: QUARANTINE_COLUMNS,
    minTime: null,
    maxTime: null,
  };
  return { tmpPath, part };
}
