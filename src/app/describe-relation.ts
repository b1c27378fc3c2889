import type { CancelSignal } from "../core/signal.ts";
import { relationSampleNote } from "./list-relations.ts";
import { openProjectWarehouse } from "./open-warehouse.ts";
import { type ColumnSummary, profileRelation } from "./profile-relation.ts";
import type { ProjectSession } from "./project-session.ts";
import { relationCounts } from "./relation-counts.ts";
import { columnMeanings } from "./relation-meanings.ts";
import { projectRelations } from "./relations.ts";

export interface DescribeRelationOptions {
  readonly profile: boolean;
  readonly signal: CancelSignal;
}

export interface RelationDescription {
  readonly name: string;
  readonly kind: "table" | "view";
  /** What one row is; null when it is not documented. */
  readonly row: string | null;
  readonly rows: number | null;
  /** What is to be said on numbers of a sample; null for what holds everything. */
  readonly sample: string | null;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly meaning: string | null }[];
  /** Null unless asked for. */
  readonly profile: readonly ColumnSummary[] | null;
}

/** A relation by its name in any case, or undefined when there is none. @throws AppError NOT_BUILT */
export async function describeRelation(
  session: ProjectSession,
  id: string,
  { profile, signal }: DescribeRelationOptions,
): Promise<RelationDescription | undefined> {
  await using warehouse = await openProjectWarehouse(session);
  const relation = (await projectRelations(warehouse)).find(({ name }) => name.toLowerCase() === id.toLowerCase());
  if (relation === undefined) return undefined;
  const { row, meanings } = columnMeanings(relation.name);
  const counts = await relationCounts(warehouse, [relation.name]);
  return {
    name: relation.name,
    kind: relation.kind,
    row,
    rows: counts.get(relation.name) ?? null,
    sample: await relationSampleNote(session, warehouse, relation.name),
    columns: relation.columns.map(({ name, type }) => ({ name, type, meaning: meanings.get(name) ?? null })),
    profile: profile ? await profileRelation(warehouse, relation, { signal }) : null,
  };
}
