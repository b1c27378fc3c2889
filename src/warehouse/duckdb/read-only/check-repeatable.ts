import { refuse } from "./check-tree.ts";

type Node = Readonly<Record<string, unknown>>;

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

/** Aggregates and windows that answer by the order in which rows come. */
const BY_ORDER: ReadonlySet<string> = new Set([
  ...[
    "any_value",
    "arbitrary",
    "array_agg",
    "first",
    "group_concat",
    "json_group_array",
    "json_group_object",
    "last",
    "list",
    "listagg",
    "string_agg",
  ],
  ...["fill", "first_value", "lag", "last_value", "lead", "nth_value", "ntile", "row_number"],
]);

/** Estimates that differ with the work's distribution over threads. */
const SKETCHES: ReadonlySet<string> = new Set(["approx_quantile", "approx_top_k", "reservoir_quantile"]);

/**
 * Refuses what gives other rows each time it is run: the clock, random numbers, samples without a seed, and what depends
 * on the order of rows that have none.
 * @param tree a statement of `json_serialize_sql` that `checkStatement` has let pass
 * @throws AppError QUERY_REFUSED
 */
export function checkRepeatable(tree: unknown): void {
  if (typeof tree !== "object" || tree === null) return;
  if (Array.isArray(tree)) {
    tree.forEach(checkRepeatable);
    return;
  }
  const node = tree as Node;
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
  checkOrdered(node);
  const sample = node["sample"] as { readonly seed?: unknown } | undefined;
  if (typeof sample === "object" && sample !== null && !(Number(sample.seed) >= 0))
    refuse("a sample in a query that is analysed needs a seed", "using sample reservoir(1000 rows) repeatable (1)");
  Object.values(node).forEach(checkRepeatable);
}

function clockOf(node: Node): string | undefined {
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

/** @throws AppError QUERY_REFUSED for what takes rows by their place where nothing says which comes first */
function checkOrdered(node: Node): void {
  const modifiers = (node["modifiers"] ?? []) as readonly Node[];
  const has = (pattern: RegExp): boolean => modifiers.some(({ type }) => pattern.test(String(type)));
  const first = modifiers.some((modifier) => modifier["distinct_on_targets"] !== undefined);
  if ((first || has(/^LIMIT/)) && !has(/^ORDER/))
    refuse(
      `${first ? "distinct on" : "a limit"} without an order takes other rows each time`,
      "add `order by` columns that leave no ties; for any rows: using sample reservoir(1000 rows) repeatable (1)",
    );
  const name = String(node["function_name"] ?? "").toLowerCase();
  if (SKETCHES.has(name))
    refuse(`"${name}" is not available in a query that is analysed: its estimate varies`, "quantile_cont is exact");
  const isWindow = node["class"] === "WINDOW";
  const byRows = isWindow && [node["start"], node["end"]].some((edge) => /_ROWS$/.test(String(edge)));
  if (!byRows && (!BY_ORDER.has(name) || (node["class"] !== "FUNCTION" && !isWindow))) return;
  const orders = node["orders"] ?? node["arg_orders"] ?? (node["order_bys"] as Node | undefined)?.["orders"];
  if (orders !== undefined) return;
  const how = isWindow ? `${name}(...) over (order by ...)` : `${name}(x order by ...), min(x), max(x)`;
  refuse(`"${name}" without an order takes other rows each time`, how);
}
