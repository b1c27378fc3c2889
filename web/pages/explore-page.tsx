import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ProjectInfo } from "../../src/contract/api/project.ts";
import { type DimensionFilter, NO_VALUE, OTHER } from "../../src/contract/selection.ts";
import { Answer } from "../chart/answer.tsx";
import { EmptyState } from "../design/empty-state.tsx";
import { Icon } from "../design/icon.tsx";
import { Select } from "../design/select.tsx";
import { FilterBar } from "../shell/filter-bar.tsx";
import { PageHead } from "../shell/page-head.tsx";
import { SavedViews } from "../shell/saved-views.tsx";
import { projectQuery } from "../state/queries.ts";
import { oneOf } from "../state/search.ts";
import { type Selection, selectionParams, withValue } from "../state/selection.ts";
import { useSearchState } from "../state/use-search.ts";
import { NeedsModels } from "./needs-models.tsx";

const NAMES: ReadonlySet<string> = new Set(["from", "to", "grain", "compare", "segment", "where"]);
const BREAKDOWN: ReadonlySet<string> = new Set(["from", "to", "segment", "where"]);

/** One metric over time and by every dimension; a click on a value looks at it alone. */
export function ExplorePage(): ReactNode {
  const { data: project } = useQuery(projectQuery);
  return (
    <div className="stack">
      <PageHead title="Explore" text="One metric, over time and by every dimension. Click a value to look at it alone.">
        <SavedViews page="explore" />
      </PageHead>
      <NeedsModels>{project !== undefined && <Explored project={project} />}</NeedsModels>
    </div>
  );
}

function Explored({ project }: { readonly project: ProjectInfo }): ReactNode {
  const { search, selection, change, select } = useSearchState();
  const wanted = oneOf(search, "metric");
  const metric = project.metrics.find(({ id }) => id === wanted) ?? project.metrics[0];
  if (metric === undefined)
    return (
      <EmptyState
        title="No metric is declared"
        text="Metrics are declared in tidemark.yml; adding one needs no code. The reference shows their form."
        command="tidemark describe metric"
      />
    );
  return (
    <>
      <FilterBar names={NAMES} comparesPeriods />
      <div className="controls">
        <Select
          label="Metric"
          value={metric.id}
          options={project.metrics.map(({ id, label }) => ({ value: id, label: label ?? id }))}
          onChange={(id) => change({ metric: id })}
        />
      </div>
      <Chips project={project} selection={selection} onChange={select} />
      <Answer analysis="metric" params={{ ...selectionParams(selection, NAMES), metric: metric.id }} />
      <div className="leaders">
        {metric.dimensions.map((dimension) => (
          <Leaders key={dimension} dimension={dimension} metric={metric.id} selection={selection} onChange={select} />
        ))}
      </div>
    </>
  );
}

interface LeadersProps {
  readonly dimension: string;
  readonly metric: string;
  readonly selection: Selection;
  readonly onChange: (selection: Selection) => void;
}

/** The largest values of a dimension, as filters on the other dimensions leave them. */
function Leaders({ dimension, metric, selection, onChange }: LeadersProps): ReactNode {
  const others = { ...selection, where: selection.where.filter((filter) => filter.dimension !== dimension) };
  const params = {
    ...selectionParams(others, BREAKDOWN),
    by: [dimension],
    metrics: [metric],
    top: 8,
    tree: false,
  };
  return (
    <Answer
      analysis="breakdown"
      params={params}
      findings={false}
      onSelect={(label) => {
        if (label !== OTHER) onChange(withValue(selection, dimension, label === NO_VALUE ? null : label));
      }}
    />
  );
}

interface ChipsProps {
  readonly project: ProjectInfo;
  readonly selection: Selection;
  readonly onChange: (selection: Selection) => void;
}

/** What is filtered now, to be taken back one by one. */
function Chips({ project, selection, onChange }: ChipsProps): ReactNode {
  if (selection.where.length === 0) return null;
  const words = ({ dimension, not, values }: DimensionFilter): string => {
    const label = project.dimensions.find(({ id }) => id === dimension)?.label ?? dimension;
    return `${label} ${not ? "is not" : "is"} ${values.map((value) => value ?? NO_VALUE).join(", ")}`;
  };
  return (
    <div className="chips">
      {selection.where.map((filter) => (
        <button
          key={filter.dimension}
          type="button"
          className="chip"
          aria-label={`Remove: ${words(filter)}`}
          onClick={() => onChange({ ...selection, where: selection.where.filter((other) => other !== filter) })}
        >
          <span dir="auto">{words(filter)}</span>
          <Icon name="close" />
        </button>
      ))}
    </div>
  );
}
