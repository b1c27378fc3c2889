import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Grain } from "../../src/contract/selection.ts";
import { Button } from "../design/button.tsx";
import { DateRange } from "../design/date-range.tsx";
import { Select } from "../design/select.tsx";
import { datePresets } from "../state/date-presets.ts";
import { dimensionFilters, type FilterSource } from "../state/filter-source.ts";
import { projectQuery } from "../state/queries.ts";
import {
  ALL_GRAINS,
  COMPARISONS,
  comparisonsOf,
  type Grains,
  NO_SELECTION,
  ofGrains,
  type Selection,
} from "../state/selection.ts";
import { useSearchState } from "../state/use-search.ts";
import { FilterItems } from "./filter-items.tsx";

interface FilterBarProps {
  /** Which controls the page's question has: names of parameters. */
  readonly names: ReadonlySet<string>;
  /** What can be filtered by; default: the declared dimensions. */
  readonly source?: FilterSource;
  /** Default: all, by day. */
  readonly grains?: Grains;
  /** Whether periods of the grain are compared, each with one before; default: the days as a whole. */
  readonly comparesPeriods?: boolean;
}

const COMPARE_WORDS = {
  none: "nothing",
  previous: "the days before",
  week: "a week before",
  year: "a year before",
} as const;

/** Chooses the rows that a page looks at. Nothing is asked before Apply; the address holds what was applied. */
export function FilterBar({ names, ...question }: FilterBarProps): ReactNode {
  const { selection, select } = useSearchState();
  const applied = JSON.stringify(selection);
  const [draft, setDraft] = useState({ of: applied, selection });
  // another address, by a click in a chart or the way back, replaces what was not applied
  const current = draft.of === applied ? draft.selection : selection;
  const change = (patch: Partial<Selection>): void => setDraft({ of: applied, selection: { ...current, ...patch } });
  const [open, setOpen] = useState(false);
  const dirty = JSON.stringify(current) !== applied;
  const filtered = JSON.stringify(current) !== JSON.stringify(NO_SELECTION);
  if (!["from", "grain", "compare", "segment", "where"].some((name) => names.has(name))) return null;
  return (
    <form
      aria-label="Filters"
      className="stack-tight"
      onSubmit={(event) => {
        event.preventDefault();
        select(current);
        setOpen(false);
      }}
    >
      <div className="filter-open">
        <Button icon="filter" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "Hide filters" : `Filters${filtered ? " (set)" : ""}`}
        </Button>
      </div>
      <div className={open ? "filter-bar filter-bar-open" : "filter-bar"}>
        <SelectionFields names={names} selection={current} onChange={change} {...question} />
        <div className="filter-actions">
          <Button look="quiet" icon="reset" disabled={!filtered && !dirty} onClick={() => select(NO_SELECTION)}>
            Reset
          </Button>
          <Button type="submit" look={dirty ? "primary" : "plain"} disabled={!dirty}>
            Apply
          </Button>
        </div>
      </div>
    </form>
  );
}

interface SelectionFieldsProps extends FilterBarProps {
  readonly selection: Selection;
  readonly onChange: (patch: Partial<Selection>) => void;
}

function SelectionFields({
  names,
  source,
  grains = ALL_GRAINS,
  comparesPeriods = false,
  selection,
  onChange,
}: SelectionFieldsProps): ReactNode {
  const { data: project } = useQuery(projectQuery);
  const segments = project?.segments ?? [];
  const grain = ofGrains(selection, grains).grain ?? grains.usual;
  return (
    <>
      {names.has("from") && (
        <DateRange
          label="Dates"
          dates={selection}
          presets={datePresets(project)}
          onChange={({ from, to }) => onChange({ from, to })}
        />
      )}
      {names.has("grain") && (
        <Select
          label="Grain"
          value={grain}
          options={grains.options.map((value) => ({ value, label: value }))}
          onChange={(value) => onChange({ grain: Grain.parse(value) })}
        />
      )}
      {names.has("compare") && (
        <Select
          label="Compare with"
          value={selection.compare ?? "none"}
          options={comparisonsOf({ ...selection, grain: comparesPeriods ? grain : null }).map((value) => ({
            value,
            label: COMPARE_WORDS[value],
          }))}
          onChange={(value) => onChange({ compare: COMPARISONS.find((name) => name === value) ?? null })}
        />
      )}
      {names.has("segment") && segments.length > 0 && (
        <Select
          label="Segment"
          value={selection.segment ?? ""}
          options={[
            { value: "", label: "everyone" },
            ...segments.map(({ id, label }) => ({ value: id, label: label ?? id })),
          ]}
          onChange={(value) => onChange({ segment: value === "" ? null : value })}
        />
      )}
      {names.has("where") && (
        <FilterItems source={source ?? dimensionFilters(project)} selection={selection} onChange={onChange} />
      )}
    </>
  );
}
