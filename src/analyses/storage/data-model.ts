import type { CatalogRelation } from "../../contract/catalog.ts";
import type { Project } from "../../contract/project/project.ts";

/** A key of one relation that finds rows of another. */
export interface ModelEdge {
  readonly from: string;
  readonly to: string;
  /** Columns of the key: `user_id`, or `code = id` where the names differ. */
  readonly on: string;
}

/** The keys that the models always have. */
const KEYS: readonly (readonly [to: string, columns: readonly string[]])[] = [
  ["fct_sessions", ["user_id", "session_id"]],
  ["dim_users", ["user_id"]],
  ["dim_items", ["item_id"]],
  ["dim_dates", ["day"]],
];

/** The keys between the relations that exist: the models' own, and the joins that the project declares. */
export function modelEdges(relations: readonly CatalogRelation[], { sources }: Project): readonly ModelEdge[] {
  const names = new Set(relations.map(({ name }) => name));
  const fixed = relations
    .filter(({ name, kind }) => kind === "table" && name.startsWith("fct_"))
    .flatMap(({ name, columns }) => {
      const has = new Set(columns.map((column) => column.name));
      return KEYS.filter(([to, key]) => to !== name && names.has(to) && key.every((column) => has.has(column))).map(
        ([to, key]) => ({ from: name, to, on: key.join(", ") }),
      );
    });
  const declared = Object.entries(sources).flatMap(([id, { table }]) =>
    Object.entries(table?.joins ?? {}).map(([target, { on }]) => ({
      from: `fct_${id}`,
      to: `fct_${target}`,
      on: typeof on === "string" ? on : joinWords(on),
    })),
  );
  return [...fixed, ...declared.filter(({ from, to }) => names.has(from) && names.has(to))];
}

const joinWords = (on: Readonly<Record<string, string>>): string =>
  Object.entries(on)
    .map(([mine, theirs]) => (mine === theirs ? mine : `${mine} = ${theirs}`))
    .join(", ");

/** What a relation is for: staging, facts, dimensions, quarantine. */
export function relationGroup(name: string): string {
  if (name.startsWith("stg_")) return "staging";
  if (name.startsWith("fct_")) return "facts";
  return name.startsWith("dim_") ? "dimensions" : name;
}
