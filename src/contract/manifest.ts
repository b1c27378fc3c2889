/** `ingest_seq` = number of the file in its source x this + position of the row in the file. */
export const SEQ_PER_FILE = 2 ** 36;

/** One column as the lake stores it: its logical type, and the narrowest physical type that holds every value. */
export interface LakeColumn {
  readonly name: string;
  readonly logical: string;
  readonly physical: string;
}

/** A Parquet file that readers may use. Readers list parts from the manifest, never the folder. */
export interface LakePart {
  readonly id: number;
  readonly source: string;
  readonly kind: "rows" | "quarantine";
  /** UTC day `YYYY-MM-DD`, or null for tables without a time column and for quarantine. */
  readonly day: string | null;
  /** Relative to the project's folder, with `/`. */
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
  readonly fileId: number;
  /** Shape of the part: parts with the same columns are read together. */
  readonly columns: readonly LakeColumn[];
  readonly minTime: string | null;
  readonly maxTime: string | null;
}

export type NewPart = Omit<LakePart, "id" | "fileId">;

/** One input file as committed. rowsRead = kept + duplicates + quarantined, always. */
export interface IngestedFile {
  readonly id: number;
  readonly source: string;
  readonly path: string;
  /** Position in the source's commit order; part of `ingest_seq`. */
  readonly fileNo: number;
  readonly contentHash: string;
  readonly bytes: number;
  readonly mtimeMs: number;
  /** Bytes of the file that were already loaded by an earlier entry (append), else 0. */
  readonly startByte: number;
  readonly rowsRead: number;
  readonly kept: number;
  readonly duplicates: number;
  /** The duplicates whose first occurrence is in another file. */
  readonly duplicatesAcross: number;
  /** Numbers of files that held those rows; null where it was not kept: any other file. */
  readonly repeats: readonly number[] | null;
  readonly quarantined: number;
  readonly header: readonly string[];
  readonly committedAt: string;
}

export type NewFile = Omit<IngestedFile, "id">;

/** What happens to a source at once. */
export interface SourceChange {
  readonly source: string;
  /** Entries that go, with their parts. */
  readonly removes: readonly IngestedFile[];
  readonly adds: readonly { readonly file: NewFile; readonly parts: readonly NewPart[] }[];
  /** The source's resolved columns from then on; null when there are none. */
  readonly schema: string | null;
}

/** What the lake needs from the state store. Every method is one transaction. */
export interface ManifestStore {
  files(source?: string): readonly IngestedFile[];
  parts(filter?: { readonly source?: string; readonly kind?: LakePart["kind"] }): readonly LakePart[];
  /** Returns the paths of the parts that go. */
  commit(change: SourceChange): readonly string[];
  /** The source's resolved columns, fixed at its first file; undefined before. */
  schema(source: string): string | undefined;
  /** A number that was never taken before: names the parts of a file. */
  takeNumber(): number;
  /** The largest number taken so far; 0 before the first. */
  lastNumber(): number;
  /** A hash that changes whenever the set of committed parts changes. */
  dataVersion(): string;
}
