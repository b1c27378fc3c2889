import type { SourceSchema } from "../contract/source-schema.ts";
import { rejectCeiling } from "./max-rejects.ts";
import type { OpenedFile } from "./open-file.ts";
import { csvSyntax } from "./readers.ts";
import type { ReadContext } from "./source-context.ts";
import type { StageInput } from "./stage-file.ts";

/** A file that is open and whose columns are decided. */
export interface FileToStage {
  /** The content to read: the file, or a copy of what was appended to it. */
  readonly path: string;
  readonly opened: OpenedFile;
  readonly schema: SourceSchema;
}

interface Portion {
  readonly path: string;
  /** Columns that the reader delivers. */
  readonly names: readonly string[];
  readonly bytes: number;
}

/** What staging needs to know about a file, or about a portion of one. */
export function stageInput(
  { warehouse, source, timezone, tmpDir, maxRejects }: ReadContext,
  { opened, schema }: FileToStage,
  { path, names, bytes }: Portion,
): StageInput {
  const { format, compression, hasHeader, nativeTypes, parquet } = opened;
  const used = new Set(schema.columns.map(({ from }) => from));
  return {
    reader: {
      path,
      names,
      format,
      compression,
      syntax: csvSyntax(source),
      hasHeader,
      jsonNames: new Set(names.filter((name) => !used.has(name))),
      maxRejects: rejectCeiling(maxRejects, bytes),
    },
    staging: {
      source: { ...source, format: source.format ?? (format === "csv" ? "csv" : undefined) },
      schema,
      names,
      nativeTypes,
      timezone,
      restIsJson: format === "json" || format === "ndjson",
      dialect: warehouse.dialect,
    },
    parquet,
    tmpDir,
  };
}
