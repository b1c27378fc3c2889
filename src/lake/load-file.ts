import type { SourceSchema } from "../contract/source-schema.ts";
import { appendedTail } from "./appended-tail.ts";
import { checkConservation, notConserved, quarantine, quarantinePart } from "./conserve-rows.ts";
import { countDropped } from "./dedupe.ts";
import type { InputFile } from "./input-files.ts";
import type { FileCount } from "./inspect-file.ts";
import type { LoadPlan } from "./load-plan.ts";
import { openFile, SAMPLE } from "./open-file.ts";
import type { QuarantinedRow } from "./quarantine.ts";
import { readFile } from "./read-file.ts";
import { resolveSchema } from "./resolve-schema.ts";
import { schemaFingerprint } from "./schema-fingerprint.ts";
import type { SourceContext } from "./source-context.ts";
import { stagedStatistics } from "./staged-statistics.ts";
import { storedSchema } from "./stored-schema.ts";
import type { PendingPart } from "./write-parts.ts";
import { writeRows } from "./write-rows.ts";

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
  const pending = await writeRows(context, plan, { staged, statistics, count });
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
