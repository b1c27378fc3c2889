/** What a lake column is for. `column` is a declared or inferred attribute without a role. */
export type ColumnRole =
  | "time"
  | "event"
  | "user"
  | "session"
  | "item"
  | "value"
  | "id"
  | "received"
  | "receiver"
  | "column"
  | "props";

/** One column of a source as the lake keeps it. */
export interface SchemaColumn {
  /** Name in the lake and in the models. */
  readonly name: string;
  readonly role: ColumnRole;
  /** Logical type, as in the project file: text, integer, number, decimal(p,s), boolean, timestamp, date, json. */
  readonly type: string;
  /** The source column it is read from; null when computed. */
  readonly from: string | null;
  /** False when the type was inferred: a value that does not fit then names the override to write. */
  readonly declared: boolean;
  /** For timestamps: iso, epoch_s, epoch_ms, epoch_us or a strptime format. */
  readonly format?: string;
}

/** A source's columns and header, fixed when its first file is loaded. */
export interface SourceSchema {
  readonly kind: "events" | "table";
  /** Column names of the files in order; null for formats without a fixed order (JSON). */
  readonly header: readonly string[] | null;
  readonly columns: readonly SchemaColumn[];
  /** Hash of the declarations it was resolved from: when they change, the source must be loaded anew. */
  readonly fingerprint: string;
}
