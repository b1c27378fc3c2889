import type { SourceSchema } from "../contract/source-schema.ts";
import { AppError } from "../core/errors.ts";
import { readContent } from "./content-stream.ts";
import { type FileCount, inspectFile } from "./inspect-file.ts";
import type { LoadPlan } from "./load-plan.ts";
import { rejectCeiling } from "./max-rejects.ts";
import type { OpenedFile } from "./open-file.ts";
import { csvSyntax, type ReaderInput } from "./readers.ts";
import type { SourceContext } from "./source-context.ts";
import { type StagedFile, type StageInput, stageFile } from "./stage-file.ts";

interface FileToRead {
  readonly path: string;
  readonly opened: OpenedFile;
  readonly schema: SourceSchema;
}

export interface ReadResult {
  readonly staged: StagedFile;
  readonly count: FileCount;
  readonly input: StageInput;
}

/** The engine reads while an independent pass hashes and counts; a JSON key that the sample lacked means a second read. */
export async function readFile(
  context: SourceContext,
  plan: LoadPlan,
  { path, opened, schema }: FileToRead,
): Promise<ReadResult> {
  const { warehouse, source, onProgress } = context;
  const bytes = Math.max(plan.file.bytes - plan.startByte, 1);
  const counted = { bytes: 0, records: 0 };
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
    onPercent: (percent) => {
      const done = (bytes * percent) / 100;
      const rows = Math.round(counted.records * Math.min(1, done / Math.max(counted.bytes, 1)));
      onProgress({ phase: "reading", done, total: bytes, unit: "bytes", label: plan.file.path, rows });
    },
  });
  const onCounted = (read: number, records: number): void => {
    counted.bytes = read - plan.startByte;
    counted.records = records;
  };
  const counting = countFile(context, plan, { opened, signal: abort.signal, onCounted });
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

interface CountOptions {
  readonly opened: OpenedFile;
  readonly signal: AbortSignal;
  readonly onCounted: (bytes: number, records: number) => void;
}

async function countFile(
  { source }: SourceContext,
  { file, startByte }: LoadPlan,
  { opened, signal, onCounted }: CountOptions,
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
    onCounted,
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
