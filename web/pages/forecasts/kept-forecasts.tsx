import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { ChartFrame } from "../../chart/chart-frame.tsx";
import { Card } from "../../design/card.tsx";
import { DataTable } from "../../design/data-table.tsx";
import { ErrorState } from "../../design/error-state.tsx";
import { Skeleton } from "../../design/skeleton.tsx";
import { instantText } from "../../state/instant-text.ts";
import { forecastsQuery, projectQuery } from "../../state/queries.ts";
import { actualChart } from "./actual-chart.ts";
import { keptTable, shortId } from "./kept-table.ts";

/** Shown at first: of many the newest are looked at. */
const FIRST = 12;

/** Forecasts that were made, beside what came since; one is chosen to be drawn. */
export function KeptForecasts(): ReactNode {
  const { data: kept, error, refetch } = useQuery(forecastsQuery);
  const { data: project } = useQuery(projectQuery);
  const [chosen, setChosen] = useState<string | null>(null);
  const [all, setAll] = useState(false);
  if (error !== null && kept === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (kept === undefined) return <Skeleton lines={4} />;
  if (kept.length === 0) return null;
  const shown = kept.find(({ id }) => shortId(id) === chosen) ?? kept.find(({ came }) => came > 0);
  const { columns, rows } = keptTable(kept, project?.timezone ?? "UTC");
  return (
    <Card title="Forecasts that were made">
      <div className="stack">
        {shown !== undefined && <ChartFrame spec={actualChart(shown, instantText(shown.createdAt, shown.timezone))} />}
        <DataTable
          label="Forecasts that were made"
          columns={columns}
          rows={all ? rows : rows.slice(0, FIRST)}
          onSelect={setChosen}
          note="Choose one to see what came beside what was forecast."
        />
        {!all && kept.length > FIRST && (
          <div>
            <button type="button" className="button" onClick={() => setAll(true)}>
              Show all {kept.length}
            </button>
          </div>
        )}
      </div>
    </Card>
  );
}
