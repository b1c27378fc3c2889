import type { RelationInfo } from "../contract/api/relations.ts";
import type { CancelSignal } from "../core/signal.ts";
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

/** A profile of every column of a relation; undefined when there is none of that name. @throws AppError NOT_BUILT */
export async function profileOf(
  session: ProjectSession,
  name: string,
  signal: CancelSignal,
): Promise<readonly ColumnSummary[] | undefined> {
  await using warehouse = await openProjectWarehouse(session);
  const relation = (await projectRelations(warehouse)).find((known) => known.name === name);
  return relation === undefined ? undefined : await profileRelation(warehouse, relation, { signal });
}
