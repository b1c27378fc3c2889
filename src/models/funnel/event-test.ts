import { parseExpression } from "../../contract/expression.ts";
import type { Arithmetic } from "../../contract/project/funnel.ts";
import { AppError } from "../../core/errors.ts";
import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import type { FactContext } from "../fct-events.ts";
import { eventColumns, eventCondition } from "../metrics/event-condition.ts";
import { typedExpression } from "../typed-expression.ts";
import type { FunnelTest } from "./definition.ts";

const OPERATORS = [
  ["eq", "="],
  ["ne", "<>"],
  ["gt", ">"],
  ["gte", ">="],
  ["lt", "<"],
  ["lte", "<="],
] as const;

/** True for the rows of `fct_events` that fit; the name is compared in a form that engines look up while they scan. @throws AppError for columns that do not exist and texts that are no arithmetic */
export function funnelTest({ events, where, value }: FunnelTest, facts: FactContext, path: string): Sql {
  const named = events.length === 0 ? raw("true") : sql`event in (${joinSql(events.map((event) => sql`${event}`))})`;
  const columns = Object.keys(where).length === 0 ? [] : [eventCondition({ where }, facts, path)];
  return joinSql([named, ...columns, ...value.map((one) => arithmeticCondition(one, facts, path))], " and ");
}

function arithmeticCondition(one: Arithmetic, facts: FactContext, path: string): Sql {
  const { x } = typedExpression(parsed(one.expr, path), eventColumns(facts), { dialect: facts.dialect, path });
  const parts = OPERATORS.flatMap(([key, operator]) => {
    const bound = one[key];
    return bound === undefined ? [] : [sql`${x} ${raw(operator)} ${bound}`];
  });
  return sql`coalesce(${joinSql(parts, " and ")}, false)`;
}

function parsed(text: string, path: string): ReturnType<typeof parseExpression> {
  try {
    return parseExpression(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new AppError("USAGE", `${path}: "${text}" is not arithmetic: ${error.message}`, { cause: error });
  }
}
