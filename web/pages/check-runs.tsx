import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { DataTable } from "../design/data-table.tsx";
import { ErrorState } from "../design/error-state.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { instantText } from "../state/instant-text.ts";
import { checkRunsQuery, projectQuery } from "../state/queries.ts";

export function CheckRuns(): ReactNode {
  const { data: runs, error } = useQuery(checkRunsQuery);
  const { data: project } = useQuery(projectQuery);
  if (error !== null) return <ErrorState error={error} />;
  if (runs === undefined) return <Skeleton lines={4} />;
  return (
    <DataTable
      label="Earlier checks"
      columns={[
        { label: "checked", unit: null, type: "text" },
        { label: "outcome", unit: null, type: "text" },
        { label: "failed", unit: null, type: "number" },
        { label: "warnings", unit: null, type: "number" },
        { label: "passed", unit: null, type: "number" },
        { label: "undetermined", unit: null, type: "number" },
        { label: "data version", unit: null, type: "text" },
      ]}
      rows={runs.map(({ at, outcome, partial, counts, dataVersion }) => [
        instantText(at, project?.timezone ?? "UTC"),
        partial ? `${outcome} (some checks)` : outcome,
        counts.fail,
        counts.warn,
        counts.pass,
        counts.undetermined,
        dataVersion,
      ])}
    />
  );
}
