import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import type { AnalysisInfo } from "../../../src/contract/api/analyses.ts";
import { Answer } from "../../chart/answer.tsx";
import { Card } from "../../design/card.tsx";
import { EmptyState } from "../../design/empty-state.tsx";
import { type FormValues, SchemaForm } from "../../design/schema-form.tsx";
import { FilterBar } from "../../shell/filter-bar.tsx";
import { columnFilters } from "../../state/filter-source.ts";
import { valuesOf, valuesSearch } from "../../state/parameter-search.ts";
import { projectChoices } from "../../state/project-choices.ts";
import { projectQuery } from "../../state/queries.ts";
import { ofColumns, selectionParams } from "../../state/selection.ts";
import { useSearchState } from "../../state/use-search.ts";
import { columnChoices, filterNames, firstColumns, type LabRows, questionParameters } from "./lab-question.ts";
import { KeepEntry } from "./notebook.tsx";

const PAUSE_MS = 400;

interface AskedProps {
  readonly step: AnalysisInfo;
  readonly rows: LabRows;
}

/** One question about rows: its form, and the answer, which follows every change. */
export function Asked({ step, rows: { columns, from, choice } }: AskedProps): ReactNode {
  const { data: project } = useQuery(projectQuery);
  const { search, selection, change } = useSearchState();
  const parameters = questionParameters(step);
  const asked = { ...firstColumns(parameters, columns), ...valuesOf(search, parameters) };
  const [draft, setDraft] = useState<FormValues>(asked);
  const waiting = JSON.stringify(draft) !== JSON.stringify(asked);
  useEffect(() => {
    if (!waiting) return;
    const timer = setTimeout(() => change(valuesSearch(draft, parameters)), PAUSE_MS);
    return () => clearTimeout(timer);
  });
  const missing = parameters.filter(({ name, required }) => required && asked[name] === undefined);
  const names = filterNames(columns);
  const params = { ...choice, ...selectionParams(ofColumns(selection, columns), names), ...asked };
  return (
    <>
      <p className="muted">{step.question}</p>
      <FilterBar names={names} source={columnFilters(from, columns)} />
      <Card title="Question">
        <SchemaForm
          parameters={parameters}
          values={draft}
          onChange={setDraft}
          choicesFor={(name) => {
            const parameter = parameters.find((one) => one.name === name);
            return (parameter && columnChoices(parameter, columns)) ?? projectChoices(project, name);
          }}
        />
      </Card>
      {missing.length > 0 ? (
        <EmptyState
          title="These rows have nothing of that kind"
          text={`Choose ${missing.map(({ name }) => name).join(" and ")}, or other rows.`}
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
