import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import type { AnalysisInfo } from "../../src/contract/api/analyses.ts";
import { NO_VALUE, OTHER } from "../../src/contract/selection.ts";
import { Answer } from "../chart/answer.tsx";
import { Button } from "../design/button.tsx";
import { Card } from "../design/card.tsx";
import { EmptyState } from "../design/empty-state.tsx";
import { ErrorState } from "../design/error-state.tsx";
import { type FormValues, SchemaForm } from "../design/schema-form.tsx";
import { Skeleton } from "../design/skeleton.tsx";
import { FilterBar } from "../shell/filter-bar.tsx";
import { PageHead } from "../shell/page-head.tsx";
import { SavedViews } from "../shell/saved-views.tsx";
import { valuesOf, valuesSearch } from "../state/parameter-search.ts";
import { grainsOf, ownParameters, parameterNames } from "../state/parameters.ts";
import { projectChoices } from "../state/project-choices.ts";
import { analysesQuery, projectQuery } from "../state/queries.ts";
import { ofGrains, selectionParams, withValue } from "../state/selection.ts";
import { useSearchState } from "../state/use-search.ts";
import { NeedsModels } from "./needs-models.tsx";

/** Any analysis that the server has: its form comes from its parameters. */
export function AnyAnalysisPage(): ReactNode {
  const { id } = useParams({ strict: false }) as { readonly id: string };
  return <AnalysisPage key={id} id={id} />;
}

export function MetricsPage(): ReactNode {
  return <AnalysisPage id="metric" title="Metrics" />;
}

export function BreakdownPage(): ReactNode {
  return <AnalysisPage id="breakdown" title="Breakdown" />;
}

export function SessionsPage(): ReactNode {
  return <AnalysisPage id="sessions" />;
}

function AnalysisPage({ id, title }: { readonly id: string; readonly title?: string }): ReactNode {
  const { data: analyses, error, refetch } = useQuery(analysesQuery);
  const analysis = analyses?.find((other) => other.id === id);
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (analyses === undefined) return <Skeleton block lines={3} />;
  if (analysis === undefined)
    return (
      <div className="stack">
        <PageHead title={`There is no analysis "${id}"`} />
        <EmptyState
          title="It may be of another version"
          text="The command lists the analyses that there are."
          command="tidemark list analyses"
        />
      </div>
    );
  return (
    <div className="stack">
      <PageHead title={title ?? analysis.title} text={analysis.question}>
        <SavedViews page={id} />
      </PageHead>
      <NeedsModels>
        <Asked analysis={analysis} />
      </NeedsModels>
    </div>
  );
}

function Asked({ analysis }: { readonly analysis: AnalysisInfo }): ReactNode {
  const { data: project } = useQuery(projectQuery);
  const { search, selection, change, select } = useSearchState();
  const parameters = ownParameters(analysis.params);
  const names = parameterNames(analysis.params);
  const grains = grainsOf(analysis.params);
  const chosen = valuesOf(search, parameters);
  const required = Object.fromEntries(
    parameters
      .filter(({ name, required: must }) => must && chosen[name] === undefined)
      .flatMap(({ name }) => {
        const first = projectChoices(project, name)?.[0];
        return first === undefined ? [] : [[name, first.value]];
      }),
  );
  const values = { ...required, ...chosen };
  const missing = parameters.filter(({ name, required: must }) => must && values[name] === undefined);
  const by = Array.isArray(values["by"]) ? values["by"].map(String) : [];
  const dimension = by.length === 1 ? by[0] : undefined;
  const onSelect = (label: string): void => {
    if (dimension !== undefined && label !== OTHER)
      select(withValue(selection, dimension, label === NO_VALUE ? null : label));
  };
  return (
    <>
      <FilterBar names={names} grains={grains} comparesPeriods={analysis.id === "metric"} />
      {parameters.length > 0 && (
        <Parameters
          key={JSON.stringify(values)}
          analysis={analysis}
          values={values}
          onAsk={(next) => change(valuesSearch(next, parameters))}
        />
      )}
      {missing.length > 0 ? (
        <EmptyState
          title="One thing is missing"
          text={`Choose ${missing.map(({ name }) => name).join(" and ")} to ask the question.`}
        />
      ) : (
        <Answer
          analysis={analysis.id}
          params={{ ...selectionParams(ofGrains(selection, grains), names), ...values }}
          {...(dimension === undefined || !names.has("where") ? {} : { onSelect })}
        />
      )}
    </>
  );
}

interface ParametersProps {
  readonly analysis: AnalysisInfo;
  readonly values: FormValues;
  readonly onAsk: (values: FormValues) => void;
}

function Parameters({ analysis, values, onAsk }: ParametersProps): ReactNode {
  const { data: project } = useQuery(projectQuery);
  const [draft, setDraft] = useState(values);
  const dirty = JSON.stringify(draft) !== JSON.stringify(values);
  return (
    <Card title="Question">
      <form
        className="stack"
        aria-label="Question"
        onSubmit={(event) => {
          event.preventDefault();
          onAsk(draft);
        }}
      >
        <SchemaForm
          parameters={ownParameters(analysis.params)}
          values={draft}
          onChange={setDraft}
          choicesFor={(name) => projectChoices(project, name)}
        />
        <div className="row">
          <Button type="submit" look={dirty ? "primary" : "plain"} icon="play" disabled={!dirty}>
            Ask
          </Button>
        </div>
      </form>
    </Card>
  );
}
