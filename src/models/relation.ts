/** One column of a relation, for people and for the generated reference. */
export interface ColumnDoc {
  readonly name: string;
  /** Logical type; `id` stands for the project's id type (integer or text). */
  readonly type: string;
  readonly meaning: string;
}

/** What a relation is: the one place its documentation comes from. */
export interface RelationDoc {
  readonly name: string;
  readonly kind: "view" | "table";
  /** What one row is. */
  readonly row: string;
  readonly columns: readonly ColumnDoc[];
  readonly notes?: readonly string[];
}
