import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { GlossaryEntry } from "../../src/contract/api/glossary.ts";
import { Card } from "../design/card.tsx";
import { ErrorState } from "../design/error-state.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { TextField } from "../design/text-field.tsx";
import { PageHead } from "../shell/page-head.tsx";
import { glossaryQuery } from "../state/queries.ts";
import { oneOf } from "../state/search.ts";
import { useSearchState } from "../state/use-search.ts";

const KINDS: readonly { readonly kind: GlossaryEntry["kind"]; readonly title: string }[] = [
  { kind: "metric", title: "Metrics" },
  { kind: "dimension", title: "Dimensions" },
  { kind: "segment", title: "Segments" },
  { kind: "funnel", title: "Funnels" },
  { kind: "analysis", title: "Analyses" },
  { kind: "source", title: "Sources" },
  { kind: "relation", title: "Relations" },
  { kind: "word", title: "Words" },
];

/** Everything that has a name, explained; written from the definitions, so it cannot be out of date. */
export function DocsPage(): ReactNode {
  const { search, change } = useSearchState();
  const { data, error, refetch } = useQuery(glossaryQuery);
  const wanted = (oneOf(search, "q") ?? "").toLowerCase();
  const shown = (data ?? []).filter(({ id, title, text }) => `${id} ${title} ${text}`.toLowerCase().includes(wanted));
  return (
    <div className="stack">
      <PageHead title="Docs and glossary" text="Every name in this project, explained from its definition." />
      <div className="controls">
        <TextField
          label="Search the definitions"
          type="search"
          value={oneOf(search, "q") ?? ""}
          onChange={(q) => change({ q })}
        />
      </div>
      {error !== null && data === undefined && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton lines={10} />}
      {data !== undefined && shown.length === 0 && <p className="muted small">No definition holds this text.</p>}
      {KINDS.map(({ kind, title }) => (
        <Entries key={kind} title={title} entries={shown.filter((entry) => entry.kind === kind)} />
      ))}
    </div>
  );
}

function Entries({
  title,
  entries,
}: {
  readonly title: string;
  readonly entries: readonly GlossaryEntry[];
}): ReactNode {
  if (entries.length === 0) return null;
  return (
    <Card title={title}>
      <ul className="entries">
        {entries.map(({ kind, id, title: name, text, unit }) => (
          <li key={id} className="entry">
            <Link to="/docs/$kind/$id" params={{ kind, id }} dir="auto">
              {name}
            </Link>
            {unit !== null && <span className="muted small"> {unit}</span>}
            <p dir="auto">{text}</p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
