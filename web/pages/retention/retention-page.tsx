import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ProjectInfo } from "../../../src/contract/api/project.ts";
import type { SelectedCell } from "../../chart/selected-label.ts";
import { EmptyState } from "../../design/empty-state.tsx";
import { FilterBar } from "../../shell/filter-bar.tsx";
import { PageHead } from "../../shell/page-head.tsx";
import { SavedViews } from "../../shell/saved-views.tsx";
import { projectQuery } from "../../state/queries.ts";
import { useSearchState } from "../../state/use-search.ts";
import { NeedsModels } from "../needs-models.tsx";
import { SideBySide } from "../side-by-side.tsx";
import { RetentionBuilder } from "./retention-builder.tsx";
import { listText, RetentionPeople } from "./retention-people.tsx";
import { canAsk, questionOf, RETENTION_GRAINS, RETENTION_NAMES, retentionParams } from "./retention-question.ts";

/** Retention: asked with a builder, answered at every change, held in the address. */
export function RetentionPage(): ReactNode {
  const { data: project } = useQuery(projectQuery);
  return (
    <div className="stack">
      <PageHead title="Retention" text="How many come back, when, and how it changes from cohort to cohort.">
        <SavedViews page="retention" />
      </PageHead>
      <NeedsModels>{project !== undefined && <Asked project={project} />}</NeedsModels>
    </div>
  );
}

function Asked({ project }: { readonly project: ProjectInfo }): ReactNode {
  const { search, selection, change } = useSearchState();
  const question = questionOf(search);
  const params = retentionParams(question, selection);
  const onCell = ({ x, row }: SelectedCell): void =>
    change({ list: listText({ outcome: "retained", cohort: row.slice(0, row.lastIndexOf(" (")), column: x + 1 }) });
  return (
    <>
      <FilterBar names={RETENTION_NAMES} grains={RETENTION_GRAINS} />
      <RetentionBuilder project={project} question={question} onChange={change} />
      {canAsk(question) ? (
        <>
          <SideBySide analysis="retention" params={params} by={question.by} versus={question.versus} onCell={onCell} />
          <RetentionPeople question={question} params={params} onChange={change} />
        </>
      ) : (
        <EmptyState
          title="Something cannot be read"
          text="Numbers of periods are whole, a target cohort is a day, or an hour of one."
          command="tidemark run retention --start view --return purchase --grain week"
        />
      )}
    </>
  );
}
