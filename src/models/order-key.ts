import { joinSql, literal, raw, type Sql, sql } from "../sql/sql.ts";
import type { FactContext } from "./fct-events.ts";

const SEQ_BITS = 48;
const SOURCE_BITS = 8;

/**
 * An event's place in the log as one 128-bit integer: the time, then the row's place in its source, then the source. Its
 * order is the order of events of docs/semantics.md.
 */
export function orderKey({ log, dialect }: Pick<FactContext, "log" | "dialect">): Sql {
  const sources = [...log.sources].sort();
  const rank =
    sources.length === 1
      ? raw("0")
      : sql`case ${joinSql(
          sources.map((id, i) => sql`when source = ${raw(literal(id))} then ${raw(String(i))}`),
          " ",
        )} end`;
  const low = sql`(ingest_seq * ${raw(String(2 ** SOURCE_BITS))} + ${rank})`;
  return sql`(${dialect.wideInteger(dialect.epochUs(raw("event_time")))} * ${raw(String(2 ** (SEQ_BITS + SOURCE_BITS)))} + ${low})`;
}

/** The columns that `orderKey` reads. */
export const orderKeyColumns = ({ log }: Pick<FactContext, "log">): readonly string[] => [
  "event_time",
  "ingest_seq",
  ...(log.sources.length > 1 ? ["source"] : []),
];
