import type { z } from "zod";
import type { Sql } from "./sql.ts";

/** SQL text together with the schema every row is decoded by, once, at the adapter. */
export interface Query<Row> {
  /** Names the query in logs and receipts. */
  readonly name: string;
  readonly text: Sql;
  readonly row: z.ZodType<Row>;
}
