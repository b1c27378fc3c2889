import { readContent } from "./content-stream.ts";
import { type JsonChunk, JsonChunks } from "./json-chunks.ts";
import { JsonScan } from "./json-scan.ts";
import type { QuarantinedRow } from "./quarantine.ts";

export interface RepairedChunk {
  /** The good objects, in order. */
  readonly good: JsonChunk;
  /** The other records, with their number in the file. */
  readonly bad: readonly QuarantinedRow[];
}

/**
 * Checks each record of a chunk that the engine refused: objects go on into a chunk of their own; everything else is
 * quarantined with its record number. The only place where rows pass through JavaScript.
 */
export async function repairJson({ path, before }: JsonChunk): Promise<RepairedChunk> {
  const bad: QuarantinedRow[] = [];
  const good = new JsonChunks(`${path}-repaired`);
  let number = before;
  const scan = new JsonScan({
    shape: "lines",
    onSpan: (buffer, from, end) => {
      number++;
      const text = buffer.toString("utf8", from, end);
      const reason = problemOf(text);
      if (reason === null) good.add(buffer, from, end);
      else bad.push({ line: number, column: null, reason, raw: text.slice(0, 10_000) });
    },
  });
  await readContent(path, (bytes) => scan.push(bytes));
  scan.end();
  return { good: good.cut(), bad };
}

/** Why a record's text cannot be loaded, else null. */
function problemOf(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return "the record is not a JSON object";
    const scan = new JsonScan({ shape: "lines" });
    scan.push(Buffer.from(text));
    return scan.end().keyUses > Object.keys(value).length ? "the record has the same key twice" : null;
  } catch (error) {
    return `malformed JSON: ${error instanceof Error ? error.message : error}`.slice(0, 300);
  }
}
