import { filterText, parseFilter } from "../../src/contract/filter-text.ts";
import { DimensionFilter, Grain, hasWeekBefore } from "../../src/contract/selection.ts";
import { isDay } from "../../src/core/calendar.ts";
import { allOf, oneOf, type Search } from "./search.ts";

export const COMPARISONS = ["none", "previous", "week", "year"] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** What the filter bar says: shared by all pages, held in the address. */
export interface Selection {
  readonly from: string | null;
  readonly to: string | null;
  readonly grain: Grain | null;
  readonly compare: Comparison | null;
  readonly segment: string | null;
  readonly where: readonly DimensionFilter[];
}

export const NO_SELECTION: Selection = {
  from: null,
  to: null,
  grain: null,
  compare: null,
  segment: null,
  where: [],
};

/** The grains that a question can have, and the one it has where none is chosen. */
export interface Grains {
  readonly options: readonly Grain[];
  readonly usual: Grain;
}

export const ALL_GRAINS: Grains = { options: Grain.options, usual: "day" };

/** The selection as far as a question with these grains can have it. */
export const ofGrains = (selection: Selection, { options }: Grains): Selection =>
  selection.grain === null || options.includes(selection.grain) ? selection : { ...selection, grain: null };

/** What can be compared with at a grain, and what is, though it be refused. */
export const comparisonsOf = ({ grain, compare }: Pick<Selection, "grain" | "compare">): readonly Comparison[] =>
  COMPARISONS.filter((name) => name !== "week" || name === compare || hasWeekBefore(grain ?? "day"));

/** The names in the address that belong to every page. */
export const SHARED = ["from", "to", "grain", "compare", "segment", "where"] as const;

/** Reads an address; what does not make sense is left out. */
export function selectionOf(search: Search): Selection {
  const day = (name: "from" | "to"): string | null => {
    const text = oneOf(search, name);
    return text !== undefined && isDay(text) ? text : null;
  };
  const grain = Grain.safeParse(oneOf(search, "grain"));
  return {
    from: day("from"),
    to: day("to"),
    grain: grain.success ? grain.data : null,
    compare: COMPARISONS.find((name) => name === oneOf(search, "compare")) ?? null,
    segment: oneOf(search, "segment") ?? null,
    where: allOf(search, "where").flatMap(readFilter),
  };
}

function readFilter(text: string): readonly DimensionFilter[] {
  try {
    return [text.startsWith("{") ? DimensionFilter.parse(JSON.parse(text)) : parseFilter(text)];
  } catch {
    return [];
  }
}

export const writeFilter = (filter: DimensionFilter): string => filterText(filter) ?? JSON.stringify(filter);

/** The part of an address that says it; names without a value are empty. */
export function searchOf({ from, to, grain, compare, segment, where }: Selection): Search {
  return {
    from: from ?? "",
    to: to ?? "",
    grain: grain ?? "",
    compare: compare ?? "",
    segment: segment ?? "",
    where: where.filter(({ values }) => values.length > 0).map(writeFilter),
  };
}

/** The names in the address without those of one page, and without filters on what is no dimension. */
export function sharedPart(search: Search, isDimension: (id: string) => boolean): Search {
  const where = allOf(search, "where").filter((text) =>
    readFilter(text).some(({ dimension }) => isDimension(dimension)),
  );
  return Object.fromEntries(
    SHARED.flatMap((name) => {
      const value = name === "where" ? where : search[name];
      return value === undefined || value.length === 0 ? [] : [[name, value]];
    }),
  );
}

/** The parameters of an analysis that the filter bar decides: those that it has. */
export function selectionParams(selection: Selection, names: ReadonlySet<string>): Readonly<Record<string, unknown>> {
  const params: Record<string, unknown> = {};
  for (const name of SHARED) {
    const value = selection[name];
    const empty = value === null || (Array.isArray(value) && value.length === 0);
    if (names.has(name) && !empty) params[name] = value;
  }
  return params;
}

/** The selection as far as rows with these columns can have it. */
export function ofColumns(selection: Selection, columns: readonly { readonly name: string }[]): Selection {
  const has = (name: string): boolean => columns.some((column) => column.name === name);
  const days = has("day") ? {} : { from: null, to: null };
  return {
    ...selection,
    ...days,
    segment: has("user_id") ? selection.segment : null,
    where: selection.where.filter(({ dimension }) => has(dimension)),
  };
}

/** The selection with one value of a dimension chosen, as a click on it does; a second click takes it back. */
export function withValue(selection: Selection, dimension: string, value: string | null): Selection {
  const same = selection.where.some(
    (filter) =>
      filter.dimension === dimension && !filter.not && filter.values.length === 1 && filter.values[0] === value,
  );
  const others = selection.where.filter((filter) => filter.dimension !== dimension);
  return { ...selection, where: same ? others : [...others, { dimension, not: false, values: [value] }] };
}
