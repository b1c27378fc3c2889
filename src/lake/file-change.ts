import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { IngestedFile } from "../contract/manifest.ts";
import { AppError } from "../core/errors.ts";
import { compressionOf, formatOf } from "./format.ts";
import type { InputFile } from "./input-files.ts";
import type { SourceContext } from "./source-context.ts";

/** A file against what was loaded under its name. */
export type FileChange =
  | { readonly kind: "unchanged" | "new" }
  | { readonly kind: "replaced"; readonly contentHash: string }
  | { readonly kind: "appended"; readonly startByte: number };

/**
 * How a file differs from its entries in the manifest.
 * @throws AppError FILE_CHANGED where the source's `changed` does not allow what happened to it
 */
export async function fileChange(
  context: SourceContext,
  file: InputFile,
  entries: readonly IngestedFile[],
): Promise<FileChange> {
  const last = entries.at(-1);
  if (last === undefined) return { kind: "new" };
  if (last.bytes === file.bytes && last.mtimeMs === file.mtimeMs) return { kind: "unchanged" };
  const { whole, prefix } = await hashes(file, last.bytes, context);
  if (whole === last.contentHash) return { kind: "unchanged" };
  const what = prefix === last.contentHash ? "grew" : "changed";
  switch (context.source.changed) {
    case "error":
      throw new AppError(
        "FILE_CHANGED",
        `${file.path}: the file ${what} since it was loaded on ${last.committedAt.slice(0, 10)} (${last.bytes} bytes then, ${file.bytes} now)`,
        {
          hint: "nothing of it was loaded; declare `changed: append` (only new rows at the end) or `changed: replace` for the source, or give new rows a file of their own",
        },
      );
    case "append":
      if (what === "grew" && appendable(context, file)) return { kind: "appended", startByte: last.bytes };
      throw new AppError(
        "FILE_CHANGED",
        `${file.path}: not only appended to: ${what === "grew" ? "compressed files, JSON arrays and Parquet cannot grow" : "what was loaded earlier is different now"}`,
        { hint: "declare `changed: replace` for the source to load the file anew" },
      );
    case "replace":
      return { kind: "replaced", contentHash: whole };
  }
}

function appendable({ source }: SourceContext, { absolute }: InputFile): boolean {
  const format = formatOf(absolute, source.format);
  return (format === "csv" || format === "ndjson") && compressionOf(absolute) === "none";
}

/** SHA-256 of the whole file and of its first `bytes` bytes. */
async function hashes(
  file: InputFile,
  bytes: number,
  { signal }: SourceContext,
): Promise<{ whole: string; prefix: string }> {
  const hash = createHash("sha256");
  let seen = 0;
  let prefix = "";
  for await (const chunk of createReadStream(file.absolute, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    signal?.throwIfAborted();
    const cut = Math.max(0, Math.min(chunk.length, bytes - seen));
    hash.update(chunk.subarray(0, cut));
    if (prefix === "" && seen + chunk.length >= bytes) prefix = hash.copy().digest("hex");
    hash.update(chunk.subarray(cut));
    seen += chunk.length;
  }
  return { whole: hash.digest("hex"), prefix };
}
