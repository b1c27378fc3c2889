import { SEQ_PER_FILE } from "../contract/manifest.ts";
import { dedupeOf, idKeys } from "../contract/project/source.ts";
import { AppError } from "../core/errors.ts";
import { ident, joinSql, raw, sql } from "../sql/sql.ts";
import { createDropped, dropByKey } from "./dedupe.ts";
import type { FileCount } from "./inspect-file.ts";
import type { LoadPlan } from "./load-plan.ts";
import type { SourceContext } from "./source-context.ts";
import type { StagedFile } from "./stage-file.ts";
import type { StagedStatistics } from "./staged-statistics.ts";
import { MISFIT_COLUMN } from "./staging-plan.ts";
import { comparedType, type PendingPart, writeParts } from "./write-parts.ts";

interface WriteInputs {
  readonly staged: StagedFile;
  readonly statistics: StagedStatistics;
  readonly count: FileCount;
}

/** Drops duplicates and writes the rest as parts in the temporary folder. */
export async function writeRows(
  context: SourceContext,
  plan: LoadPlan,
  { staged, statistics, count }: WriteInputs,
): Promise<readonly PendingPart[]> {
  const { warehouse, source, root, tmpDir, sourceId, onProgress, manifest } = context;
  const seqBase = plan.fileNo * SEQ_PER_FILE;
  await createDropped(warehouse);
  for (const key of dedupeKeys(context, statistics)) {
    const timed = statistics.columns.some(({ role }) => role === "time");
    const fresh = sql`select ${joinSql(key.map(({ name }) => ident(name)))}, file_row_number + ${raw(String(seqBase))} as ingest_seq,
      ${raw(timed ? "cast(event_time as date)" : "cast(null as date)")} as day
      from ${raw(staged.relation)} where ${ident(MISFIT_COLUMN)} is null`;
    await dropByKey({ warehouse, existing: plan.existing, root }, fresh, {
      key,
      partial: Array.isArray(source.dedupe),
      windowDays: source.dedupe_window_days,
      rows: count.records,
    });
  }
  return writeParts({
    warehouse,
    relation: staged.relation,
    source: sourceId,
    columns: statistics.columns,
    days: statistics.days,
    seqBase,
    exact: dedupeOf(source) === "exact",
    existing: plan.existing,
    root,
    tmpDir,
    fileName: `${count.sha256.slice(0, 12)}-${manifest.takeNumber()}`,
    onDay: (done, total) => onProgress({ phase: "writing days", done, total, unit: "steps", label: plan.file.path }),
  });
}

/** The keys whose repetition makes a row a duplicate, tried one after the other. */
function dedupeKeys(
  { source }: SourceContext,
  { columns }: StagedStatistics,
): readonly { name: string; engine: string }[][] {
  const typed = (from: string): { name: string; engine: string } => {
    const column = columns.find((c) => c.from === from) ?? columns.find((c) => c.name === from);
    if (column === undefined)
      throw new AppError("CONFIG_INVALID", `dedupe names the column "${from}", which is not kept`);
    return { name: column.name, engine: comparedType(column.type, column.physical) };
  };
  if (Array.isArray(source.dedupe)) return [source.dedupe.map(typed)];
  if (source.dedupe !== "id" || source.events === undefined) return [];
  return idKeys(source.events).map((key) => key.map(typed));
}
