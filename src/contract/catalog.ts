import type { LoadRun } from "./load-run.ts";
import type { IngestedFile, LakePart } from "./manifest.ts";
import type { SourceSchema } from "./source-schema.ts";

/** A table or view as it is in the warehouse. */
export interface CatalogRelation {
  readonly name: string;
  readonly kind: "table" | "view";
  readonly rows: number;
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    /** How the engine stores the column, by share of its rows; empty for views. */
    readonly compression: readonly string[];
  }[];
  /** Size of the storage blocks that hold it, each counted whole; null for views. */
  readonly bytes: number | null;
}

/** A column of a source's Parquet parts, all of them together. */
export interface StoredColumn {
  readonly source: string;
  readonly name: string;
  /** Values, nulls included. */
  readonly values: number;
  readonly bytes: number;
  /** Bytes after encoding, before compression. */
  readonly encodedBytes: number;
  readonly encodings: readonly string[];
  readonly codecs: readonly string[];
}

/** Some rows of the lake, written in several formats to see what they take. */
export interface FormatSample {
  readonly source: string;
  readonly rows: number;
  /** Parts that the rows are from. */
  readonly parts: number;
  readonly sizes: readonly { readonly format: string; readonly bytes: number }[];
  /** Bytes of each column's values as text, without delimiters. */
  readonly textBytes: readonly { readonly column: string; readonly bytes: number }[];
}

export interface StorageFacts {
  readonly relations: readonly CatalogRelation[];
  readonly columns: readonly StoredColumn[];
  /** Size of the storage blocks that hold the native tables, each counted once. */
  readonly warehouseBytes: number;
  /** Null when the lake has no rows. */
  readonly sample: FormatSample | null;
}

/** The first records of an input file as they stand in it. */
export interface FileRecords {
  readonly source: string;
  readonly path: string;
  readonly fileNo: number;
  /** The header of delimited text; null where files have none. */
  readonly header: string | null;
  readonly records: readonly string[];
  /** Why there are none, as a sentence; else null. */
  readonly missing: string | null;
}

/** What a project knows about its own files, tables and runs. */
export interface Catalog {
  readonly files: readonly IngestedFile[];
  readonly parts: readonly LakePart[];
  readonly schemas: Readonly<Record<string, SourceSchema | undefined>>;
  /** Ingests and builds, newest first. */
  readonly runs: readonly LoadRun[];
  /** Null unless asked for. */
  readonly storage: StorageFacts | null;
  /** Null unless asked for, or when there is no such run. */
  readonly records: FileRecords | null;
}

/** The parts of a catalog that take work: an analysis asks for what it needs. */
export interface CatalogRequest {
  /** Measure columns, tables and formats; with this many rows written in each format. */
  readonly storage?: { readonly sampleRows: number };
  /** Read the first records of the first file that an ingest brought; of the newest one when null. */
  readonly records?: { readonly run: number | null };
}
