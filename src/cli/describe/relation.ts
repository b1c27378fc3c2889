import { type ColumnSummary, profileRelation } from "../../app/profile-relation.ts";
import { relationCounts } from "../../app/relation-counts.ts";
import { columnMeanings } from "../../app/relation-meanings.ts";
import { projectRelations } from "../../app/relations.ts";
import type { CancelSignal } from "../../core/signal.ts";
import type { Warehouse } from "../../warehouse/port.ts";
import { type Section, tableOf } from "../output/sections.ts";
import type { Subject } from "./subject.ts";

export interface RelationSubjectOptions {
  readonly profile: boolean;
  readonly signal: CancelSignal;
}

/** A relation of the warehouse: its columns with their meaning, its rows, and a profile when asked for. */
export async function relationSubject(
  warehouse: Warehouse,
  id: string,
  { profile, signal }: RelationSubjectOptions,
): Promise<Subject | undefined> {
  const relation = (await projectRelations(warehouse)).find(({ name }) => name.toLowerCase() === id.toLowerCase());
  if (relation === undefined) return undefined;
  const { row, meanings } = columnMeanings(relation.name);
  const counts = await relationCounts(warehouse, [relation.name]);
  const columns = relation.columns.map(({ name, type }) => [name, type, meanings.get(name) ?? null]);
  return {
    kind: "relation",
    id: relation.name,
    facts: { is: relation.kind, one_row_is: row, rows: counts.get(relation.name) ?? null },
    sections: [
      { title: "columns", table: tableOf(["column", "type", "meaning"], columns), empty: "none" },
      ...(profile ? [profileSection(await profileRelation(warehouse, relation, { signal }))] : []),
    ],
  };
}

function profileSection(summaries: readonly ColumnSummary[]): Section {
  const rows = summaries.map((s) => [
    s.column,
    s.nulls,
    s.rows === 0 ? null : Math.round((s.nulls / s.rows) * 1e4) / 100,
    s.distinct,
    s.min,
    s.p25,
    s.median,
    s.p75,
    s.max,
    s.top.map(({ value, rows: n }) => `${value} ${((100 * n) / s.rows).toFixed(1)} %`).join(", ") || null,
  ]);
  const names = ["column", "nulls", "nulls_percent", "distinct", "min", "p25", "median", "p75", "max", "most_frequent"];
  return { title: "profile", table: tableOf(names, rows), empty: "no columns" };
}
