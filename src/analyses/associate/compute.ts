import { NO_VALUE, OTHER } from "../../contract/selection.ts";
import { type ContingencyRow, MOST_CELLS } from "../../models/lab/contingency-query.ts";
import { type CutsRow, groupNames, type LabGroups } from "../../models/lab/groups.ts";
import { type ComputeContext, type Computed, undeterminedBecause } from "../analysis.ts";
import { associationOf, type CountedTable } from "./associated.ts";
import type { AssociateParams } from "./params.ts";
import { associateRequest } from "./query.ts";
import type { AssociateResult } from "./result.ts";

interface AssociateRows {
  readonly counts: readonly ContingencyRow[];
  readonly cutsX: readonly CutsRow[];
  readonly cutsY: readonly CutsRow[];
}

export function computeAssociate(
  rows: AssociateRows,
  params: AssociateParams,
  context: ComputeContext,
): Computed<AssociateResult> {
  const { table, x, y } = associateRequest(params, context);
  if (rows.counts.length > MOST_CELLS)
    return undeterminedBecause(
      `${x.column} and ${y.column} make more than ${MOST_CELLS.toLocaleString("en-US")} cells: take columns with fewer values, or bin them (bin:column:quantiles:4)`,
    );
  const known = rows.counts.filter(({ a, b }) => a !== NO_VALUE && b !== NO_VALUE);
  if (known.length === 0) return undeterminedBecause(`no row has a value of both ${x.column} and ${y.column}`);
  const counted = countedTable(known, {
    rows: { groups: x, cuts: rows.cutsX },
    columns: { groups: y, cuts: rows.cutsY },
    top: params.top,
  });
  const found = associationOf(counted, { level: params.level, rng: context.rng });
  if ("undetermined" in found) return undeterminedBecause(found.undetermined);
  const all = rows.counts.reduce((sum, { n }) => sum + n, 0);
  return {
    status: "ok",
    warnings: [],
    result: {
      table: table.asked,
      ...{ x: x.column, y: y.column, level: params.level },
      ...{ rows: counted.rows, columns: counted.columns, leftOut: all - found.n },
      ...found,
    },
  };
}

interface Side {
  readonly groups: LabGroups;
  readonly cuts: readonly CutsRow[];
}

interface Layout {
  readonly rows: Side;
  readonly columns: Side;
  readonly top: number;
}

/** Counts as a table: the most frequent values of each side in their order, the rest as Other. */
function countedTable(cells: readonly ContingencyRow[], { rows, columns, top }: Layout): CountedTable {
  const down = shown(cells, ({ a }) => a, { side: rows, top });
  const across = shown(cells, ({ b }) => b, { side: columns, top });
  const counts = down.labels.map(() => across.labels.map(() => 0));
  for (const { a, b, n } of cells) {
    const row = counts[down.at(a)];
    const j = across.at(b);
    if (row !== undefined) row[j] = (row[j] ?? 0) + n;
  }
  return { rows: down.labels, columns: across.labels, counts };
}

function shown(
  cells: readonly ContingencyRow[],
  key: (row: ContingencyRow) => string,
  { side, top }: { readonly side: Side; readonly top: number },
): { readonly labels: readonly string[]; at(key: string): number } {
  const totals = new Map<string, number>();
  for (const cell of cells) totals.set(key(cell), (totals.get(key(cell)) ?? 0) + cell.n);
  const largest = [...totals].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, top);
  const kept = new Set(largest.map(([name]) => name));
  const names = groupNames(side.groups, [...totals.keys()].filter((name) => kept.has(name)).sort(), side.cuts);
  const labels = [...names.map(({ label }) => label), ...(totals.size > kept.size ? [OTHER] : [])];
  const places = new Map(names.map((group, i) => [group.key, i]));
  return { labels, at: (name) => places.get(name) ?? labels.length - 1 };
}
