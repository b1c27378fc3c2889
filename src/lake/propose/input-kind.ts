import { AppError } from "../../core/errors.ts";
import { compressionOf, readHead } from "../format.ts";
import { decodeSample, sniffCsvDialect } from "../infer/csv-dialect.ts";
import { textProblem } from "../text-problem.ts";
import { readTextSample } from "./text-sample.ts";

export type InputFormat = "csv" | "ndjson" | "json" | "parquet";

/** What a file is, found from its content: names lie. */
export interface InputKind {
  readonly path: string;
  readonly format: InputFormat;
  /** Column names as far as the first bytes show them; for Parquet they are read later. */
  readonly names: readonly string[];
  /** False for delimited text without a header line. */
  readonly named: boolean;
}

const HEAD_BYTES = 128 << 10;

function unrecognised(path: string, what: string, todo: string): AppError {
  return new AppError("CONFIG_INVALID", `${path}: ${what}`, { hint: todo });
}

const BY_HAND =
  "convert it to CSV, NDJSON, a JSON array or Parquet, or write tidemark.yml by hand (docs/reference/project.md)";

/** @throws AppError CONFIG_INVALID for content that is no table, FILE_CORRUPT for broken compression */
export async function inputKind(path: string): Promise<InputKind> {
  const magic = readHead(path, 4);
  if (magic.toString("latin1") === "PAR1") return { path, format: "parquet", names: [], named: true };
  if (magic.toString("latin1").startsWith("PK\u0003\u0004")) {
    throw unrecognised(path, "a ZIP archive or spreadsheet", "unpack it, or export the sheet as CSV");
  }
  compressionOf(path);
  const { head, whole } = await readTextSample(path, {
    wholeBytes: HEAD_BYTES,
    headBytes: HEAD_BYTES,
    blockBytes: 0,
    maxBytes: 2 * HEAD_BYTES,
  });
  if (head.length === 0) throw unrecognised(path, "the file is empty", "name a file with at least one row");
  const text = decodeSample(head).trimStart();
  if (text.startsWith("[") && !head.includes(0)) return { path, format: "json", names: jsonKeys(text), named: true };
  const problem = textProblem(head);
  if (problem !== null) throw unrecognised(path, problem.what, problem.todo);
  if (head.includes(0)) throw unrecognised(path, "the content is binary", BY_HAND);
  if (text.startsWith("{")) return ndjsonKind(path, text, whole);
  const { names, hasHeader } = sniffCsvDialect(head);
  if (names.length === 0) throw unrecognised(path, "no columns found", BY_HAND);
  return { path, format: "csv", names, named: hasHeader };
}

function ndjsonKind(path: string, text: string, whole: boolean): InputKind {
  const line = text.slice(0, text.indexOf("\n") === -1 ? undefined : text.indexOf("\n"));
  try {
    return { path, format: "ndjson", names: Object.keys(JSON.parse(line) as object), named: true };
  } catch {
    if (!whole && !text.includes("\n")) return { path, format: "ndjson", names: jsonKeys(text), named: true };
    throw unrecognised(
      path,
      "one JSON object over several lines, not a list of rows",
      "write one object per line, or an array of objects",
    );
  }
}

/** The keys of the first object, by a look at the text: enough to tell files apart. */
function jsonKeys(text: string): readonly string[] {
  const first = /\{[^{}]*/.exec(text)?.[0] ?? "";
  return [...first.matchAll(/"((?:[^"\\]|\\.)*)"\s*:/g)].map((match) => match[1] ?? "");
}
