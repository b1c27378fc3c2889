import { AppError } from "../core/errors.ts";
import { readContent } from "./content-stream.ts";
import { type FileCount, inspectCsv } from "./inspect-file.ts";
import type { LoadPlan } from "./load-plan.ts";
import type { OpenedFile } from "./open-file.ts";
import { readJson } from "./read-json.ts";
import type { ReadInput, ReadResult } from "./read-result.ts";
import { csvSyntax } from "./readers.ts";
import type { SourceContext } from "./source-context.ts";
import { type StagedFile, type StageInput, stageFile } from "./stage-file.ts";
import { type FileToStage, stageInput } from "./stage-input.ts";

/** Stages a file, while a pass that does not depend on the engine hashes it and counts its records. */
export async function readFile(context: SourceContext, plan: LoadPlan, file: FileToStage): Promise<ReadResult> {
  const abort = new AbortController();
  const stop = (): void => abort.abort(new AppError("CANCELLED", "interrupted"));
  context.signal?.addEventListener("abort", stop);
  try {
    context.signal?.throwIfAborted();
    const { format } = file.opened;
    const read = format === "json" || format === "ndjson" ? readJson : readTable;
    return await read(context, plan, { file, abort });
  } finally {
    context.signal?.removeEventListener("abort", stop);
  }
}

/** CSV and Parquet: the engine reads the file itself. */
async function readTable(context: SourceContext, plan: LoadPlan, { file, abort }: ReadInput): Promise<ReadResult> {
  const { onProgress } = context;
  const { opened } = file;
  const bytes = Math.max(plan.file.bytes - plan.startByte, 1);
  const counted = { bytes: 0, records: 0 };
  const input: StageInput = {
    ...stageInput(context, file, { path: file.path, names: opened.names, bytes }),
    signal: abort.signal,
    onPercent: (percent) => {
      const done = (bytes * percent) / 100;
      const rows = Math.round(counted.records * Math.min(1, done / Math.max(counted.bytes, 1)));
      onProgress({ phase: "reading", done, total: bytes, unit: "bytes", label: plan.file.path, rows });
    },
  };
  const onCounted = (read: number, records: number): void => {
    counted.bytes = read - plan.startByte;
    counted.records = records;
  };
  const counting = countFile(context, plan, { opened, signal: abort.signal, onCounted });
  const staging = stageFile(context.warehouse, input);
  counting.catch((error) => abort.abort(error));
  const [staged, count] = await settled(staging, counting);
  return { staged, count, input };
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
    return { ...digest, records: opened.footerRecords ?? 0 };
  }
  return inspectCsv(file.absolute, {
    dialect: csvSyntax(source),
    hasHeader: opened.hasHeader,
    singleColumn: opened.names.length === 1,
    signal,
    onCounted,
    ...(startByte > 0 ? { startByte } : {}),
  });
}
