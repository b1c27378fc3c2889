import { AppError } from "../core/errors.ts";
import type { CancelSignal } from "../core/signal.ts";
import { type ContentDigest, readContent } from "./content-stream.ts";
import { CsvScan } from "./csv-scan.ts";
import type { FileFormat } from "./format.ts";
import type { CsvSyntax } from "./infer/csv-records.ts";
import { JsonScan } from "./json-scan.ts";

/** What one independent pass over a file says about it, whatever the engine makes of it. */
export interface FileCount extends ContentDigest {
  /** Data records: the header line not counted. */
  readonly records: number;
  /** Top-level JSON keys; empty for other formats. */
  readonly keys: readonly string[];
}

export interface InspectOptions {
  readonly format: Exclude<FileFormat, "parquet">;
  readonly dialect: CsvSyntax;
  readonly hasHeader: boolean;
  readonly singleColumn: boolean;
  readonly startByte?: number;
  readonly signal?: CancelSignal | undefined;
  /** Bytes read and records counted so far, after each chunk. */
  readonly onCounted?: ((bytes: number, records: number) => void) | undefined;
}

/**
 * Hashes a file and counts its records in one streaming pass, independently of the engine.
 * @throws AppError FILE_CORRUPT for damaged or truncated files, unclosed quotes and unclosed JSON arrays
 */
export async function inspectFile(path: string, options: InspectOptions): Promise<FileCount> {
  const { format, startByte, signal, onCounted } = options;
  const content = (scan: { readonly records: number }) => ({
    startByte,
    signal,
    onBytes: (bytes: number) => onCounted?.(bytes, scan.records),
  });
  if (format === "csv") {
    const scan = new CsvScan(options.dialect, { singleColumn: options.singleColumn });
    const digest = await readContent(path, (chunk) => scan.push(chunk), content(scan));
    const { records, openQuoteLine } = scan.end();
    if (openQuoteLine !== null) throw unclosedQuote(path, openQuoteLine);
    const header = options.hasHeader && startByte === undefined ? 1 : 0;
    return { ...digest, records: Math.max(0, records - header), keys: [] };
  }
  const scan = new JsonScan({ shape: format === "json" ? "array" : "lines" });
  const digest = await readContent(path, (chunk) => scan.push(chunk), content(scan));
  const { records, keys, problem } = scan.end();
  if (problem !== null) {
    throw new AppError("FILE_CORRUPT", `${path}: ${problem}`, {
      hint: "nothing of the file was loaded; fetch it again and re-run",
    });
  }
  return { ...digest, records, keys };
}

export function unclosedQuote(path: string, line: number): AppError {
  return new AppError("FILE_CORRUPT", `${path}:${line}: a quote opens here and does not close where it should`, {
    hint: "nothing of the file was loaded; mend the line, or declare `quote: none` when quotes are plain text in this file",
  });
}
