import type { AnalysisInfo } from "../../../src/contract/api/analyses.ts";
import type { RelationInfo } from "../../../src/contract/api/relations.ts";
import type { Choice } from "../../design/multi-select.tsx";
import { ownParameters, type Parameter } from "../../state/parameters.ts";

/** What is asked of an analysis beside the table. */
export const questionParameters = ({ params }: AnalysisInfo): readonly Parameter[] =>
  ownParameters(params).filter(({ name }) => name !== "table" && name !== "sql");

export type Column = Pick<RelationInfo["columns"][number], "name" | "type">;

/** The rows that are looked at. */
export interface LabRows {
  readonly columns: readonly Column[];
  /** What stands in FROM for them. */
  readonly from: string;
  /** The parameter that names them. */
  readonly choice: { readonly table: string } | { readonly sql: string };
}

export const rowsOfTable = ({ name, columns }: RelationInfo): LabRows => ({
  columns,
  from: name,
  choice: { table: name },
});

export const rowsOfQuery = (sql: string, columns: readonly Column[]): LabRows => ({
  columns,
  from: `(\n${sql.replace(/[\s;]+$/, "")}\n) as rows`,
  choice: { sql },
});

/** What one row of is a thing of the project comes before the log itself. */
export const firstTable = (tables: readonly RelationInfo[]): RelationInfo | undefined =>
  tables.find(
    ({ name, kind }) =>
      kind === "table" && name.startsWith("fct_") && !/^fct_(events|event_runs|daily|user_days)$/.test(name),
  ) ??
  tables.find(({ kind }) => kind === "table") ??
  tables[0];

/** The filters that rows can have. */
export function filterNames(columns: readonly Column[]): ReadonlySet<string> {
  const has = (name: string): boolean => columns.some((column) => column.name === name);
  return new Set(["where", ...(has("day") ? ["from", "to"] : []), ...(has("user_id") ? ["segment"] : [])]);
}

export const isNumeric = ({ type }: Column): boolean =>
  /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$|DOUBLE|FLOAT|REAL|DECIMAL|NUMERIC|NUMBER|U?Int\d+|Float\d+)/i.test(type);

/** Columns that number rows or name things tell nothing by their size, nor does where a row came from. */
const isId = ({ name }: Column): boolean => /(^|_)(id|seq|key)$|[a-z]I[Dd]$|^source$/.test(name);

const BINS = [
  { name: "median", label: "low and high, at the median" },
  { name: "quantiles:4", label: "four equal shares" },
] as const;

/** What a parameter can be in a table; null when it is no column. */
export function columnChoices({ column }: Parameter, columns: readonly Column[]): readonly Choice[] | null {
  if (column === null) return null;
  const named = (list: readonly Column[]): readonly Choice[] => list.map(({ name }) => ({ value: name, label: name }));
  if (column === "number") return named(columns.filter(isNumeric));
  if (column === "any") return named(columns);
  const binned = columns
    .filter((one) => isNumeric(one) && !isId(one))
    .flatMap(({ name }) => BINS.map((bin) => ({ value: `bin:${name}:${bin.name}`, label: `${name}: ${bin.label}` })));
  return [...named(columns), ...binned];
}

type Values = Readonly<Record<string, unknown>>;

/** The columns taken where nothing is chosen: measured numbers before counts, text for groups, no column twice. */
export function firstColumns(parameters: readonly Parameter[], columns: readonly Column[]): Values {
  const free = columns.filter((one) => !isId(one));
  const isWhole = ({ type }: Column): boolean => /INT/i.test(type);
  const numbers = [...free.filter((one) => isNumeric(one) && !isWhole(one)), ...free.filter(isWhole)].map(
    ({ name }) => name,
  );
  const others = free.filter((one) => !isNumeric(one) && !/TIMESTAMP|DATE/i.test(one.type)).map(({ name }) => name);
  const taken = new Set<string>();
  const next = (from: readonly string[]): string | undefined => {
    const found = from.find((name) => !taken.has(name));
    if (found !== undefined) taken.add(found);
    return found;
  };
  return Object.fromEntries(
    parameters
      .filter(({ required, column }) => required && column !== null)
      .flatMap(({ name, kind, column }) => {
        const found =
          column === "number"
            ? next(numbers)
            : (next(column === "group" ? others : [...numbers, ...others]) ?? binOf(next(numbers)));
        if (found === undefined) return [];
        return [[name, kind === "texts" ? [found] : found]];
      }),
  );
}

const binOf = (name: string | undefined): string | undefined => (name === undefined ? undefined : `bin:${name}:median`);
