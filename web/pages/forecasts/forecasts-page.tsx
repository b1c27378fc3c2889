import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ProjectInfo } from "../../../src/contract/api/project.ts";
import { Answer } from "../../chart/answer.tsx";
import { EmptyState } from "../../design/empty-state.tsx";
import { FilterBar } from "../../shell/filter-bar.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { SavedViews } from "../../shell/saved-views.tsx";
import { projectQuery } from "../../state/queries.ts";
import { useSearchState } from "../../state/use-search.ts";
import { NeedsModels } from "../needs-models.tsx";
import { ForecastBuilder } from "./forecast-builder.tsx";
import {
  canAsk,
  capacityParams,
  FORECAST_GRAINS,
  FORECAST_NAMES,
  forecastParams,
  questionOf,
} from "./forecast-question.ts";
import { KeptForecasts } from "./kept-forecasts.tsx";

/** Forecasts: asked with a form, answered at every change, held in the address. */
export function ForecastsPage(): ReactNode {
  const { data: project } = useQuery(projectQuery);
  return (
    <div className="stack">
      <PageHead
        title="Forecasts"
        text="What is to be expected, how sure it is, and whether the model beats the last season."
      >
        <SavedViews page="forecasts" />
      </PageHead>
      <NeedsModels>{project !== undefined && <Asked project={project} />}</NeedsModels>
    </div>
  );
}

function Asked({ project }: { readonly project: ProjectInfo }): ReactNode {
  const { search, selection, change } = useSearchState();
  const question = questionOf(search, project.metrics[0]?.id ?? "");
  const capacity = capacityParams(question, selection);
  return (
    <>
      <FilterBar names={FORECAST_NAMES} grains={FORECAST_GRAINS} />
      <ForecastBuilder project={project} question={question} onChange={change} />
      {canAsk(question) ? (
        <>
          {capacity !== null && <Answer analysis="capacity" params={capacity} />}
          <Answer analysis="forecast" params={forecastParams(question, selection)} />
          <KeptForecasts />
        </>
      ) : (
        <EmptyState
          title="Something cannot be read"
          text="A forecast needs a metric; steps are whole numbers, events have a name and a day."
          command="tidemark run forecast --metric revenue --horizon 28"
        />
      )}
    </>
  );
}
