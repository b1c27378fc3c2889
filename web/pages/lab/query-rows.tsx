import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Button } from "../../design/button.tsx";
import { ErrorState } from "../../design/error-state.tsx";
import { Skeleton } from "../../design/skeleton.tsx";
import { queryColumnsQuery } from "../../state/queries.ts";
import type { SqlSchema } from "../sql-completion.ts";
import { SqlEditor } from "../sql-editor.tsx";
import type { Column } from "./lab-question.ts";

interface QueryEditorProps {
  readonly sql: string;
  readonly schema: SqlSchema;
  readonly onUse: (sql: string) => void;
}

/** The statement whose rows are looked at. */
export function QueryEditor({ sql, schema, onUse }: QueryEditorProps): ReactNode {
  const [draft, setDraft] = useState(sql);
  const use = (): void => {
    if (draft.trim() !== "") onUse(draft);
  };
  return (
    <>
      <SqlEditor sql={draft} schema={schema} rows={5} onChange={setDraft} onRun={use} />
      <div className="row">
        <Button
          look={draft === sql ? "plain" : "primary"}
          disabled={draft.trim() === "" || draft === sql}
          onClick={use}
        >
          Use these rows
        </Button>
        <span className="muted small">One SELECT, read-only, as on the SQL page.</span>
      </div>
    </>
  );
}

interface DescribedQueryProps {
  readonly sql: string;
  readonly children: (columns: readonly Column[]) => ReactNode;
}

/** What is shown of the columns of a statement, when they are known; else what is wrong with it. */
export function DescribedQuery({ sql, children }: DescribedQueryProps): ReactNode {
  const { data, error } = useQuery(queryColumnsQuery(sql));
  if (error !== null) return <ErrorState error={error} />;
  return data === undefined ? <Skeleton block lines={4} /> : children(data);
}
