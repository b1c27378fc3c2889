import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { RelationInfo } from "../../src/contract/api/relations.ts";
import { Button } from "../design/button.tsx";
import { DataTable } from "../design/data-table.tsx";
import { ErrorState } from "../design/error-state.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { profileQuery } from "../state/queries.ts";

/** A relation's columns, and on demand a pass over their values. */
export function RelationDetail({ relation }: { readonly relation: RelationInfo }): ReactNode {
  const { name, row, rows, columns } = relation;
  const [profiled, setProfiled] = useState(false);
  return (
    <div className="stack">
      <p className="small">
        {row === null ? "" : `One row is ${row}. `}
        {rows === null ? "A view on the lake." : `${rows.toLocaleString("en-US")} rows.`}
      </p>
      <DataTable
        label={`Columns of ${name}`}
        columns={[
          { label: "column", unit: null, type: "text" },
          { label: "type", unit: null, type: "text" },
          { label: "meaning", unit: null, type: "text" },
        ]}
        rows={columns.map((column) => [column.name, column.type, column.meaning])}
      />
      {profiled ? (
        <Profile name={name} />
      ) : (
        <div className="row">
          <Button onClick={() => setProfiled(true)}>Read the values of every column</Button>
        </div>
      )}
    </div>
  );
}

function Profile({ name }: { readonly name: string }): ReactNode {
  const { data, error } = useQuery(profileQuery(name));
  if (error !== null) return <ErrorState error={error} />;
  if (data === undefined) return <Skeleton lines={6} />;
  const text = (value: unknown): string | null => (value === null ? null : String(value));
  return (
    <DataTable
      label={`Values of ${name}`}
      columns={[
        { label: "column", unit: null, type: "text" },
        { label: "missing", unit: "share", type: "number" },
        { label: "distinct", unit: null, type: "number" },
        { label: "smallest", unit: null, type: "text" },
        { label: "median", unit: null, type: "text" },
        { label: "largest", unit: null, type: "text" },
        { label: "most frequent", unit: null, type: "text" },
      ]}
      {...(data.sample === null ? {} : { note: data.sample })}
      rows={data.columns.map(({ column, rows, nulls, distinct, min, median, max, top }) => [
        column,
        rows === 0 ? null : nulls / rows,
        distinct,
        text(min),
        text(median),
        text(max),
        top
          .slice(0, 3)
          .map(({ value, rows: n }) => `${value ?? "(none)"} (${n.toLocaleString("en-US")})`)
          .join(", "),
      ])}
    />
  );
}
