import type { ReactNode } from "react";
import type { ProjectInfo } from "../../src/contract/api/project.ts";
import { Card } from "../design/card.tsx";
import { DataTable } from "../design/data-table.tsx";
import { QualityBadge } from "../shell/top-bar.tsx";
import { instantText } from "../state/instant-text.ts";

/** What is loaded, from when to when, and whether the checks pass. */
export function FreshnessCard({ project }: { readonly project: ProjectInfo }): ReactNode {
  const { sources, timezone, quality, models } = project;
  const time = (instant: string | null): string | null => (instant === null ? null : instantText(instant, timezone));
  return (
    <Card title="Data and quality" aside={<QualityBadge quality={quality} />}>
      <DataTable
        label="Sources"
        columns={[
          { label: "source", unit: null, type: "text" },
          { label: "rows", unit: null, type: "number" },
          { label: "duplicates", unit: null, type: "number" },
          { label: "quarantined", unit: null, type: "number" },
          { label: "size", unit: "bytes", type: "number" },
          { label: "from", unit: null, type: "text" },
          { label: "to", unit: null, type: "text" },
          { label: "loaded", unit: null, type: "text" },
        ]}
        rows={sources.map((source) => [
          source.id,
          source.rows,
          source.duplicates,
          source.quarantined,
          source.bytes,
          time(source.first),
          time(source.last),
          time(source.lastLoad),
        ])}
        note={`Times in ${timezone}. ${models.stale ?? "The models hold the data as they are now."}`}
      />
    </Card>
  );
}
