import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { type DimensionFilter, NO_VALUE } from "../../src/contract/selection.ts";
import { humanize } from "../../src/core/quantity.ts";
import { IconButton } from "../design/icon-button.tsx";
import { Menu } from "../design/menu.tsx";
import { MultiSelect } from "../design/multi-select.tsx";
import { Select } from "../design/select.tsx";
import type { FilterSource } from "../state/filter-source.ts";
import type { Selection } from "../state/selection.ts";

interface FilterItemsProps {
  readonly source: FilterSource;
  readonly selection: Selection;
  readonly onChange: (patch: Partial<Selection>) => void;
}

/** Filters on dimensions or columns: one control each, and one to add another. */
export function FilterItems({ source, selection, onChange }: FilterItemsProps): ReactNode {
  const [added, setAdded] = useState<string | null>(null);
  const { where } = selection;
  const used = new Set(where.map(({ dimension }) => dimension));
  const free = source.choices.filter(({ value }) => !used.has(value));
  const put = (filter: DimensionFilter): void =>
    onChange({ where: where.map((other) => (other.dimension === filter.dimension ? filter : other)) });
  return (
    <>
      {where.map((filter) => (
        <FilterItem
          key={filter.dimension}
          filter={filter}
          source={source}
          label={source.choices.find(({ value }) => value === filter.dimension)?.label ?? filter.dimension}
          selection={selection}
          startOpen={filter.dimension === added}
          onChange={put}
          onRemove={() => onChange({ where: where.filter((other) => other !== filter) })}
        />
      ))}
      {free.length > 0 && (
        <Menu
          label="Add a filter"
          icon="plus"
          spelled
          entries={free.map(({ value: id, label }) => ({
            label,
            action: () => {
              setAdded(id);
              onChange({ where: [...where, { dimension: id, not: false, values: [] }] });
            },
          }))}
        />
      )}
    </>
  );
}

interface FilterItemProps {
  readonly source: FilterSource;
  readonly filter: DimensionFilter;
  readonly label: string;
  readonly selection: Selection;
  /** It was just added: its values are asked for at once. */
  readonly startOpen: boolean;
  readonly onChange: (filter: DimensionFilter) => void;
  readonly onRemove: () => void;
}

const NULL = "\u0000";

function FilterItem({ source, filter, label, selection, startOpen, onChange, onRemove }: FilterItemProps): ReactNode {
  const [search, setSearch] = useState<string | null>(startOpen ? "" : null);
  const others = selection.where.filter(({ dimension, values }) => dimension !== filter.dimension && values.length > 0);
  const { data, isFetching } = useQuery({
    ...source.values(filter.dimension, {
      search: search ?? "",
      where: others,
      from: selection.from,
      to: selection.to,
    }),
    enabled: search !== null,
    placeholderData: keepPreviousData,
  });
  const choices = (data?.values ?? []).map(({ value, rows }) => ({
    value: value ?? NULL,
    label: value ?? NO_VALUE,
    note: humanize(rows),
  }));
  const note = data?.more === true ? "The most frequent; search for others" : undefined;
  return (
    <div className="filter-item">
      <Select
        label={`${label}: how`}
        value={filter.not ? "not" : "is"}
        options={[
          { value: "is", label: "is" },
          { value: "not", label: "is not" },
        ]}
        onChange={(value) => onChange({ ...filter, not: value === "not" })}
      />
      <MultiSelect
        label={label}
        choices={choices}
        selected={filter.values.map((value) => value ?? NULL)}
        placeholder="any"
        startOpen={startOpen}
        note={data === undefined && isFetching ? "Loading the values" : note}
        onSearch={setSearch}
        onChange={(values) => onChange({ ...filter, values: values.map((value) => (value === NULL ? null : value)) })}
      />
      <IconButton icon="close" label={`Remove the filter on ${label}`} onClick={onRemove} />
    </div>
  );
}
