import { type Sample, sampleShare } from "../contract/project/sample.ts";
import type { Dialect } from "../sql/dialect.ts";
import { raw, type Sql, sql } from "../sql/sql.ts";

const PARTS = 1_000_000;

/**
 * True for the rows of whole users that are in the sample, and for as large a part of the rows without a user. Which
 * users depends on their ids and the seed alone, so that every file and every day has the same.
 */
export function isSampled(sample: Sample, dialect: Dialect): Sql {
  const text = (column: string): Sql => dialect.cast(raw(column), "text");
  const row = sql`${text("source")} || ':' || ${text("day")} || ':' || ${text("ingest_seq")}`;
  const key = sql`coalesce(${text("user_id")}, ${row}) || ${`#${sample.seed}`}`;
  return sql`${dialect.hash64(key)} % ${raw(String(PARTS))} < ${raw(String(Math.round(sampleShare(sample) * PARTS)))}`;
}
