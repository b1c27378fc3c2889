import type { RelationInfo } from "../contract/api/relations.ts";
import type { CancelSignal } from "../core/signal.ts";
import { readsEvents } from "../models/sample.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { heldSampleNote } from "./model-state.ts";
import { openProjectWarehouse } from "./open-warehouse.ts";
import { type ColumnSummary, profileRelation } from "./profile-relation.ts";
import type { ProjectSession } from "./project-session.ts";
import { relationCounts } from "./relation-counts.ts";
import { columnMeanings } from "./relation-meanings.ts";
import { projectRelations } from "./relations.ts";

/** The relations that SQL may read; rows of tables are counted, those of views are not. @throws AppError NOT_BUILT */
export async function listRelations(
  session: ProjectSession,
): Promise<{ readonly relations: RelationInfo[]; readonly sample: string | null }> {
  await using warehouse = await openProjectWarehouse(session);
  const relations = await projectRelations(warehouse);
  const counts = await relationCounts(
    warehouse,
    relations.flatMap(({ name, kind }) => (kind === "table" ? [name] : [])),
  );
  const infos = relations.map(({ name, kind, columns }) => {
    const { row, meanings } = columnMeanings(name);
    const described = columns.map((column) => ({ ...column, meaning: meanings.get(column.name) ?? null }));
    return { name, kind, row, rows: counts.get(name) ?? null, columns: described };
  });
  return { relations: infos, sample: await heldSampleNote(session, warehouse) };
}

/** The sentence of a sample for numbers of a relation; null for what holds everything. */
export const relationSampleNote = (
  session: ProjectSession,
  warehouse: Warehouse,
  name: string,
): Promise<string | null> =>
  readsEvents({ text: name, params: [] }, session.project) ? heldSampleNote(session, warehouse) : Promise.resolve(null);

interface RelationProfile {
  readonly columns: readonly ColumnSummary[];
  /** What is to be said on numbers of a sample; null for what holds everything. */
  readonly sample: string | null;
}

/** A profile of every column of a relation; undefined when there is none of that name. @throws AppError NOT_BUILT */
export async function profileOf(
  session: ProjectSession,
  name: string,
  signal: CancelSignal,
): Promise<RelationProfile | undefined> {
  await using warehouse = await openProjectWarehouse(session);
  const relation = (await projectRelations(warehouse)).find((known) => known.name === name);
  if (relation === undefined) return undefined;
  const columns = await profileRelation(warehouse, relation, { signal });
  return { columns, sample: await relationSampleNote(session, warehouse, name) };
}
