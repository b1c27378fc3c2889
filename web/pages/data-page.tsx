import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { RelationInfo } from "../../src/contract/api/relations.ts";
import { Answer } from "../chart/answer.tsx";
import { DataTable } from "../design/data-table.tsx";
import { ErrorState } from "../design/error-state.tsx";
import { Modal } from "../design/modal.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { Tabs } from "../design/tabs.tsx";
import { PageHead } from "../shell/page-head.tsx";
import { projectQuery, relationsQuery } from "../state/queries.ts";
import { FreshnessCard } from "./freshness-card.tsx";
import { NeedsModels } from "./needs-models.tsx";
import { RelationDetail } from "./relation-detail.tsx";

/** What is stored: sources in the lake, tables in the warehouse, and how they belong together. */
export function DataPage(): ReactNode {
  const { data: project } = useQuery(projectQuery);
  return (
    <div className="stack">
      <PageHead title="Storage and model" text="Sources in the lake, the tables made from them, and how they join." />
      {project !== undefined && project.sources.length > 0 && <FreshnessCard project={project} />}
      <NeedsModels>
        <Relations />
      </NeedsModels>
    </div>
  );
}

const TABS = [
  { value: "tables", label: "Tables" },
  { value: "model", label: "Data model" },
  { value: "bytes", label: "Bytes" },
];

function Relations(): ReactNode {
  const { data, error, refetch } = useQuery(relationsQuery);
  const [tab, setTab] = useState("tables");
  const [shown, setShown] = useState<string | null>(null);
  if (error !== null && data === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton block />;
  const { relations } = data;
  const relation = relations.find(({ name }) => name === shown);
  return (
    <Tabs label="Data model" tabs={TABS} selected={tab} onSelect={setTab}>
      {tab === "tables" && <RelationList relations={relations} onSelect={setShown} />}
      {tab === "model" && <Answer analysis="storage" params={{}} kinds={["graph"]} findings={false} />}
      {tab === "bytes" && <Answer analysis="storage" params={{}} kinds={["bars", "table"]} />}
      {relation !== undefined && (
        <Modal look="drawer" title={relation.name} onClose={() => setShown(null)}>
          <RelationDetail relation={relation} />
        </Modal>
      )}
    </Tabs>
  );
}

interface RelationListProps {
  readonly relations: readonly RelationInfo[];
  readonly onSelect: (name: string) => void;
}

function RelationList({ relations, onSelect }: RelationListProps): ReactNode {
  return (
    <DataTable
      label="Relations"
      columns={[
        { label: "relation", unit: null, type: "text" },
        { label: "kind", unit: null, type: "text" },
        { label: "rows", unit: null, type: "number" },
        { label: "columns", unit: null, type: "number" },
        { label: "one row is", unit: null, type: "text" },
      ]}
      rows={relations.map(({ name, kind, rows, columns, row }) => [name, kind, rows, columns.length, row])}
      note="Choose a relation to see its columns and their values."
      onSelect={onSelect}
    />
  );
}
