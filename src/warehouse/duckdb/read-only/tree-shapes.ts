/** What may stand under a key of DuckDB's serialized syntax tree, and so how it is checked. */
export type Slot =
  | "plain"
  | "constant"
  | "expression"
  | "expressions"
  | "expressionLists"
  | "table"
  | "query"
  | "statement"
  | "modifier"
  | "modifiers"
  | "orders"
  | "cases"
  | "replacements"
  | "ctes"
  | "pivots"
  | "tableFunction"
  | "dataType";

export type Shape = Readonly<Record<string, Slot>>;

const located: Shape = { class: "plain", type: "plain", alias: "plain", query_location: "plain" };
const pair: Shape = { ...located, left: "expression", right: "expression" };
const call: Shape = {
  ...located,
  function_name: "plain",
  schema: "plain",
  children: "expressions",
  distinct: "plain",
};

/**
 * Expressions by class, with every key each may have. What is not listed (parameters, defaults, bound nodes, anything
 * a later engine adds) is refused.
 */
export const EXPRESSIONS: Readonly<Record<string, Shape>> = {
  BETWEEN: { ...located, input: "expression", lower: "expression", upper: "expression" },
  CASE: { ...located, case_checks: "cases", else_expr: "expression" },
  CAST: { ...located, child: "expression", cast_type: "dataType", try_cast: "plain" },
  COLLATE: { ...located, child: "expression", collation: "plain" },
  COLUMN_REF: { ...located, column_names: "plain" },
  COMPARISON: pair,
  CONJUNCTION: { ...located, children: "expressions" },
  CONSTANT: { ...located, value: "constant" },
  FUNCTION: { ...call, filter: "expression", order_bys: "modifier", is_operator: "plain" },
  LAMBDA: { ...located, lhs: "expression", expr: "expression", syntax_type: "plain" },
  OPERATOR: { ...located, children: "expressions" },
  POSITIONAL_REFERENCE: { ...located, index: "plain" },
  STAR: {
    ...located,
    relation_name: "plain",
    exclude_list: "plain",
    qualified_exclude_list: "constant",
    rename_list: "constant",
    replace_list: "replacements",
    columns: "plain",
    expr: "expression",
  },
  SUBQUERY: {
    ...located,
    subquery_type: "plain",
    subquery: "statement",
    child: "expression",
    comparison_type: "plain",
  },
  WINDOW: {
    ...call,
    partitions: "expressions",
    orders: "orders",
    arg_orders: "orders",
    start: "plain",
    end: "plain",
    start_expr: "expression",
    end_expr: "expression",
    offset_expr: "expression",
    default_expr: "expression",
    filter_expr: "expression",
    ignore_nulls: "plain",
    exclude_clause: "plain",
  },
};

/** The types an OPERATOR expression may have. */
export const OPERATORS: ReadonlySet<string> = new Set([
  "OPERATOR_NOT",
  "OPERATOR_IS_NULL",
  "OPERATOR_IS_NOT_NULL",
  "OPERATOR_COALESCE",
  "OPERATOR_NULLIF",
  "OPERATOR_TRY",
  "OPERATOR_UNPACK",
  "COMPARE_IN",
  "COMPARE_NOT_IN",
  "ARRAY_EXTRACT",
  "ARRAY_SLICE",
  "STRUCT_EXTRACT",
  "GROUPING_FUNCTION",
]);

const source: Shape = {
  type: "plain",
  alias: "plain",
  query_location: "plain",
  sample: "constant",
  column_name_alias: "plain",
};

/** What may stand in FROM, by type. SHOW_REF (describe, summarize, show) and time travel (`at_clause`) are not here. */
export const TABLES: Readonly<Record<string, Shape>> = {
  BASE_TABLE: { ...source, table_name: "plain" },
  EMPTY: source,
  EXPRESSION_LIST: { ...source, values: "expressionLists", expected_names: "plain" },
  JOIN: {
    ...source,
    left: "table",
    right: "table",
    condition: "expression",
    join_type: "plain",
    ref_type: "plain",
    using_columns: "plain",
  },
  PIVOT: {
    ...source,
    source: "table",
    aggregates: "expressions",
    unpivot_names: "plain",
    pivots: "pivots",
    groups: "plain",
    include_nulls: "plain",
  },
  SUBQUERY: { ...source, subquery: "statement" },
  TABLE_FUNCTION: { ...source, function: "tableFunction", with_ordinality: "plain" },
};

const node: Shape = { type: "plain", modifiers: "modifiers", cte_map: "ctes" };

/** Query nodes by type. */
export const QUERIES: Readonly<Record<string, Shape>> = {
  SELECT_NODE: {
    ...node,
    select_list: "expressions",
    from_table: "table",
    where_clause: "expression",
    group_expressions: "expressions",
    group_sets: "plain",
    aggregate_handling: "plain",
    having: "expression",
    qualify: "expression",
    sample: "constant",
  },
  SET_OPERATION_NODE: { ...node, setop_type: "plain", setop_all: "plain", left: "query", right: "query" },
  RECURSIVE_CTE_NODE: {
    ...node,
    cte_name: "plain",
    union_all: "plain",
    left: "query",
    right: "query",
    aliases: "plain",
    key_targets: "expressions",
  },
};

/** Result modifiers by type. */
export const MODIFIERS: Readonly<Record<string, Shape>> = {
  ORDER_MODIFIER: { type: "plain", orders: "orders" },
  LIMIT_MODIFIER: { type: "plain", limit: "expression", offset: "expression" },
  LIMIT_PERCENT_MODIFIER: { type: "plain", limit: "expression", offset: "expression" },
  DISTINCT_MODIFIER: { type: "plain", distinct_on_targets: "expressions" },
};

export const ORDER: Shape = { type: "plain", null_order: "plain", expression: "expression" };
export const CASE_CHECK: Shape = { when_expr: "expression", then_expr: "expression" };
export const REPLACEMENT: Shape = { key: "plain", value: "expression" };
export const PIVOT_COLUMN: Shape = { pivot_expressions: "expressions", unpivot_names: "plain", entries: "constant" };
export const STATEMENT: Shape = { node: "query" };
export const CTE: Shape = { query: "statement", aliases: "plain", materialized: "plain", key_targets: "expressions" };

/** Types that the parser leaves to the catalog, by name; every other such name is refused. */
export const NAMED_TYPES: ReadonlySet<string> = new Set(["json", "enum"]);
