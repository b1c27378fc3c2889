import type { Source } from "../contract/project/source.ts";
import { literal, raw, type Sql } from "../sql/sql.ts";
import type { FileFormat } from "./format.ts";
import type { CsvSyntax } from "./infer/csv-records.ts";

/** A file (or a temporary copy of its new part) ready for the engine. */
export interface ReaderInput {
  readonly path: string;
  readonly format: FileFormat;
  readonly compression: "none" | "gzip" | "zstd";
  readonly syntax: CsvSyntax;
  readonly hasHeader: boolean;
  readonly names: readonly string[];
  /** Columns read as JSON text because they go to `props`. */
  readonly jsonNames: ReadonlySet<string>;
  /** Most rejected lines the engine may record before it stops recording. */
  readonly maxRejects: number;
  /** Length of the longest record of a JSON file. */
  readonly recordBytes?: number;
}

/** Every thread of the engine holds a buffer of twice the longest record that it must be ready for. */
const JSON_RECORD_BYTES = 4 << 20;

/** The CSV syntax a source declares; RFC 4180 where it is silent. */
export function csvSyntax(source: Source): CsvSyntax {
  const quote = source.quote ?? '"';
  return { delimiter: source.delimiter ?? ",", quote, escape: source.escape ?? (quote === "none" ? '"' : quote) };
}

function struct(entries: readonly (readonly [string, string])[]): string {
  return `{${entries.map(([name, type]) => `${literal(name)}: '${type}'`).join(", ")}}`;
}

/**
 * The engine's table function for a file. Nothing is detected: dialect and columns are given, every scalar is read as
 * text (the engine's own typing rounds silently), and structural rejects are stored. JSON comes as lines (`JsonChunks`).
 */
export function readerSql(input: ReaderInput): Sql {
  const file = literal(input.path);
  if (input.format === "parquet") return raw(`read_parquet(${file})`);
  if (input.format === "csv") {
    const { delimiter, quote } = input.syntax;
    const marks =
      quote === "none"
        ? `quote = '', escape = ''`
        : `quote = ${literal(quote)}, escape = ${literal(input.syntax.escape)}`;
    const columns = struct(input.names.map((name) => [name, "VARCHAR"]));
    const rejects = `store_rejects = true, rejects_limit = ${recordableRejects(input)}`;
    return raw(
      `read_csv(${file}, auto_detect = false, header = ${input.hasHeader}, delim = ${literal(delimiter)}, ${marks}, ` +
        `columns = ${columns}, ${rejects}, compression = '${input.compression}', max_line_size = 16000000, null_padding = false)`,
    );
  }
  const columns = struct(input.names.map((name) => [name, input.jsonNames.has(name) ? "JSON" : "VARCHAR"]));
  const longest = Math.max(input.recordBytes ?? 0, JSON_RECORD_BYTES);
  return raw(
    `read_json(${file}, format = 'newline_delimited', columns = ${columns}, compression = 'uncompressed', maximum_object_size = ${longest})`,
  );
}

/** Entries the reader records before it stops; a short line makes one per missing column. */
export function recordableRejects({ maxRejects, names }: Pick<ReaderInput, "maxRejects" | "names">): number {
  return (maxRejects + 1) * Math.max(names.length, 1);
}
