import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { formatValue } from "../../src/charts/format.ts";
import { type QueryAnswer, runQuery } from "../../src/contract/api/relations.ts";
import type { Cell } from "../../src/contract/chart-spec/table.ts";
import { shellWord } from "../../src/contract/command-line.ts";
import { ChartFrame } from "../chart/chart-frame.tsx";
import { downloadCsv } from "../chart/download.ts";
import { Button } from "../design/button.tsx";
import { CodeBlock } from "../design/code-block.tsx";
import { CommandText } from "../design/command-text.tsx";
import { DataTable } from "../design/data-table.tsx";
import { EmptyState } from "../design/empty-state.tsx";
import { ErrorState } from "../design/error-state.tsx";
import { Modal } from "../design/modal.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { Tabs } from "../design/tabs.tsx";
import { PageHead } from "../shell/page-head.tsx";
import { SavedViews } from "../shell/saved-views.tsx";
import { api } from "../state/api.ts";
import { projectQuery, relationsQuery } from "../state/queries.ts";
import { oneOf } from "../state/search.ts";
import { useSearchState } from "../state/use-search.ts";
import { metricText } from "./metric-text.ts";
import { NeedsModels } from "./needs-models.tsx";
import { isNumberType, queryChart } from "./query-chart.ts";
import { SqlEditor } from "./sql-editor.tsx";

const EXAMPLE = `select day, count(*) as events
from fct_events
group by day
order by day`;

/** One SELECT over the project's relations, read-only. */
export function SqlPage(): ReactNode {
  return (
    <div className="stack">
      <PageHead title="SQL" text="One SELECT over the project's relations. Nothing can be changed from here.">
        <SavedViews page="sql" />
      </PageHead>
      <NeedsModels>
        <Console />
      </NeedsModels>
    </div>
  );
}

function Console(): ReactNode {
  const { search, change } = useSearchState();
  const held = oneOf(search, "sql") ?? EXAMPLE;
  const [draft, setDraft] = useState({ of: held, sql: held });
  const sql = draft.of === held ? draft.sql : held;
  const { data: schema } = useQuery(relationsQuery);
  const [metric, setMetric] = useState(false);
  const run = useMutation({ mutationFn: (text: string) => api.call(runQuery, { body: { sql: text } }) });
  const start = (): void => {
    change({ sql });
    setDraft({ of: sql, sql });
    run.mutate(sql);
  };
  return (
    <>
      <SqlEditor sql={sql} schema={schema} onChange={(text) => setDraft({ of: held, sql: text })} onRun={start} />
      <div className="row">
        <Button look="primary" icon="play" disabled={run.isPending || sql.trim() === ""} onClick={start}>
          Run
        </Button>
        <Button onClick={() => setMetric(true)}>Save as a metric</Button>
        <span className="muted small">Ctrl Enter runs it.</span>
      </div>
      {run.error !== null && <ErrorState error={run.error} />}
      {run.isPending && <Skeleton block />}
      {run.data !== undefined && run.error === null && !run.isPending && <Result answer={run.data} sql={sql} />}
      {metric && <MetricDialog sql={sql} onClose={() => setMetric(false)} />}
    </>
  );
}

const TABS = [
  { value: "table", label: "Table" },
  { value: "chart", label: "Chart" },
];

function Result({ answer, sql }: { readonly answer: QueryAnswer; readonly sql: string }): ReactNode {
  const [tab, setTab] = useState("table");
  const { data: project } = useQuery(projectQuery);
  const { columns, rows, truncated, ms } = answer;
  const sample = answer.sample === null ? null : (project?.sample ?? null);
  const spec = tab === "chart" ? queryChart(answer) : null;
  const count = `${rows.length.toLocaleString("en-US")} rows in ${formatValue(ms, "ms")}`;
  if (rows.length === 0)
    return <EmptyState title="No row" text="The statement is right, but nothing fulfils its conditions." />;
  const shown = columns.map(({ name, type }) => ({
    label: name,
    unit: null,
    type: isNumberType(type) ? ("number" as const) : ("text" as const),
  }));
  return (
    <Tabs label="Result" tabs={TABS} selected={tab} onSelect={setTab}>
      {tab === "table" && (
        <>
          <DataTable
            label="Result of the query"
            columns={shown}
            rows={rows.map((row) => row.map((value): Cell => (typeof value === "boolean" ? String(value) : value)))}
            note={truncated ? `The first ${count}; there are more. The command line gives all.` : count}
          />
          <div className="row">
            <Button icon="download" onClick={() => downloadCsv({ title: "query", sample }, { columns: shown, rows })}>
              CSV
            </Button>
            <Link to="/lab" search={{ sql } as never}>
              Analyse in the lab
            </Link>
            <CommandText command={`tidemark query ${shellWord(sql)}`} />
          </div>
        </>
      )}
      {tab === "chart" &&
        (spec === null ? (
          <EmptyState
            title="This result has no chart"
            text="A chart needs a first column of days or names, and at least one column of numbers."
          />
        ) : (
          <ChartFrame spec={spec} />
        ))}
    </Tabs>
  );
}

function MetricDialog({ sql, onClose }: { readonly sql: string; readonly onClose: () => void }): ReactNode {
  const text = metricText(sql);
  return (
    <Modal look="dialog" title="Save as a metric" onClose={onClose}>
      {text === null ? (
        <p className="small">
          A metric is one count, count of distinct values, sum, mean or quantile over fct_events, with an event or
          without. Write the statement as <code>select sum(value) from fct_events where event = 'purchase'</code>.
        </p>
      ) : (
        <div className="stack-tight">
          <p className="small">Put this into tidemark.yml; the dashboard shows it as soon as the file is saved.</p>
          <CodeBlock label="Declaration of the metric" text={text} />
          <div className="row">
            <Button icon="copy" onClick={() => void navigator.clipboard.writeText(text).catch(() => {})}>
              Copy
            </Button>
          </div>
        </div>
      )}
    </Modal>
  );
}
