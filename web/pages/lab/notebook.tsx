import { useMutation, useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { getResult } from "../../../src/contract/api/results.ts";
import { deleteView, type SavedView, saveView } from "../../../src/contract/api/views.ts";
import type { Envelope } from "../../../src/contract/envelope.ts";
import { Button } from "../../design/button.tsx";
import { Card } from "../../design/card.tsx";
import { CommandText } from "../../design/command-text.tsx";
import { IconButton } from "../../design/icon-button.tsx";
import { Select } from "../../design/select.tsx";
import { TextField } from "../../design/text-field.tsx";
import { useToast } from "../../design/toast.tsx";
import { api } from "../../state/api.ts";
import { answerQuery, viewsQuery } from "../../state/queries.ts";
import { parseSearch, type Search, stringifySearch } from "../../state/search.ts";
import { useSearchState } from "../../state/use-search.ts";
import { CORRECTIONS, type Correction, correctedTests, KEPT, keptId } from "./kept-tests.ts";

const PAGE = "lab";

interface KeepEntryProps {
  readonly analysis: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Keeps the answer that is shown, with the receipt that makes it again. */
export function KeepEntry({ analysis, params }: KeepEntryProps): ReactNode {
  const { data, isPlaceholderData } = useQuery(answerQuery(analysis, params));
  const { search } = useSearchState();
  const client = useQueryClient();
  const say = useToast();
  const [given, setGiven] = useState<string>();
  const name = given ?? data?.findings[0]?.text.slice(0, 120) ?? "";
  // columns that were taken because none was chosen are part of the question, too
  const state = stringifySearch({ ...params, ...search, step: analysis, [KEPT]: data?.id ?? "" });
  const keep = useMutation({
    mutationFn: () => api.call(saveView, { body: { page: PAGE, name: name.trim(), state } }),
    onSuccess: () => {
      setGiven(undefined);
      void client.invalidateQueries({ queryKey: ["views"] });
    },
    onError: (error) => say(error.message, "bad"),
  });
  // while a new answer is on its way, the last one is still shown: it is not the answer to this question
  if (data?.status !== "ok" || isPlaceholderData) return null;
  return (
    <form
      className="stack-tight"
      onSubmit={(event) => {
        event.preventDefault();
        keep.mutate();
      }}
    >
      <TextField label="Keep it in the notebook as" maxLength={120} value={name} onChange={setGiven} />
      <div className="row">
        <Button type="submit" disabled={name.trim() === "" || keep.isPending}>
          Keep
        </Button>
      </div>
    </form>
  );
}

/** What was kept, in order, and the p-values of all its tests together. */
export function Notebook(): ReactNode {
  const { data: views = [] } = useQuery(viewsQuery(PAGE));
  const [correction, setCorrection] = useState<Correction>("holm");
  const results = useQueries({
    queries: views.map((view) => ({
      queryKey: ["results", keptId(view)],
      queryFn: () => api.call(getResult, { path: { id: keptId(view) } }),
      staleTime: Number.POSITIVE_INFINITY,
    })),
  });
  if (views.length === 0) return null;
  const tests = correctedTests(
    results.map(({ data }) => data),
    correction,
  );
  const tested = tests.filter((test) => test !== null).length;
  return (
    <Card title="Notebook">
      <div className="stack">
        {tested > 1 && (
          <Select
            label={`${tested} tests stand here, so that p-values are corrected`}
            value={correction}
            options={CORRECTIONS}
            onChange={(value) => setCorrection(value as Correction)}
          />
        )}
        <ol className="stack">
          {views.map((view, i) => (
            <Entry key={view.id} view={view} result={results[i]?.data} test={tests[i] ?? null} several={tested > 1} />
          ))}
        </ol>
      </div>
    </Card>
  );
}

interface EntryProps {
  readonly view: SavedView;
  readonly result: Envelope | undefined;
  readonly test: { readonly alone: string; readonly corrected: string } | null;
  readonly several: boolean;
}

function Entry({ view, result, test, several }: EntryProps): ReactNode {
  const client = useQueryClient();
  const say = useToast();
  const remove = useMutation({
    mutationFn: () => api.call(deleteView, { path: { id: view.id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["views"] }),
    onError: (error) => say(error.message, "bad"),
  });
  const { [KEPT]: _, ...search } = parseSearch(view.state);
  return (
    <li className="stack-tight">
      <div className="row-between">
        <Link to="/lab" search={search as Search as never} dir="auto">
          {view.name}
        </Link>
        <IconButton icon="trash" label={`Take ${view.name} out of the notebook`} onClick={() => remove.mutate()} />
      </div>
      {result?.findings.slice(0, 2).map(({ text }) => (
        <p key={text} className="small" dir="auto">
          {text}
        </p>
      ))}
      {test !== null && (
        <p className="small muted">
          {several ? `p alone ${test.alone}, corrected ${test.corrected}` : `p ${test.alone}`}
        </p>
      )}
      <CommandText command={`tidemark why ${keptId(view)}`} />
    </li>
  );
}
