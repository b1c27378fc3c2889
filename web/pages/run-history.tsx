import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Card } from "../design/card.tsx";
import { DataTable } from "../design/data-table.tsx";
import { ErrorState } from "../design/error-state.tsx";
import { Modal } from "../design/modal.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { instantText } from "../state/instant-text.ts";
import { projectQuery, runQuery, runsQuery } from "../state/queries.ts";

/** Loads and builds that did something, whoever started them. */
export function RunHistory(): ReactNode {
  const { data: runs, error, refetch } = useQuery(runsQuery);
  const { data: project } = useQuery(projectQuery);
  const [shown, setShown] = useState<number | null>(null);
  if (error !== null && runs === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (runs === undefined) return <Skeleton lines={4} />;
  return (
    <Card title="History">
      {runs.length === 0 ? (
        <p className="muted small">Nothing was loaded or built yet.</p>
      ) : (
        <DataTable
          label="Runs"
          columns={[
            { label: "run", unit: null, type: "text" },
            { label: "kind", unit: null, type: "text" },
            { label: "started", unit: null, type: "text" },
            { label: "status", unit: null, type: "text" },
            { label: "time", unit: "s", type: "number" },
            { label: "notes", unit: null, type: "text" },
          ]}
          rows={runs.map(({ id, kind, startedAt, status, seconds, error: failure, notes }) => [
            `#${id}`,
            kind,
            instantText(startedAt, project?.timezone ?? "UTC"),
            status,
            seconds,
            failure ?? (notes.join("; ") || null),
          ])}
          note="Choose a run to see its steps."
          onSelect={(label) => setShown(Number(label.slice(1)))}
        />
      )}
      {shown !== null && (
        <Modal look="drawer" title={`Run #${shown}`} onClose={() => setShown(null)}>
          <RunSteps id={shown} />
        </Modal>
      )}
    </Card>
  );
}

function RunSteps({ id }: { readonly id: number }): ReactNode {
  const { data: run, error } = useQuery(runQuery(id));
  if (error !== null) return <ErrorState error={error} />;
  if (run === undefined) return <Skeleton lines={6} />;
  return (
    <div className="stack">
      {run.notes.map((text) => (
        <p key={text} className="small" dir="auto">
          {text}
        </p>
      ))}
      <DataTable
        label={`Steps of run ${id}`}
        columns={[
          { label: "step", unit: null, type: "text" },
          { label: "what", unit: null, type: "text" },
          { label: "rows in", unit: null, type: "number" },
          { label: "rows out", unit: null, type: "number" },
          { label: "left out", unit: null, type: "text" },
          { label: "time", unit: "s", type: "number" },
          { label: "peak memory", unit: "bytes", type: "number" },
        ]}
        rows={run.steps.map(({ step, subject, rowsIn, rowsOut, dropped, seconds, peakRssBytes }) => [
          step,
          subject,
          rowsIn,
          rowsOut,
          dropped.map(({ reason, rows }) => `${rows.toLocaleString("en-US")} ${reason}`).join("; ") || null,
          seconds,
          peakRssBytes,
        ])}
      />
    </div>
  );
}
