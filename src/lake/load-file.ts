import type { DroppedRows, INGEST_STEPS, StepName, StepRows } from "../contract/load-run.ts";
import type { SourceSchema } from "../contract/source-schema.ts";
import { appendedTail } from "./appended-tail.ts";
import { checkConservation, notConserved, quarantine, quarantinePart } from "./conserve-rows.ts";
import { countDropped, type DroppedCount } from "./dedupe.ts";
import type { InputFile } from "./input-files.ts";
import type { FileCount } from "./inspect-file.ts";
import type { LoadPlan } from "./load-plan.ts";
import { type OpenedFile, openFile, SAMPLE } from "./open-file.ts";
import { type QuarantinedRow, reasonCounts } from "./quarantine.ts";
import { readFile } from "./read-file.ts";
import type { ReadResult } from "./read-result.ts";
import { resolveSchema } from "./resolve-schema.ts";
import { schemaFingerprint } from "./schema-fingerprint.ts";
import type { SourceContext } from "./source-context.ts";
import { stagedStatistics } from "./staged-statistics.ts";
import type { PendingPart } from "./write-parts.ts";
import { writeRows } from "./write-rows.ts";

export interface LoadedFile {
  readonly count: FileCount;
  readonly kept: number;
  readonly dropped: DroppedCount;
  readonly quarantined: readonly QuarantinedRow[];
  readonly schema: SourceSchema;
  readonly pending: readonly PendingPart[];
}

/**
 * Loads one file into parts. @throws AppError when it is damaged, its header differs, its rows do not add up, or more
 * rows than allowed would be quarantined; the temporary folder is then all that was written.
 */
export async function loadFile(context: SourceContext, plan: LoadPlan): Promise<LoadedFile> {
  const { recorder, warehouse } = context;
  const { file } = plan;
  const about = (step: (typeof INGEST_STEPS)[number]): StepName => ({
    step,
    source: context.sourceId,
    subject: file.path,
  });
  const { path, lineOffset, opened, schema } = await recorder.step(about("open"), () => openPlanned(context, plan));
  const read = await recorder.step(
    about("read"),
    async () => {
      const result = await readFile(context, plan, { path, opened, schema });
      await checkConservation({ shown: file.path, path }, result.count, result.staged);
      return result;
    },
    deliveredRows,
  );
  const { staged, count } = read;
  const { statistics, quarantined } = await recorder.step(
    about("type"),
    async () => {
      const statistics = await stagedStatistics(warehouse, staged.relation, schema.columns);
      const input = { ...read, statistics, lineOffset };
      return { statistics, quarantined: await quarantine(context, file.path, input) };
    },
    ({ quarantined }) => rowsWithout(count.records, reasonCounts(quarantined)),
  );
  const { pending, dropped } = await recorder.step(
    about("deduplicate"),
    async () => {
      const pending = await writeRows(context, plan, { staged, statistics, count });
      return { pending, dropped: await countDropped(warehouse) };
    },
    ({ dropped }) => rowsWithout(count.records - quarantined.length, duplicateCounts(dropped)),
  );
  const kept = pending.reduce((sum, { part }) => sum + part.rows, 0);
  const { duplicates } = dropped;
  if (kept + duplicates + quarantined.length !== count.records) {
    throw notConserved(
      file.path,
      `${count.records} rows read, but ${kept} kept + ${duplicates} duplicates + ${quarantined.length} quarantined`,
    );
  }
  return {
    count,
    kept,
    dropped,
    quarantined,
    schema,
    pending: quarantined.length === 0 ? pending : [...pending, await quarantinePart(context, file, quarantined)],
  };
}

interface PlannedFile {
  readonly path: string;
  /** Lines of the file before the part of it that is read. */
  readonly lineOffset: number;
  readonly opened: OpenedFile;
  readonly schema: SourceSchema;
}

/** Finds the part of the file to read and the columns to read it with. */
async function openPlanned(
  context: SourceContext,
  { file, startByte, schema: decided }: LoadPlan,
): Promise<PlannedFile> {
  const { warehouse, source, sourceId, tmpDir, signal } = context;
  const tail =
    startByte > 0
      ? await appendedTail(file.absolute, startByte, { hasHeader: isCsvWithHeader(context), tmpDir, signal })
      : null;
  const path = tail?.path ?? file.absolute;
  const opened = await openFile(warehouse, {
    path,
    shownPath: file.path,
    source: tail === null ? source : { ...source, format: source.format ?? tailFormat(file) },
    schema: decided,
    tmpDir,
  });
  const schema =
    decided ??
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
  return { path, lineOffset: tail?.lineOffset ?? 0, opened, schema };
}

/** The count of the independent pass against what the reader delivered and refused. */
function deliveredRows({ staged, count }: ReadResult): StepRows {
  const rowsOut = staged.refusedCut ? count.records : staged.stagedRows + staged.refusedCount;
  return { rowsIn: count.records, rowsOut, dropped: [] };
}

function rowsWithout(rowsIn: number, dropped: readonly DroppedRows[]): StepRows {
  return { rowsIn, rowsOut: rowsIn - dropped.reduce((sum, { rows }) => sum + rows, 0), dropped };
}

function duplicateCounts({ duplicates, duplicatesAcross }: DroppedCount): readonly DroppedRows[] {
  return [
    { reason: "repeats a row of the same file", rows: duplicates - duplicatesAcross },
    { reason: "repeats a row of an earlier file", rows: duplicatesAcross },
  ].filter(({ rows }) => rows > 0);
}

function isCsvWithHeader({ source }: SourceContext): boolean {
  return source.header !== false && (source.format === undefined || source.format === "csv");
}

function tailFormat({ path }: InputFile): "csv" | "ndjson" {
  return /\.(ndjson|jsonl|json)$/i.test(path) ? "ndjson" : "csv";
}
