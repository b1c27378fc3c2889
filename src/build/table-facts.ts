import { AppError } from "../core/errors.ts";
import { stgName } from "../models/staging.ts";
import {
  duplicateKeys,
  joinCounts,
  orphanKeys,
  type TableFact,
  type TableJoin,
  tableFactRows,
  tableFactSpan,
} from "../models/table-fact.ts";
import { ident, sql } from "../sql/sql.ts";
import type { BuildRun } from "./build-run.ts";
import { countRows, type ModelPlan, rowParts } from "./plan.ts";
import type { BuildFinding } from "./report.ts";
import { timeRange } from "./time-range.ts";

const EXAMPLES = 5;

/**
 * Makes `fct_<source>` anew.
 * @throws AppError JOIN_INVALID when a joined table's key is not unique, or the number of rows changed
 */
export async function buildTableFact(run: BuildRun, plan: ModelPlan, fact: TableFact): Promise<void> {
  const { dialect, project } = plan;
  for (const join of fact.joins) await requireUniqueKey(run, fact, { join, plan });
  const span = tableFactSpan(fact, dialect);
  const range = span === null ? { minMs: 0, maxMs: 0 } : await timeRange(run, span);
  await run.exec(
    sql`create or replace table ${ident(fact.name)} as ${tableFactRows(fact, { project, dialect, range })}`,
  );
  const expected = countRows(rowParts(plan, fact.source));
  const [row] = await run.cells(sql`select count(*) as n from ${ident(fact.name)}`);
  const rows = Number(row?.[0]);
  if (rows !== expected) {
    throw new AppError("JOIN_INVALID", `${fact.name} has ${rows} rows, the source ${fact.source} has ${expected}`, {
      hint: "a join must not change the number of rows; check the joined tables' keys",
    });
  }
}

interface JoinInPlan {
  readonly join: TableJoin;
  readonly plan: ModelPlan;
}

const keyNames = ({ on }: TableJoin, side: 0 | 1): string => on.map((pair) => pair[side].name).join(", ");

async function requireUniqueKey(run: BuildRun, { source }: TableFact, { join, plan }: JoinInPlan): Promise<void> {
  const duplicates = await run.cells(duplicateKeys(join, plan.dialect, EXAMPLES));
  if (duplicates.length === 0) return;
  const examples = duplicates.map(([key, n]) => `${key} (${plural(Number(n), "row")})`).join(", ");
  throw new AppError(
    "JOIN_INVALID",
    `sources.${source}.table.joins.${join.target}: ${keyNames(join, 1)} is not unique in ${join.target}: ${examples}`,
    {
      hint: "a joined table has one row per key; name all columns of its key, or remove the repeated rows",
    },
  );
}

/** Rows whose join finds nothing, per join, with the most frequent keys. */
export async function joinFindings(run: BuildRun, { tables, dialect }: ModelPlan): Promise<readonly BuildFinding[]> {
  const findings: BuildFinding[] = [];
  for (const fact of tables) {
    for (const join of fact.joins) {
      const [row] = await run.cells(joinCounts(fact, join, { dialect, named: stgName }));
      const [orphans, keyless] = [Number(row?.[0] ?? 0), Number(row?.[1] ?? 0)];
      const names = keyNames(join, 0);
      if (orphans > 0) {
        const keys = await run.cells(orphanKeys(fact, join, { dialect, named: stgName, limit: EXAMPLES }));
        const examples = keys.map(([key, n]) => `${key} (${plural(Number(n), "row")})`).join(", ");
        findings.push({
          code: "orphans",
          level: "warning",
          count: orphans,
          message: `${fact.source}: ${plural(orphans, "row")} whose ${names} is not in ${join.target}: ${examples}`,
        });
      }
      if (keyless > 0) {
        findings.push({
          code: "rows_without_key",
          level: "note",
          count: keyless,
          message: `${fact.source}: ${plural(keyless, "row")} without ${names} to join ${join.target} by`,
        });
      }
    }
  }
  return findings;
}

/** "1 row", "2,500 rows" */
export function plural(n: number, noun: string): string {
  return `${n.toLocaleString("en-US")} ${noun}${n === 1 ? "" : "s"}`;
}
