import { shellWord } from "../contract/command-line.ts";
import type { CutsRow, LabGroups } from "../models/lab/groups.ts";
import { groupNames, type NamedGroup } from "../models/lab/groups.ts";
import { ASKED_QUERY } from "../models/lab/relations.ts";

/** Groups beyond which answers by group are a list that nobody reads. */
export const MOST_GROUPS = 30;

/** A number of any size in four significant digits. */
export function shownNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e7 || (size > 0 && size < 1e-4)) return value.toExponential(2);
  return Number(value.toPrecision(4)).toLocaleString("en-US", { maximumFractionDigits: 7 });
}

export const shownCount = (n: number): string => n.toLocaleString("en-US");

/** The command by which another analysis says more of the table of an answer. */
export function labCommand(analysis: string, table: string, [flag, columns]: readonly [string, string]): string {
  const rows = table === ASKED_QUERY ? '--sql "..."' : `--table ${table}`;
  return `tidemark run ${analysis} ${rows} --${flag} ${shellWord(columns)}`;
}

/** The name of a column and, with groups, of the group. */
export const ofGroup = (column: string, group: string | null): string =>
  group === null ? column : `${column} of ${group}`;

/** The groups of an answer with their labels, or the one of all rows; why not when there are too many. */
export function namedGroups(
  groups: LabGroups | null,
  keys: readonly (string | null)[],
  cuts: readonly CutsRow[],
): readonly NamedGroup[] | { readonly reason: string } {
  const distinct = [...new Set(keys.flatMap((key) => (key === null ? [] : [key])))];
  if (groups === null) return [];
  if (distinct.length > MOST_GROUPS)
    return {
      reason: `${groups.column} has more than ${MOST_GROUPS} values: choose a column with fewer, or bins of a number (--by bin:column:quantiles:4)`,
    };
  return groupNames(groups, distinct, cuts);
}

/** A column of a table chart. */
export const numberCell = (label: string, unit: string | null = null) =>
  ({ label, unit, show: "number", good: "neutral" }) as const;
export const textCell = (label: string) => ({ label, unit: null, show: "text", good: "neutral" }) as const;
