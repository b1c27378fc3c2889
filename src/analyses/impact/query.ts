import { type CutsRow, type LabGroups, labGroups } from "../../models/lab/groups.ts";
import { type LabTable, labTable, type NumberColumn } from "../../models/lab/lab-table.ts";
import { type MomentsRow, momentsQuery } from "../../models/lab/moments-query.ts";
import { present } from "../../models/lab/present.ts";
import type { Query } from "../../sql/query.ts";
import type { AnalysisContext } from "../analysis.ts";
import type { ImpactParams } from "./params.ts";

export interface ImpactRequest {
  readonly table: LabTable;
  readonly all: LabTable;
  readonly groups: LabGroups;
  /** The outcomes, the revenue among them. */
  readonly columns: readonly NumberColumn[];
}

/** @throws AppError USAGE for a table or column that does not exist, or that holds no numbers */
export function impactRequest(params: ImpactParams, context: AnalysisContext): ImpactRequest {
  const all = labTable(params, context);
  const asked = groupText(params);
  const { column } = labGroups(asked, all, context);
  const table = present(all, [column]);
  const { outcomes, revenue } = params;
  const names = [...new Set([...outcomes, ...(revenue === undefined ? [] : [revenue])])];
  return { all, table, groups: labGroups(asked, table, context), columns: names.map(table.number) };
}

/** The groups as `labGroups` reads them. */
function groupText({ by, bins }: ImpactParams): string {
  if (by.startsWith("bin:")) return by;
  const limits = bins.split(",").map((part) => part.trim());
  return limits.length === 1 ? `bin:${by}:quantiles:${limits[0] ?? ""}` : `bin:${by}:fixed:${limits.join(":")}`;
}

interface ImpactQueries {
  readonly [name: string]: Query<unknown> | undefined;
  readonly moments: Query<MomentsRow>;
  readonly cuts: Query<CutsRow> | undefined;
  readonly missing: Query<MomentsRow>;
}

export function impactQueries(params: ImpactParams, context: AnalysisContext): ImpactQueries {
  const { table, all, groups, columns } = impactRequest(params, context);
  return {
    moments: momentsQuery({ table, columns, groups }, context),
    cuts: groups.cuts,
    missing: momentsQuery({ table: all, columns: [all.number(groups.column)] }, context),
  };
}
