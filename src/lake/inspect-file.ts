import { AppError } from "../core/errors.ts";
import type { CancelSignal } from "../core/signal.ts";
import { type ContentDigest, readContent } from "./content-stream.ts";
import { CsvScan } from "./csv-scan.ts";
import type { CsvSyntax } from "./infer/csv-records.ts";

/** What one independent pass over a file says about it, whatever the engine makes of it. */
export interface FileCount extends ContentDigest {
  /** Data records: the header line not counted. */
  readonly records: number;
}

export interface InspectOptions {
  readonly dialect: CsvSyntax;
  readonly hasHeader: boolean;
  readonly singleColumn: boolean;
  readonly startByte?: number;
  readonly signal?: CancelSignal | undefined;
  /** Bytes read and records counted so far, after each chunk. */
  readonly onCounted?: ((bytes: number, records: number) => void) | undefined;
}

/**
 * Hashes a CSV file and counts its records in one streaming pass, independently of the engine.
 * @throws AppError FILE_CORRUPT for damaged or truncated files and unclosed quotes
 */
export async function inspectCsv(path: string, options: InspectOptions): Promise<FileCount> {
  const { startByte, signal, onCounted } = options;
  const scan = new CsvScan(options.dialect, { singleColumn: options.singleColumn });
  const onBytes = (bytes: number): void => onCounted?.(bytes, scan.records);
  const digest = await readContent(path, (chunk) => scan.push(chunk), { startByte, signal, onBytes });
  const { records, openQuoteLine } = scan.end();
  if (openQuoteLine !== null) throw unclosedQuote(path, openQuoteLine);
  const header = options.hasHeader && startByte === undefined ? 1 : 0;
  return { ...digest, records: Math.max(0, records - header) };
}

export function unclosedQuote(path: string, line: number): AppError {
  return new AppError("FILE_CORRUPT", `${path}:${line}: a quote opens here and does not close where it should`, {
    hint: "nothing of the file was loaded; mend the line, or declare `quote: none` when quotes are plain text in this file",
  });
}
