import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ProjectInfo } from "../../../src/contract/api/project.ts";
import { NO_VALUE, OTHER } from "../../../src/contract/selection.ts";
import { Answer } from "../../chart/answer.tsx";
import { EmptyState } from "../../design/empty-state.tsx";
import { FilterBar } from "../../shell/filter-bar.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { SavedViews } from "../../shell/saved-views.tsx";
import { projectQuery } from "../../state/queries.ts";
import { withValue } from "../../state/selection.ts";
import { useSearchState } from "../../state/use-search.ts";
import { NeedsModels } from "../needs-models.tsx";
import { FunnelBuilder } from "./funnel-builder.tsx";
import { FunnelPeople } from "./funnel-people.tsx";
import { canAsk, daysBefore, FUNNEL_NAMES, funnelParams, questionOf } from "./funnel-question.ts";
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
  const { search, selection, change, select } = useSearchState();
  const question = questionOf(search, project);
  const params = funnelParams(question, selection);
  const before = daysBefore(selection);
  const beside =
    question.versus !== null
      ? { ...params, segment: question.versus }
      : before !== null
        ? { ...params, ...before }
        : null;
  const onSelect = (label: string): void => {
    if (question.by !== "" && label !== OTHER)
      select(withValue(selection, question.by, label === NO_VALUE ? null : label));
  };
  return (
    <>
      <FilterBar names={FUNNEL_NAMES} />
      <FunnelBuilder project={project} question={question} onChange={change} />
      {canAsk(question) ? (
        <>
          <div className={beside === null ? "stack" : "leaders"}>
            <Answer analysis="funnel" params={params} {...(question.by === "" ? {} : { onSelect })} />
            {beside !== null && <Answer analysis="funnel" params={beside} />}
          </div>
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
