import { statSync } from "node:fs";
import type { NewPart } from "../contract/manifest.ts";
import { AppError } from "../core/errors.ts";
import type { InputFile } from "./input-files.ts";
import { type FileCount, unclosedQuote } from "./inspect-file.ts";
import { lineOfByte } from "./locate-records.ts";
import { rejectLimit } from "./max-rejects.ts";
import { misfitRows } from "./misfit-rows.ts";
import { QUARANTINE_COLUMNS, type QuarantinedRow, writeQuarantine } from "./quarantine.ts";
import type { ReadResult } from "./read-result.ts";
import type { SourceContext } from "./source-context.ts";
import type { StagedFile } from "./stage-file.ts";
import type { StagedStatistics } from "./staged-statistics.ts";
import { type PendingPart, syncFile } from "./write-parts.ts";

interface NamedPath {
  readonly shown: string;
  readonly path: string;
}

/** @throws AppError when the reader did not deliver or refuse exactly the records that were counted */
export async function checkConservation(
  { shown, path }: NamedPath,
  { records }: FileCount,
  staged: StagedFile,
): Promise<void> {
  if (staged.stagedRows + staged.refusedCount === records || staged.refusedCut) return;
  const quote = staged.refused.find(({ row }) => row.reason.startsWith("unquoted value"));
  if (quote?.byte !== undefined && quote.byte !== null) throw unclosedQuote(shown, await lineOfByte(path, quote.byte));
  throw notConserved(
    shown,
    `${records} records counted, but the reader delivered ${staged.stagedRows} and refused ${staged.refusedCount}`,
  );
}

export function notConserved(path: string, what: string): AppError {
  return new AppError("LAKE_CONSERVATION", `${path}: rows do not add up: ${what}`, {
    hint: "nothing of the file was loaded; check delimiter, quote and escape in tidemark.yml against the file",
  });
}

interface QuarantineInput extends ReadResult {
  readonly statistics: StagedStatistics;
  readonly lineOffset: number;
}

/** The rows that cannot be loaded. @throws AppError TOO_MANY_REJECTS when they are more than allowed, or all */
export async function quarantine(
  { warehouse, maxRejects, signal }: SourceContext,
  path: string,
  { staged, statistics, input, count, lineOffset }: QuarantineInput,
): Promise<readonly QuarantinedRow[]> {
  const refused = staged.refusedCut ? count.records - staged.stagedRows : staged.refusedCount;
  const total = refused + statistics.misfits;
  if (total === 0) return [];
  const limit = rejectLimit(maxRejects, count.records);
  const all = total === count.records;
  const rows = await misfitRows(warehouse, staged, {
    ...input,
    signal,
    limit: all || total > limit ? 3 : total,
  });
  const shifted = rows.map((row) => ({ ...row, line: row.line + lineOffset }));
  if (!all && total <= limit && !staged.refusedCut) return shifted;
  const shown = shifted.slice(0, 3).map(({ line, reason }) => `\n  ${path}:${line}: ${reason}`);
  const what = all
    ? `${total === 1 ? "its only row" : `all ${total} rows`} would be quarantined`
    : `${total} of ${count.records} rows would be quarantined, more than ${limit}`;
  throw new AppError("TOO_MANY_REJECTS", `${path}: ${what}; nothing of the file was loaded${shown.join("")}`, {
    hint: all
      ? "correct the source's declaration in tidemark.yml"
      : "correct the declaration, or accept them with --max-rejects <rows|percent%>",
  });
}

/** Writes quarantined rows as a part of their own. */
export async function quarantinePart(
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
    path: `lake/_quarantine/${sourceId}/${manifest.takeNumber()}.parquet`,
    rows: rows.length,
    bytes: statSync(tmpPath).size,
    columns: QUARANTINE_COLUMNS,
    minTime: null,
    maxTime: null,
  };
  return { tmpPath, part };
}
