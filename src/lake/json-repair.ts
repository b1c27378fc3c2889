import { once } from "node:events";
import { createWriteStream, type WriteStream } from "node:fs";
import { readContent } from "./content-stream.ts";
import { type JsonRecord, JsonScan } from "./json-scan.ts";
import type { QuarantinedRow } from "./quarantine.ts";

export interface RepairedJson {
  /** Files of one good object per line, in order. */
  readonly chunks: readonly string[];
  readonly good: number;
  readonly bad: readonly QuarantinedRow[];
  /** Record number of each good object, by chunk order, only where it differs from its position. */
  readonly recordNumbers: readonly number[];
}

const CHUNK_BYTES = 256e6;

/**
 * Splits a JSON file that the engine refused into its records and checks each: objects go on, one per line, into
 * temporary files; everything else is quarantined with its record number. The only place where rows pass through JavaScript.
 */
export async function repairJson(path: string, shape: "array" | "lines", tmpDir: string): Promise<RepairedJson> {
  const chunks: string[] = [];
  const bad: QuarantinedRow[] = [];
  const recordNumbers: number[] = [];
  let out: WriteStream | undefined;
  let written = 0;
  const finished: Promise<unknown>[] = [];
  const write = (text: string): void => {
    if (out === undefined || written > CHUNK_BYTES) {
      out?.end();
      const file = `${tmpDir}/repaired-${chunks.length}.ndjson`;
      chunks.push(file);
      out = createWriteStream(file);
      finished.push(once(out, "finish"));
      written = 0;
    }
    out.write(`${text}\n`);
    written += text.length;
  };
  const scan = new JsonScan({
    shape,
    onRecord: ({ number, text }: JsonRecord) => {
      const reason = problemOf(text);
      if (reason !== null) bad.push({ line: number, column: null, reason, raw: text.slice(0, 10_000) });
      else {
        recordNumbers.push(number);
        write(text.replaceAll(/[\r\n]+/g, " "));
      }
    },
  });
  await readContent(path, (chunk) => scan.push(chunk));
  scan.end();
  out?.end();
  await Promise.all(finished);
  return { chunks, good: recordNumbers.length, bad, recordNumbers };
}

/** Why a record's text cannot be loaded, else null. */
function problemOf(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return "the record is not a JSON object";
    const scan = new JsonScan({ shape: "lines" });
    scan.push(Buffer.from(text.replaceAll(/[\r\n]+/g, " ")));
    return scan.end().keyUses > Object.keys(value).length ? "the record has the same key twice" : null;
  } catch (error) {
    return `malformed JSON: ${error instanceof Error ? error.message : error}`.slice(0, 300);
  }
}
