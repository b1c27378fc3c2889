import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { EmptyState } from "../design/empty-state.tsx";
import { ErrorState } from "../design/error-state.tsx";
import { FactList } from "../design/fact-list.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { analysisLink } from "../shell/nav-links.ts";
import { PageHead } from "../shell/page-head.tsx";
import { analysisQuery, glossaryQuery, projectQuery } from "../state/queries.ts";
import { Markdown } from "./markdown.tsx";

/** One name, explained. */
export function EntryPage(): ReactNode {
  const { kind, id } = useParams({ strict: false }) as { readonly kind: string; readonly id: string };
  const { data, error } = useQuery(glossaryQuery);
  if (error !== null) return <ErrorState error={error} />;
  if (data === undefined) return <Skeleton lines={6} />;
  const entry = data.find((other) => other.kind === kind && other.id === id);
  if (entry === undefined)
    return (
      <div className="stack">
        <PageHead title={`No ${kind} is called ${id}`} />
        <EmptyState title="It may have been renamed" text="The glossary lists every name of the project." />
      </div>
    );
  return (
    <div className="stack">
      <p className="small">
        <Link to="/docs">Docs and glossary</Link>
      </p>
      <PageHead
        title={entry.title}
        text={`${entry.kind} ${entry.id}${entry.unit === null ? "" : `, in ${entry.unit}`}`}
      />
      <p className="prose" dir="auto">
        {entry.text}
      </p>
      {kind === "metric" && <MetricFacts id={id} />}
      {kind === "analysis" && <MethodCard id={id} />}
    </div>
  );
}

function MetricFacts({ id }: { readonly id: string }): ReactNode {
  const { data: project } = useQuery(projectQuery);
  const metric = project?.metrics.find((other) => other.id === id);
  if (metric === undefined) return null;
  const { kind, definition, good, goal, entity, owner, additive, dimensions } = metric;
  const facts: readonly (readonly [string, string | null])[] = [
    ["definition", definition],
    ["kind", kind],
    ["of", entity],
    ["good news", { up: "when it rises", down: "when it falls", neutral: "neither way" }[good]],
    ["goal", goal === null ? null : goal.toLocaleString("en-US")],
    ["adds up", additive ? "over days and values" : "no: it must be counted anew for each period and value"],
    ["can be split by", dimensions.join(", ") || "nothing"],
    ["owner", owner],
  ];
  return (
    <>
      <FactList facts={facts} />
      <p>
        <Link to="/explore" search={{ metric: id } as never}>
          Explore it
        </Link>
      </p>
    </>
  );
}

function MethodCard({ id }: { readonly id: string }): ReactNode {
  const { data, error } = useQuery(analysisQuery(id));
  if (error !== null) return <ErrorState error={error} />;
  if (data === undefined) return <Skeleton lines={8} />;
  const { to, search } = analysisLink(data);
  return (
    <>
      <p>
        <Link to={to as "/"} search={search as never}>
          Ask it
        </Link>
      </p>
      {data.card === null ? <p className="muted">{data.question}</p> : <Markdown text={data.card} />}
    </>
  );
}
