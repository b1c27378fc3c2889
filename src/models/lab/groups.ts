import { z } from "zod";
import { NO_VALUE } from "../../contract/selection.ts";
import { AppError } from "../../core/errors.ts";
import { asText } from "../../sql/compile.ts";
import type { Dialect } from "../../sql/dialect.ts";
import type { Query } from "../../sql/query.ts";
import { ident, joinSql, literal, raw, type Sql, sql } from "../../sql/sql.ts";
import { type BinMethod, parseBins } from "./bin-spec.ts";
import type { LabContext, LabTable, NumberColumn } from "./lab-table.ts";

/** Rows by the values of a column, or by bins of its numbers. */
export interface LabGroups {
  /** As it was asked for: a column, or `bin:...`. */
  readonly asked: string;
  readonly column: string;
  /** The group of a row as text, `(none)` without one, where `beside` is called so. Bins are numbered from 1. */
  readonly key: (cuts: string) => Sql;
  /** The cuts between bins; undefined for the values of a column. */
  readonly cuts: Query<CutsRow> | undefined;
  /** What must stand beside the rows for `key` to be known: a query of one row, or null. */
  readonly beside: Sql | null;
}

/** The range of a column of numbers and, as `cut_1`, `cut_2`, ..., where its bins part. Null without values. */
const CutsRow = z.record(z.string(), z.number().nullable());
export type CutsRow = z.infer<typeof CutsRow>;

/** @throws AppError USAGE for a column that does not exist, bins that cannot be read, or groups of floating numbers */
export function labGroups(text: string, table: LabTable, context: LabContext): LabGroups {
  const spec = parseBins(text);
  if (spec !== null) return binGroups(text, { ...spec, number: table.number(spec.column) }, { table, context });
  const column = table.column(text);
  if (column.type === "number" || column.type === "timestamp")
    throw new AppError("USAGE", `"${column.name}" has too many values to be groups`, {
      hint: `bin it: --by bin:${column.name}:quantiles:4`,
    });
  const key = asText({ ...ident(column.name), type: column.type }, context.dialect);
  const value = sql`coalesce(${key}, ${NO_VALUE})`;
  return { asked: text, column: column.name, key: () => value, cuts: undefined, beside: null };
}

interface Binning {
  readonly number: NumberColumn;
  readonly method: BinMethod;
}

/** A column that stands beside those of the rows, one of which may be called `lo`. */
const besideRows = (name: string): Sql => ident(`${name} of the bins`);

function binGroups(
  asked: string,
  { number, method }: Binning,
  { table, context }: { readonly table: LabTable; readonly context: LabContext },
): LabGroups {
  const values = sql`(select ${number.value} as x from ${table.rows}) as v`;
  const cuts = cutsOf(method, context.dialect);
  const facts: readonly (readonly [name: string, value: Sql])[] = [
    ["lo", raw("min(x)")],
    ["hi", raw("max(x)")],
    ...cuts.map((cut, i) => [`cut_${i + 1}`, cut] as const),
  ];
  const query = (column: (name: string) => Sql): Sql =>
    sql`select ${joinSql(facts.map(([name, value]) => sql`${value} as ${column(name)}`))} from ${values}`;
  // the first cut that the value does not exceed, found by halving: cuts rise, so that all after it fit as well
  const found = (first: number, last: number, from: string): Sql => {
    if (first === last) return raw(literal(String(first + 1)));
    const middle = Math.floor((first + last) / 2);
    const cut = sql`${raw(from)}.${besideRows(`cut_${middle + 1}`)}`;
    const fits = sql`${number.value} <= ${cut} and ${cut} > ${raw(from)}.${besideRows("lo")}`;
    return sql`case when ${fits} then ${found(first, middle, from)} else ${found(middle + 1, last, from)} end`;
  };
  return {
    asked,
    column: number.name,
    key: (from) =>
      sql`case when ${number.value} is null then ${raw(literal(NO_VALUE))} else ${found(0, cuts.length, from)} end`,
    cuts: { name: `cuts_of_${number.name}`, row: CutsRow, text: query(raw) },
    beside: query(besideRows),
  };
}

/** The cuts as aggregates over a column x. */
function cutsOf(method: BinMethod, dialect: Dialect): readonly Sql[] {
  switch (method.kind) {
    case "median":
      return [dialect.quantile(0.5, raw("x"))];
    case "quantiles":
      return dialect.quantiles(
        inner(method.bins).map((i) => i / method.bins),
        raw("x"),
      );
    case "equal":
      return inner(method.bins).map((i) => raw(`min(x) + ((max(x) - min(x)) * ${i}) / ${method.bins}`));
    case "fixed":
      return method.cuts.map((cut) => sql`max(${dialect.cast(raw(String(cut)), "number")})`);
  }
}

const inner = (bins: number): readonly number[] => Array.from({ length: bins - 1 }, (_, i) => i + 1);

/** The chosen rows of a table with columns, and with the group of each as `g`; for a `from` clause. */
export function withGroups(table: LabTable, columns: readonly Sql[], groups: LabGroups | null): Sql {
  return groupedRows(table, columns, groups === null ? [] : [{ name: "g", groups }]);
}

/** The chosen rows of a table with columns and with the group of each by several groupings, each under its name. */
export function groupedRows(
  table: LabTable,
  columns: readonly Sql[],
  groupings: readonly { readonly name: string; readonly groups: LabGroups }[],
): Sql {
  const keys = groupings.map(({ name, groups }) => sql`${groups.key(`cuts_${name}`)} as ${raw(name)}`);
  const beside = groupings.flatMap(({ name, groups }) =>
    groups.beside === null ? [] : [sql` cross join (${groups.beside}) as ${raw(`cuts_${name}`)}`],
  );
  return sql`(select ${joinSql([...columns, ...keys])} from ${table.rows}${joinSql(beside, "")}) as numbers`;
}

/** A group as it is shown. */
export interface NamedGroup {
  readonly key: string;
  readonly label: string;
}

/**
 * Groups by their keys with their labels, bins by rising value, without bins that ties leave empty. Null when bins have
 * no values to be cut at.
 * @param rows what the query `cuts` answered; none for the values of a column
 */
export function groupNames(
  groups: LabGroups,
  keys: readonly string[],
  rows: readonly CutsRow[],
): readonly NamedGroup[] {
  if (groups.cuts === undefined) return keys.map((key) => ({ key, label: key }));
  const labels = binLabels(groups, rows[0] ?? {});
  const known = [...labels.keys(), NO_VALUE];
  return [...keys]
    .sort((a, b) => known.indexOf(a) - known.indexOf(b))
    .map((key) => ({ key, label: labels.get(key) ?? key }));
}

/** Where the bins of a column part, by rising value: cuts that ties make equal, or that leave nothing below, are left out. */
export function binCuts(row: CutsRow): readonly { readonly bin: string; readonly at: number }[] {
  const { lo = null, hi = null, ...rest } = row;
  if (lo === null || hi === null) return [];
  const cuts = Object.keys(rest).flatMap((name) => {
    const [at, bin] = [rest[name], name.replace("cut_", "")];
    return at == null || !(at > lo) ? [] : [{ at, bin }];
  });
  return cuts.filter(({ at }, i) => i === 0 || at > (cuts[i - 1]?.at ?? at));
}

function binLabels({ asked, column }: LabGroups, row: CutsRow): ReadonlyMap<string, string> {
  const cuts = binCuts(row);
  const last = String(Object.keys(row).filter((name) => name.startsWith("cut_")).length + 1);
  const shown = shownCuts(cuts.map(({ at }) => at));
  const words = asked.endsWith(":median") ? " (the median)" : "";
  const [first, ...more] = shown;
  if (first === undefined) return new Map([[last, column]]);
  return new Map([
    [cuts[0]?.bin ?? "1", `${column} up to ${first}${words}`],
    ...more.map((cut, i) => [cuts[i + 1]?.bin ?? "", `${column} above ${shown[i]} to ${cut}`] as const),
    [last, `${column} above ${shown.at(-1)}${words}`],
  ]);
}

/** The cuts with as few digits as tell them apart, at least four. */
function shownCuts(cuts: readonly number[]): readonly string[] {
  for (const digits of [4, 6, 9, 12]) {
    const shown = cuts.map((cut) => String(Number(cut.toPrecision(digits))));
    if (new Set(shown).size === cuts.length) return shown;
  }
  return cuts.map(String);
}
