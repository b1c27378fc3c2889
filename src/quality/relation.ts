import { sqlType } from "../models/column-type.ts";
import type { SqlType } from "../sql/dialect.ts";

/** What a column holds, as far as checks care. */
export type ColumnKind = "text" | "integer" | "number" | "boolean" | "timestamp" | "date" | "json" | "other";

export interface Relation {
  readonly name: string;
  /** In the model's order. */
  readonly columns: ReadonlyMap<string, ColumnKind>;
  /** Of columns that have a type of ours. */
  readonly types: ReadonlyMap<string, SqlType>;
}

const KINDS: readonly (readonly [RegExp, ColumnKind])[] = [
  [/json/, "json"],
  [/char|string|text|enum|uuid/, "text"],
  [/timestamp|datetime/, "timestamp"],
  [/date/, "date"],
  [/bool/, "boolean"],
  [/decimal|double|float|real|numeric/, "number"],
  [/int/, "integer"],
];

/** The kind of an engine's type name. */
export function columnKind(engineType: string): ColumnKind {
  const type = engineType.toLowerCase();
  if (/\[\]|struct|map|array|tuple/.test(type)) return "other";
  return KINDS.find(([pattern]) => pattern.test(type))?.[1] ?? "other";
}

/** The type of values that an engine's type name says: of decimals with their digits; undefined for what has no type of ours. */
export function columnType(engineType: string): SqlType | undefined {
  const kind = columnKind(engineType);
  const type = engineType.toLowerCase();
  if (kind === "number" && type.startsWith("decimal")) return sqlType(type);
  return kind === "other" ? undefined : kind;
}
