import { z } from "zod";
import type { Catalog } from "../../contract/catalog.ts";
import { type Load, loadOf } from "../../contract/load-run.ts";
import { SEQ_PER_FILE } from "../../contract/manifest.ts";
import type { Query } from "../../sql/query.ts";
import { ident, joinSql, raw, sql } from "../../sql/sql.ts";
import type { AnalysisContext } from "../analysis.ts";
import type { PipelineParams } from "./params.ts";

export const SHOWN_ROWS = 10;

const AnyRow = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export type AnyRow = z.infer<typeof AnyRow>;

const QuarantineRow = z.object({
  file: z.string(),
  line: z.number(),
  column_name: z.string().nullable(),
  reason: z.string(),
  raw: z.string().nullable(),
});
export type QuarantineRow = z.infer<typeof QuarantineRow>;

const count = z.number().nullable();
const ModelTotals = z.object({
  events: count,
  without_user: count,
  without_session: count,
  without_item: count,
  in_sessions: count,
  in_runs: count,
  in_user_days: count,
  in_users: count,
  in_items: count,
});
/** Events in `fct_events`, and how many of them each model made from it stands for. */
export type ModelTotals = z.infer<typeof ModelTotals>;

const TOTALS = raw(`select count(*) as events, count(*) - count(user_id) as without_user,
    count(*) - count(session_id) as without_session, count(*) - count(item_id) as without_item,
    (select sum(events) from fct_sessions) as in_sessions, (select count(*) from fct_event_runs) + sum(case when prev_event = event then 1 else 0 end) as in_runs,
    (select sum(events) from fct_user_days) as in_user_days,
    (select sum(events) from dim_users) as in_users, (select sum(events) from dim_items) as in_items
  from fct_events order by 1`);

/** True when nothing was loaded after this load, so that the models are those it led to. */
export function isNewest({ ingest }: Load, { runs }: Catalog): boolean {
  return loadOf(runs, null)?.ingest.id === ingest.id;
}

interface PipelineQueries {
  readonly after: Query<AnyRow> | undefined;
  readonly quarantined: Query<QuarantineRow> | undefined;
  readonly totals: Query<ModelTotals> | undefined;
  readonly [name: string]: Query<unknown> | undefined;
}

export function pipelineQueries(
  { run }: PipelineParams,
  { catalog, facts }: Pick<AnalysisContext, "catalog" | "facts">,
): PipelineQueries {
  const load = catalog === undefined ? null : loadOf(catalog.runs, run ?? null);
  if (catalog === undefined || load === null) return { after: undefined, quarantined: undefined, totals: undefined };
  const current = load.build !== null && isNewest(load, catalog) && facts !== null;
  return {
    after: load.build === null ? undefined : rowsAfter(catalog, facts?.log.sources ?? []),
    quarantined: quarantinedRows(load),
    totals: current ? { name: "model_totals", row: ModelTotals, text: TOTALS } : undefined,
  };
}

/** The rows that became of the records shown: positions in the file are positions in the lake. */
function rowsAfter({ records }: Catalog, eventSources: readonly string[]): Query<AnyRow> | undefined {
  if (records === null || records.missing !== null) return undefined;
  const relation = eventSources.includes(records.source) ? "fct_events" : `fct_${records.source}`;
  const first = records.fileNo * SEQ_PER_FILE;
  return {
    name: "rows_after",
    row: AnyRow,
    text: sql`select * from ${ident(relation)} where source = ${records.source}
      and ingest_seq between ${first} and ${first + SHOWN_ROWS - 1} order by ingest_seq`,
  };
}

const MOST_FILES = 50;

function quarantinedRows({ ingest }: Load): Query<QuarantineRow> | undefined {
  const files = ingest.steps.flatMap(({ step, subject, dropped }) =>
    step === "type" && dropped.length > 0 ? [subject] : [],
  );
  if (files.length === 0) return undefined;
  const list = joinSql(files.slice(0, MOST_FILES).map((file) => sql`${file}`));
  return {
    name: "quarantined_rows",
    row: QuarantineRow,
    text: sql`select file, line, column_name, reason, raw from quarantine where file in (${list})
      order by file, line limit ${raw(String(SHOWN_ROWS))}`,
  };
}
