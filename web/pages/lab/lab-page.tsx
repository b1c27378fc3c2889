import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { AnalysisInfo } from "../../../src/contract/api/analyses.ts";
import { Card } from "../../design/card.tsx";
import { EmptyState } from "../../design/empty-state.tsx";
import { ErrorState } from "../../design/error-state.tsx";
import { Select } from "../../design/select.tsx";
import { Skeleton } from "../../design/skeleton.tsx";
import { Tabs } from "../../design/tabs.tsx";
import { isOfTable } from "../../shell/nav-links.ts";
import { PageHead } from "../../shell/page-head.tsx";
import { analysesQuery, relationsQuery } from "../../state/queries.ts";
import { oneOf } from "../../state/search.ts";
import { useSearchState } from "../../state/use-search.ts";
import { NeedsModels } from "../needs-models.tsx";
import type { SqlSchema } from "../sql-completion.ts";
import { Asked } from "./asked.tsx";
import { firstTable, type LabRows, questionParameters, rowsOfQuery, rowsOfTable } from "./lab-question.ts";
import { Notebook } from "./notebook.tsx";
import { DescribedQuery, QueryEditor } from "./query-rows.tsx";

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
        text="Any table or query, described and tested: distributions, groups, relations, with intervals and what they rest on."
      />
      <NeedsModels>
        {error !== null ? (
          <ErrorState error={error} onRetry={() => void relations.refetch()} />
        ) : steps === undefined || relations.data === undefined ? (
          <Skeleton block lines={4} />
        ) : (
          <Lab steps={steps} schema={relations.data} />
        )}
      </NeedsModels>
    </div>
  );
}

interface LabProps {
  readonly steps: readonly AnalysisInfo[];
  readonly schema: SqlSchema;
}

/** The choice of the list that is no table: no relation has such a name. */
const QUERY = "(query)";

function Lab({ steps, schema }: LabProps): ReactNode {
  const { search, change } = useSearchState();
  const tables = schema.relations;
  const sql = oneOf(search, "sql");
  const table = tables.find(({ name }) => name === oneOf(search, "table")) ?? firstTable(tables);
  const step = steps.find(({ id }) => id === oneOf(search, "step")) ?? steps[0];
  if (table === undefined || step === undefined)
    return <EmptyState title="There is no table yet" text="Load one, then build." command="tidemark ingest" />;
  const forget = (): Record<string, string> =>
    Object.fromEntries(steps.flatMap((one) => questionParameters(one).map(({ name }) => [name, ""])));
  const ask = (rows: LabRows): ReactNode => (
    <Tabs
      label="Questions"
      tabs={steps.map(({ id, title }) => ({ value: id, label: title }))}
      selected={step.id}
      onSelect={(id) => change({ ...forget(), step: id, ...(sql === undefined ? { table: table.name } : {}) })}
    >
      <Asked key={`${sql ?? table.name} ${step.id}`} step={step} rows={rows} />
    </Tabs>
  );
  return (
    <>
      <Card title="Table">
        <div className="stack">
          <Select
            label="Rows of"
            help={sql !== undefined || table.row === null ? undefined : `one row is ${table.row}`}
            value={sql === undefined ? table.name : QUERY}
            options={[
              ...tables.map(({ name, rows }) => ({
                value: name,
                label: rows === null ? name : `${name} (${rows.toLocaleString("en-US")} rows)`,
              })),
              { value: QUERY, label: "Query: the rows of a SELECT of yours" },
            ]}
            onChange={(name) =>
              change(
                name === QUERY
                  ? { ...forget(), table: "", sql: `select *\nfrom ${table.name}` }
                  : { ...forget(), table: name, sql: "" },
              )
            }
          />
          {sql !== undefined && (
            <QueryEditor key={sql} sql={sql} schema={schema} onUse={(text) => change({ sql: text })} />
          )}
        </div>
      </Card>
      {sql === undefined ? (
        ask(rowsOfTable(table))
      ) : (
        <DescribedQuery sql={sql}>{(columns) => ask(rowsOfQuery(sql, columns))}</DescribedQuery>
      )}
      <Notebook />
    </>
  );
}
