import type { Receipt } from "../contract/envelope.ts";
import { type Project, tableSources } from "../contract/project/project.ts";
import { type Sample, sampleShare } from "../contract/project/sample.ts";
import type { Dialect } from "../sql/dialect.ts";
import { raw, type Sql, sql } from "../sql/sql.ts";
import { sourceOf } from "./metrics/metric-request.ts";

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

const OF_EVENTS =
  /\b(stg_events|fct_(events|sessions|event_runs|user_days|geo|event_places)|dim_(users|items|places))\b/gi;

/** True for SQL, or the name of a relation, that names what is made of events alone: of a sample it holds whole users. */
export function namesEvents(text: string, project: Project): boolean {
  const tables = new Set(tableSources(project).map(([id]) => `fct_${id}`));
  return (text.match(OF_EVENTS) ?? []).some((name) => !tables.has(name.toLowerCase()));
}

/** Whether events entered an answer. `fct_daily` has the metrics of tables beside those of events. */
export function readsEvents(
  { text, params }: Pick<Receipt["sql"][number], "text" | "params">,
  project: Project,
): boolean {
  if (namesEvents(text, project)) return true;
  if (!/\bfct_daily\b/i.test(text)) return false;
  const metrics = params.filter((value) => typeof value === "string" && Object.hasOwn(project.metrics, value));
  const tables = tableSources(project).map(([id]) => id);
  return metrics.length === 0 || metrics.some((id) => !tables.includes(sourceOf(String(id), project)));
}
