import type { z } from "zod";
import type { Sql } from "./sql.ts";

/** SQL text together with the schema every row is decoded by, once, at the adapter. */
export interface Query<Row> {
  /** Names the query in logs and receipts. */
  readonly name: string;
  readonly text: Sql;
  readonly row: z.ZodType<Row>;
  /** The same answer in steps that need less memory each, for when the text does not fit; absent when there is none. */
  readonly pieces?: (() => Pieces<Row>) | undefined;
}

/** Texts to be run one after the other, and how their rows become the rows of the query, in its order. */
export interface Pieces<Row> {
  readonly texts: readonly Sql[];
  merge(parts: readonly (readonly Row[])[]): readonly Row[];
}
