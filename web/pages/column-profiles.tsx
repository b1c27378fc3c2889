import type { ReactNode } from "react";
import type { ColumnProfile } from "../../src/contract/quality.ts";
import { DataTable } from "../design/data-table.tsx";

/** What the check saw of each column. */
export function ColumnProfiles({ profiles }: { readonly profiles: readonly ColumnProfile[] }): ReactNode {
  if (profiles.length === 0) return <p className="muted small">The last check read no column.</p>;
  return (
    <DataTable
      label="Columns"
      columns={[
        { label: "column", unit: null, type: "text" },
        { label: "relation", unit: null, type: "text" },
        { label: "type", unit: null, type: "text" },
        { label: "rows", unit: null, type: "number" },
        { label: "missing", unit: "share", type: "number", show: "bar" },
        { label: "distinct, about", unit: null, type: "number" },
        { label: "smallest", unit: null, type: "text" },
        { label: "largest", unit: null, type: "text" },
      ]}
      rows={profiles.map(({ relation, column, kind, rows, nulls, distinct, min, max }) => [
        column,
        relation,
        kind,
        rows,
        rows === 0 ? null : nulls / rows,
        distinct,
        min === null ? null : String(min),
        max === null ? null : String(max),
      ])}
    />
  );
}
