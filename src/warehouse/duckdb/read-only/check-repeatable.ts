import { refuse } from "./check-tree.ts";

/** Functions that answer by the clock, and names that the engine answers so when no column has them. */
const CLOCKS: ReadonlySet<string> = new Set([
  "current_date",
  "current_localtime",
  "current_localtimestamp",
  "current_time",
  "current_timestamp",
  "get_current_time",
  "get_current_timestamp",
  "localtime",
  "localtimestamp",
  "now",
  "today",
  "transaction_timestamp",
]);

/**
 * Refuses what gives other rows each time it is run: the clock, random numbers, and samples without a seed.
 * @param tree a statement of `json_serialize_sql` that `checkStatement` has let pass
 * @throws AppError QUERY_REFUSED
 */
export function checkRepeatable(tree: unknown): void {
  if (typeof tree !== "object" || tree === null) return;
  if (Array.isArray(tree)) {
    tree.forEach(checkRepeatable);
    return;
  }
  const node = tree as Readonly<Record<string, unknown>>;
  const name = clockOf(node);
  if (name !== undefined)
    refuse(
      `"${name}" is not available in a query that is analysed: its answer would be another one tomorrow`,
      "write the date",
    );
  if (node["class"] === "FUNCTION" && String(node["function_name"]).toLowerCase() === "random")
    refuse(
      '"random" is not available in a query that is analysed: its answer would be another one each time',
      "using sample reservoir(1000 rows) repeatable (1)",
    );
  const sample = node["sample"] as { readonly seed?: unknown } | undefined;
  if (typeof sample === "object" && sample !== null && !(Number(sample.seed) >= 0))
    refuse("a sample in a query that is analysed needs a seed", "using sample reservoir(1000 rows) repeatable (1)");
  Object.values(node).forEach(checkRepeatable);
}

function clockOf(node: Readonly<Record<string, unknown>>): string | undefined {
  if (node["class"] === "COLUMN_REF") {
    const names = node["column_names"] as readonly unknown[];
    const name = String(names[0]).toLowerCase();
    return names.length === 1 && CLOCKS.has(name) ? name : undefined;
  }
  if (node["class"] !== "FUNCTION") return undefined;
  const name = String(node["function_name"]).toLowerCase();
  const [, ...more] = (node["children"] ?? []) as readonly unknown[];
  // the age of an instant is its distance from today
  return CLOCKS.has(name) || (name === "age" && more.length === 0) ? name : undefined;
}
