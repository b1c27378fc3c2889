import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import type { AnalysisInfo } from "../../../src/contract/api/analyses.ts";
import type { RelationInfo } from "../../../src/contract/api/relations.ts";
import { Answer } from "../../chart/answer.tsx";
import { Card } from "../../design/card.tsx";
import { EmptyState } from "../../design/empty-state.tsx";
import { ErrorState } from "../../design/error-state.tsx";
import { type FormValues, SchemaForm } from "../../design/schema-form.tsx";
import { Select } from "../../design/select.tsx";
import { Skeleton } from "../../design/skeleton.tsx";
import { Tabs } from "../../design/tabs.tsx";
import { isOfTable } from "../../shell/nav-links.ts";
import { PageHead } from "../../shell/page-head.tsx";
import { valuesOf, valuesSearch } from "../../state/parameter-search.ts";
import { projectChoices } from "../../state/project-choices.ts";
import { analysesQuery, projectQuery, relationsQuery } from "../../state/queries.ts";
import { oneOf } from "../../state/search.ts";
import { useSearchState } from "../../state/use-search.ts";
import { NeedsModels } from "../needs-models.tsx";
import { columnChoices, firstColumns, questionParameters } from "./lab-question.ts";
import { KeepEntry, Notebook } from "./notebook.tsx";

/** Any table, described and tested: pick a table, a question and columns; the answer follows every change. */
export function LabPage(): ReactNode {
  const analyses = useQuery(analysesQuery);
  const relations = useQuery(relationsQuery);
  const error = analyses.error ?? relations.error;
  const steps = analyses.data?.filter(isOfTable);
  return (
    <div className="stack">
      <PageHead
        title="Statistics lab"
        text="Any table, described and tested: distributions, groups, relations, with intervals and what they rest on."
      />
      <NeedsModels>
        {error !== null ? (
          <ErrorState error={error} onRetry={() => void relations.refetch()} />
        ) : steps === undefined || relations.data === undefined ? (
          <Skeleton block lines={4} />
        ) : (
          <Lab steps={steps} tables={relations.data.relations} />
        )}
      </NeedsModels>
    </div>
  );
}

interface LabProps {
  readonly steps: readonly AnalysisInfo[];
  readonly tables: readonly RelationInfo[];
}

function Lab({ steps, tables }: LabProps): ReactNode {
  const { search, change } = useSearchState();
  const table = tables.find(({ name }) => name === oneOf(search, "table")) ?? firstTable(tables);
  const step = steps.find(({ id }) => id === oneOf(search, "step")) ?? steps[0];
  if (table === undefined || step === undefined)
    return <EmptyState title="There is no table yet" text="Load one, then build." command="tidemark ingest" />;
  const forget = (): Record<string, string> =>
    Object.fromEntries(steps.flatMap((one) => questionParameters(one).map(({ name }) => [name, ""])));
  return (
    <>
      <Card title="Table">
        <Select
          label="Rows of"
          help={table.row === null ? undefined : `one row is ${table.row}`}
          value={table.name}
          options={tables.map(({ name, rows }) => ({
            value: name,
            label: rows === null ? name : `${name} (${rows.toLocaleString("en-US")} rows)`,
          }))}
          onChange={(name) => change({ ...forget(), table: name })}
        />
      </Card>
      <Tabs
        label="Questions"
        tabs={steps.map(({ id, title }) => ({ value: id, label: title }))}
        selected={step.id}
        onSelect={(id) => change({ ...forget(), step: id, table: table.name })}
      >
        <Asked key={`${table.name} ${step.id}`} step={step} table={table} />
      </Tabs>
      <Notebook />
    </>
  );
}

/** What one row of is a thing of the project comes before the log itself. */
const firstTable = (tables: readonly RelationInfo[]): RelationInfo | undefined =>
  tables.find(
    ({ name, kind }) => kind === "table" && name.startsWith("fct_") && !/^fct_(events|daily|user_days)$/.test(name),
  ) ??
  tables.find(({ kind }) => kind === "table") ??
  tables[0];

const PAUSE_MS = 400;

function Asked({ step, table }: { readonly step: AnalysisInfo; readonly table: RelationInfo }): ReactNode {
  const { data: project } = useQuery(projectQuery);
  const { search, change } = useSearchState();
  const parameters = questionParameters(step);
  const asked = { ...firstColumns(parameters, table.columns), ...valuesOf(search, parameters) };
  const [draft, setDraft] = useState<FormValues>(asked);
  const waiting = JSON.stringify(draft) !== JSON.stringify(asked);
  useEffect(() => {
    if (!waiting) return;
    const timer = setTimeout(() => change(valuesSearch(draft, parameters)), PAUSE_MS);
    return () => clearTimeout(timer);
  });
  const missing = parameters.filter(({ name, required }) => required && asked[name] === undefined);
  const params = { table: table.name, ...asked };
  return (
    <>
      <p className="muted">{step.question}</p>
      <Card title="Question">
        <SchemaForm
          parameters={parameters}
          values={draft}
          onChange={setDraft}
          choicesFor={(name) => {
            const parameter = parameters.find((one) => one.name === name);
            return (parameter && columnChoices(parameter, table.columns)) ?? projectChoices(project, name);
          }}
        />
      </Card>
      {missing.length > 0 ? (
        <EmptyState
          title="The table has nothing of that kind"
          text={`Choose ${missing.map(({ name }) => name).join(" and ")}, or another table.`}
        />
      ) : (
        <>
          <Answer analysis={step.id} params={params} />
          <KeepEntry analysis={step.id} params={params} />
        </>
      )}
    </>
  );
}
