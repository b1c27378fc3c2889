import { AppError } from "../../../core/errors.ts";
import { didYouMean, nearest } from "../../../core/nearest.ts";
import { ALLOWED_FUNCTIONS, ALLOWED_TABLE_FUNCTIONS, BOUNDED_FUNCTIONS, REFUSED_NAMES } from "./allowed-functions.ts";
import * as shapes from "./tree-shapes.ts";

type Tree = Readonly<Record<string, unknown>>;

/** The names that may stand in FROM at one place of the query, in lower case. */
interface Scope {
  readonly relations: ReadonlySet<string>;
  readonly ctes: ReadonlySet<string>;
}

export function refuse(message: string, hint?: string): never {
  throw new AppError("QUERY_REFUSED", message, hint === undefined ? {} : { hint });
}

/**
 * Checks one statement of `json_serialize_sql`'s tree. Everything is refused that is not known to be harmless: node
 * kinds, keys, functions, types and relations each have a list.
 * @param relations the names user SQL may read
 * @throws AppError QUERY_REFUSED
 */
export function checkStatement(statement: unknown, relations: readonly string[]): void {
  const scope = { relations: new Set(relations.map((name) => name.toLowerCase())), ctes: new Set<string>() };
  checkSlot("statement", statement, scope);
}

function treeOf(value: unknown): Tree {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    refuse("the query has a form that is not supported");
  return value as Tree;
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) refuse("the query has a form that is not supported");
  return value;
}

function checkEntries(
  tree: Tree,
  shape: shapes.Shape | undefined,
  { scope, what }: { scope: Scope; what: string },
): void {
  if (shape === undefined)
    refuse(`${what} is not supported in a query`, "a query is one SELECT; see `tidemark query --help`");
  for (const [key, value] of Object.entries(tree)) {
    const slot = Object.hasOwn(shape, key) ? shape[key] : undefined;
    if (slot === undefined) refuse(`${describeKey(key)} is not supported in a query`);
    checkSlot(slot, value, scope);
  }
}

const KEY_WORDS: Readonly<Record<string, string>> = {
  at_clause: "AT (time travel)",
  schema_name: "a schema before a relation's name",
  catalog_name: "a database before a relation's name",
  catalog: "a database before a function's name",
};

const describeKey = (key: string): string => KEY_WORDS[key] ?? `"${key}"`;

function each(value: unknown, check: (item: unknown) => void): void {
  for (const item of listOf(value)) check(item);
}

type Check = (value: unknown, scope: Scope) => void;

const shaped =
  (shape: shapes.Shape, what: string): Check =>
  (value, scope) =>
    checkEntries(treeOf(value), shape, { scope, what });

const checkOrder = shaped(shapes.ORDER, "ORDER BY");
const checkCase = shaped(shapes.CASE_CHECK, "CASE");
const checkReplacement = shaped(shapes.REPLACEMENT, "REPLACE");
const checkPivot = shaped(shapes.PIVOT_COLUMN, "PIVOT");

const CHECKS: Readonly<Record<shapes.Slot, Check>> = {
  plain: (value) => checkPlain(value),
  constant: (value) => checkConstant(value),
  expression: checkExpression,
  expressions: (value, scope) => each(value, (item) => checkExpression(item, scope)),
  expressionLists: (value, scope) => each(value, (row) => each(row, (item) => checkExpression(item, scope))),
  table: checkTable,
  query: checkQuery,
  statement: shaped(shapes.STATEMENT, "this statement"),
  modifier: checkModifier,
  modifiers: (value, scope) => each(value, (item) => checkModifier(item, scope)),
  orders: (value, scope) => each(value, (item) => checkOrder(item, scope)),
  cases: (value, scope) => each(value, (item) => checkCase(item, scope)),
  replacements: (value, scope) => each(value, (item) => checkReplacement(item, scope)),
  pivots: (value, scope) => each(value, (item) => checkPivot(item, scope)),
  ctes: () => refuse("WITH is not supported here"),
  tableFunction: checkTableFunction,
  dataType: (value) => checkType(value),
};

function checkSlot(slot: shapes.Slot, value: unknown, scope: Scope): void {
  CHECKS[slot](value, scope);
}

function checkPlain(value: unknown): void {
  if (Array.isArray(value)) value.forEach(checkPlain);
  else if (typeof value === "object" && value !== null) refuse("the query has a form that is not supported");
}

/** Values, samples and column renames: the serializer writes them from evaluated values, never with expressions. */
function checkConstant(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  if ("class" in value || "from_table" in value) refuse("an expression is not supported here");
  Object.values(value).forEach(checkConstant);
}

function checkExpression(value: unknown, scope: Scope): void {
  const tree = treeOf(value);
  const kind = String(tree["class"]);
  if (kind === "PARAMETER") refuse("a query has no parameters", "write the value in place of ? or $1");
  if (kind === "FUNCTION" || kind === "WINDOW") checkCall(tree);
  if (kind === "OPERATOR" && !shapes.OPERATORS.has(String(tree["type"])))
    refuse(`the operator ${tree["type"]} is not supported`);
  if (kind === "COLUMN_REF") checkColumn(tree);
  checkEntries(tree, Object.hasOwn(shapes.EXPRESSIONS, kind) ? shapes.EXPRESSIONS[kind] : undefined, {
    scope,
    what: `"${kind}"`,
  });
}

function checkColumn(tree: Tree): void {
  const names = listOf(tree["column_names"]);
  const name = String(names[0]).toLowerCase();
  if (names.length === 1 && REFUSED_NAMES.has(name)) refuse(`"${name}" is not available in a query`);
}

function checkCall(tree: Tree): void {
  const name = String(tree["function_name"]);
  const known = name.toLowerCase();
  const schema = tree["schema"] ?? "";
  if (schema !== "" && schema !== "main") {
    refuse(`"${schema}.${name}(...)" is not supported`, `write ${name}(${schema}) instead of ${schema}.${name}()`);
  }
  if (tree["catalog"] !== undefined) refuse(`${describeKey("catalog")} is not supported in a query`);
  if (!ALLOWED_FUNCTIONS.has(known)) refuseFunction(name);
  const bound = Object.hasOwn(BOUNDED_FUNCTIONS, known) ? BOUNDED_FUNCTIONS[known] : undefined;
  const reason = bound?.((tree["children"] ?? []) as Tree[]);
  if (reason !== undefined) refuse(`the function "${name}" is limited in a query: ${reason}`);
}

function refuseFunction(name: string): never {
  if (ALLOWED_TABLE_FUNCTIONS.has(name.toLowerCase())) {
    refuse(`the function "${name}" may only stand in FROM`, `write: from ${name}(...) as t(x)`);
  }
  refuse(`the function "${name}" is not available in a query${didYouMean(name, ALLOWED_FUNCTIONS)}`);
}

function checkTableFunction(value: unknown, scope: Scope): void {
  const tree = treeOf(value);
  const name = String(tree["function_name"]);
  if (tree["class"] !== "FUNCTION") refuse("this form of FROM is not supported");
  if (!ALLOWED_TABLE_FUNCTIONS.has(name.toLowerCase()) || (tree["schema"] ?? "") !== "") {
    refuse(`the function "${name}" may not stand in FROM${didYouMean(name, ALLOWED_TABLE_FUNCTIONS)}`, readable(scope));
  }
  checkEntries(tree, shapes.EXPRESSIONS["FUNCTION"], { scope, what: name });
}

const readable = ({ relations }: Scope): string => `a query reads: ${[...relations].join(", ") || "nothing yet"}`;

function checkTable(value: unknown, scope: Scope): void {
  const tree = treeOf(value);
  const kind = String(tree["type"]);
  if (kind === "SHOW_REF") {
    refuse(
      "DESCRIBE, SHOW and SUMMARIZE are not supported in a query",
      "see `tidemark describe <relation>`, with --profile for a summary",
    );
  }
  if (kind === "BASE_TABLE") checkRelation(tree, scope);
  checkEntries(tree, Object.hasOwn(shapes.TABLES, kind) ? shapes.TABLES[kind] : undefined, {
    scope,
    what: `"${kind}" in FROM`,
  });
}

function checkRelation(tree: Tree, scope: Scope): void {
  const name = String(tree["table_name"]);
  const qualified = [tree["catalog_name"], tree["schema_name"], name].filter((part) => part !== undefined).join(".");
  if (qualified !== name) refuse(`"${qualified}" is not a relation of this project`, "write the relation's name alone");
  if (scope.ctes.has(name.toLowerCase()) || scope.relations.has(name.toLowerCase())) return;
  const names = [...scope.relations, ...scope.ctes];
  // elsewhere a table is called as its source is
  const meant = scope.relations.has(`fct_${name.toLowerCase()}`) ? `fct_${name.toLowerCase()}` : name;
  refuse(
    `"${name}" is not a relation of this project${didYouMean(meant, names)}`,
    nearest(meant, names) ? undefined : readable(scope),
  );
}

function checkModifier(value: unknown, scope: Scope): void {
  const tree = treeOf(value);
  const kind = String(tree["type"]);
  checkEntries(tree, Object.hasOwn(shapes.MODIFIERS, kind) ? shapes.MODIFIERS[kind] : undefined, {
    scope,
    what: `"${kind}"`,
  });
}

/** A query node: its CTEs are in scope below it, each one from the next CTE on. */
function checkQuery(value: unknown, outer: Scope): void {
  const { cte_map: map, ...tree } = treeOf(value);
  const kind = String(tree["type"]);
  let scope = outer;
  if (map !== undefined) {
    each(treeOf(map)["map"], (entry) => {
      scope = checkCte(treeOf(entry), scope);
    });
  }
  const shape = Object.hasOwn(shapes.QUERIES, kind) ? shapes.QUERIES[kind] : undefined;
  if (kind !== "RECURSIVE_CTE_NODE") {
    checkEntries(tree, shape, { scope, what: `"${kind}"` });
    return;
  }
  const { right, ...rest } = tree;
  checkEntries(rest, shape, { scope, what: "WITH RECURSIVE" });
  checkQuery(right, withCte(scope, String(tree["cte_name"])));
}

const withCte = (scope: Scope, name: string): Scope => ({
  ...scope,
  ctes: new Set([...scope.ctes, name.toLowerCase()]),
});

function checkCte({ key, value, ...rest }: Tree, scope: Scope): Scope {
  if (typeof key !== "string" || Object.keys(rest).length > 0) refuse("this form of WITH is not supported");
  checkEntries(treeOf(value), shapes.CTE, { scope, what: "WITH" });
  return withCte(scope, key);
}

/** Types the parser knows itself are harmless; a type looked up by name must be on the list. */
function checkType(value: unknown): void {
  if (Array.isArray(value)) {
    value.forEach(checkType);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const tree = value as Tree;
  if (tree["type"] === "UNBOUND_TYPE_INFO") {
    const name = String(tree["name"]);
    const qualified = tree["schema"] !== undefined || tree["catalog"] !== undefined;
    if (qualified || !shapes.NAMED_TYPES.has(name.toLowerCase()))
      refuse(`the type "${name}" is not available in a query`);
  }
  if (tree["class"] !== undefined) refuse("an expression is not supported in a type");
  Object.values(tree).forEach(checkType);
}
