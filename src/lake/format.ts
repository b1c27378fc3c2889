import { closeSync, openSync, readSync } from "node:fs";
import type { Source } from "../contract/project/source.ts";
import { AppError } from "../core/errors.ts";

export type Compression = "none" | "gzip" | "zstd";
export type FileFormat = "csv" | "ndjson" | "json" | "parquet";

const GZIP = [0x1f, 0x8b];
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];

/** The first bytes of a file. */
export function readHead(path: string, length: number): Buffer {
  const buffer = Buffer.alloc(length);
  const fd = openSync(path, "r");
  try {
    return buffer.subarray(0, readSync(fd, buffer, 0, length, 0));
  } finally {
    closeSync(fd);
  }
}

/** Compression by magic bytes; a `.gz` or `.zst` without them is an error, not plain text. */
export function compressionOf(path: string): Compression {
  const head = readHead(path, 4);
  const starts = (magic: readonly number[]): boolean => magic.every((byte, i) => head[i] === byte);
  if (starts(GZIP)) return "gzip";
  if (starts(ZSTD)) return "zstd";
  if (/\.(gz|zst)$/.test(path)) {
    throw new AppError("FILE_CORRUPT", `${path}: the name says compressed, the content is not`, {
      hint: "the file is damaged or misnamed; replace or rename it",
    });
  }
  return "none";
}

/** The declared format, else by file ending. `amplitude` is JSON: an array, or one object per line. */
export function formatOf(path: string, declared: Source["format"]): FileFormat | "sniff-json" {
  if (declared === "csv" || declared === "ndjson" || declared === "json" || declared === "parquet") return declared;
  if (declared === "amplitude") return "sniff-json";
  const ending = /\.([a-z]+)(?:\.(?:gz|zst))?$/i.exec(path)?.[1]?.toLowerCase();
  switch (ending) {
    case "csv":
    case "tsv":
    case "txt":
    case "data":
      return "csv";
    case "ndjson":
    case "jsonl":
      return "ndjson";
    case "json":
      return "sniff-json";
    case "parquet":
      return "parquet";
    default:
      throw new AppError("CONFIG_INVALID", `cannot tell the format of ${path} from its name`, {
        hint: "declare `format: csv | ndjson | json | parquet | amplitude` for the source",
      });
  }
}
