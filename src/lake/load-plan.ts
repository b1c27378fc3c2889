import type { LakePart } from "../contract/manifest.ts";
import type { InputFile } from "./input-files.ts";

export interface LoadPlan {
  readonly file: InputFile;
  readonly fileNo: number;
  /** Bytes that an earlier load of the same, shorter file already covers. */
  readonly startByte: number;
  /** Committed parts to look for duplicates in. */
  readonly existing: readonly LakePart[];
}

/** A file read, typed, checked and written to the temporary folder; nothing is visible yet. */
