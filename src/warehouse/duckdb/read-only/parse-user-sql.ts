import { sql } from "../../../sql/sql.ts";
import type { Warehouse } from "../../port.ts";
import { checkRepeatable } from "./check-repeatable.ts";
import { checkStatement, refuse } from "./check-tree.ts";

const MAX_CHARACTERS = 100_000;

interface Serialized {
  readonly error: boolean;
  readonly error_type?: string;
  readonly error_message?: string;
  readonly position?: string;
  readonly statements?: readonly unknown[];
}

/**
 * Checks SQL that a user wrote: exactly one SELECT that reads `relations` only. Nothing of it is run; the text reaches
 * the engine's parser as a bound value.
 * @throws AppError QUERY_REFUSED
 */
export async function checkUserSql(warehouse: Warehouse, text: string, relations: readonly string[]): Promise<void> {
  checkStatement(await parsedStatement(warehouse, text), relations);
}

/**
 * Checks SQL that a user wrote as `checkUserSql` does, for a place in FROM of other queries.
 * @returns the text that may stand in parentheses: there it is the same statement as alone
 * @throws AppError QUERY_REFUSED, also for what differs from run to run
 */
export async function checkUserTable(
  warehouse: Warehouse,
  text: string,
  relations: readonly string[],
): Promise<string> {
  const bare = text.replace(/[\s;]+$/, "");
  const alone = await parsedStatement(warehouse, bare);
  checkStatement(alone, relations);
  checkRepeatable(alone);
  const inside = await parsedStatement(warehouse, `select * from (\n${bare}\n) as statement`).catch(() => undefined);
  if (inside === undefined || !holds(inside, alone))
    refuse("the query cannot stand as a table", "leave out what follows its last semicolon, comments too");
  return bare;
}

/** True when the tree is `select * from (statement)` and nothing else. */
function holds(tree: unknown, statement: unknown): boolean {
  const { node } = tree as { readonly node?: { readonly from_table?: { readonly subquery?: unknown } } };
  return withoutPlaces(node?.from_table?.subquery) === withoutPlaces(statement);
}

const withoutPlaces = (tree: unknown): string =>
  JSON.stringify(tree, (key, value: unknown) => (key === "query_location" ? undefined : value)) ?? "";

async function parsedStatement(warehouse: Warehouse, text: string): Promise<unknown> {
  if (text.length > MAX_CHARACTERS) refuse(`the query is longer than ${MAX_CHARACTERS} characters`);
  // the driver ends a statement at a NUL, so what runs would not be what was checked
  if (text.includes("\0")) refuse("the query holds a NUL character");
  const { rows } = await warehouse.table(
    sql`select json_serialize_sql(cast(${text} as varchar), skip_default := true, skip_empty := true, skip_null := true)`,
  );
  const tree = JSON.parse(String(rows[0]?.[0])) as Serialized;
  if (tree.error) refuseUnparsed(text, tree);
  const [statement, ...more] = tree.statements ?? [];
  if (statement === undefined) refuse("the query is empty");
  if (more.length > 0) refuse("a query is one statement", "run the others one by one");
  return statement;
}

function refuseUnparsed(text: string, { error_type: type, error_message: message = "", position }: Serialized): never {
  if (type !== "not implemented") {
    const at = position === undefined ? "" : ` at ${lineAndColumn(text, Number(position))}`;
    refuse(`the query cannot be parsed${at}: ${message}`);
  }
  const verb = /^\s*(?:--[^\n]*\n|\/\*[\s\S]*?\*\/|\s)*([a-z]+)/i.exec(text)?.[1]?.toUpperCase();
  const named = verb === undefined || verb === "SELECT" || verb === "WITH" || verb === "FROM" ? "this statement" : verb;
  refuse(
    `${named} is not available in a query: only SELECT is`,
    named === "PIVOT" || /\bpivot\b/i.test(text)
      ? "name the values: select * from x pivot (sum(v) for k in ('a', 'b'))"
      : undefined,
  );
}

function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  return `line ${before.length}, column ${(before[before.length - 1]?.length ?? 0) + 1}`;
}
