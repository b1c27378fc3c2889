import { type DescribeRelationOptions, describeRelation } from "../../app/describe-relation.ts";
import type { ColumnSummary } from "../../app/profile-relation.ts";
import type { ProjectSession } from "../../app/project-session.ts";
import { type Section, tableOf } from "../output/sections.ts";
import type { Subject } from "./subject.ts";

/** A relation of the warehouse: its columns with their meaning, its rows, and a profile when asked for. */
export async function relationSubject(
  session: ProjectSession,
  id: string,
  options: DescribeRelationOptions,
): Promise<Subject | undefined> {
  const relation = await describeRelation(session, id, options);
  if (relation === undefined) return undefined;
  const columns = relation.columns.map(({ name, type, meaning }) => [name, type, meaning]);
  return {
    kind: "relation",
    id: relation.name,
    facts: { is: relation.kind, one_row_is: relation.row, rows: relation.rows, sample: relation.sample },
    sections: [
      { title: "columns", table: tableOf(["column", "type", "meaning"], columns), empty: "none" },
      ...(relation.profile === null ? [] : [profileSection(relation.profile)]),
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
