import { type Placement, storedName, type TableLayout } from "./tables.ts";

/** A table as `system.tables` describes it. */
export interface KeptTable {
  readonly name: string;
  readonly engine: string;
  readonly sortingKey: string;
}

/** Whether a relation's tables are as `createTable` makes them: its rows in this order, on one server or on a cluster's. */
export function isPlacedAs(
  tables: readonly KeptTable[],
  layout: Pick<TableLayout, "name" | "orderBy" | "byUser">,
  placement: Placement,
): boolean {
  const holding = storedName(layout, placement);
  const stored = tables.find(({ name }) => name === holding);
  if (stored === undefined || stored.engine === "Distributed") return false;
  if (placement.cluster !== undefined && !/^(Replicated|Shared)/.test(stored.engine)) return false;
  const asked = tables.find(({ name }) => name === layout.name);
  if (holding !== layout.name && asked?.engine !== "Distributed") return false;
  return stored.sortingKey.replace(/[\s`()]/g, "") === layout.orderBy.join(",");
}
