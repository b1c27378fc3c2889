import type { NewPart } from "../contract/manifest.ts";
import type { SourceSchema } from "../contract/source-schema.ts";
import type { InputFile } from "./input-files.ts";

export interface LoadPlan {
  readonly file: InputFile;
  readonly fileNo: number;
  /** Bytes that an earlier load of the same, shorter file already covers. */
  readonly startByte: number;
  /** Parts to look for duplicates in. */
  readonly existing: readonly NewPart[];
  /** The source's columns; undefined for its first file, which decides them. */
  readonly schema: SourceSchema | undefined;
}
