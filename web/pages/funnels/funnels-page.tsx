import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ProjectInfo } from "../../../src/contract/api/project.ts";
import { EmptyState } from "../../design/empty-state.tsx";
import { FilterBar } from "../../shell/filter-bar.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { SavedViews } from "../../shell/saved-views.tsx";
import { projectQuery } from "../../state/queries.ts";
import { useSearchState } from "../../state/use-search.ts";
import { NeedsModels } from "../needs-models.tsx";
import { SideBySide } from "../side-by-side.tsx";
import { FunnelBuilder } from "./funnel-builder.tsx";
import { FunnelPeople } from "./funnel-people.tsx";
import { canAsk, FUNNEL_GRAINS, FUNNEL_NAMES, funnelParams, questionOf } from "./funnel-question.ts";
import "./funnels.css";

/** Funnels: built step by step, answered at every change, held in the address. */
export function FunnelsPage(): ReactNode {
  const { data: project } = useQuery(projectQuery);
  return (
    <div className="stack">
      <PageHead title="Funnels" text="How many go from step to step, where they are lost, and for whom it differs.">
        <SavedViews page="funnel" />
      </PageHead>
      <NeedsModels>{project !== undefined && <Asked project={project} />}</NeedsModels>
    </div>
  );
}

function Asked({ project }: { readonly project: ProjectInfo }): ReactNode {
  const { search, selection, change } = useSearchState();
  const question = questionOf(search, project);
  const params = funnelParams(question, selection);
  return (
    <>
      <FilterBar names={FUNNEL_NAMES} grains={FUNNEL_GRAINS} />
      <FunnelBuilder project={project} question={question} onChange={change} />
      {canAsk(question) ? (
        <>
          <SideBySide analysis="funnel" params={params} by={question.by} versus={question.versus} />
          <FunnelPeople question={question} params={params} onChange={change} />
        </>
      ) : (
        <EmptyState
          title="Name at least two steps"
          text="Each step is the name of an event. Funnels that are asked for often are declared in tidemark.yml."
          command="tidemark run funnel --steps view,cart,purchase"
        />
      )}
    </>
  );
}
