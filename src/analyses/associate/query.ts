import { type ContingencyRow, contingencyQuery } from "../../models/lab/contingency-query.ts";
import { type CutsRow, type LabGroups, labGroups } from "../../models/lab/groups.ts";
import { type LabTable, labTable } from "../../models/lab/lab-table.ts";
import type { Query } from "../../sql/query.ts";
import type { AnalysisContext } from "../analysis.ts";
import type { AssociateParams } from "./params.ts";

export interface AssociateRequest {
  readonly table: LabTable;
  readonly x: LabGroups;
  readonly y: LabGroups;
}

/** @throws AppError USAGE for a table or column that does not exist, or that cannot be groups */
export function associateRequest(params: AssociateParams, context: AnalysisContext): AssociateRequest {
  const table = labTable(params, context);
  return { table, x: labGroups(params.x, table, context), y: labGroups(params.y, table, context) };
}

interface AssociateQueries {
  readonly [name: string]: Query<unknown> | undefined;
  readonly counts: Query<ContingencyRow>;
  readonly cutsX: Query<CutsRow> | undefined;
  readonly cutsY: Query<CutsRow> | undefined;
}

export function associateQueries(params: AssociateParams, context: AnalysisContext): AssociateQueries {
  const { table, x, y } = associateRequest(params, context);
  return { counts: contingencyQuery(table, [x, y], context), cutsX: x.cuts, cutsY: y.cuts };
}
