import { type Expression, parseExpression } from "../../../src/contract/expression.ts";
import type { Arithmetic } from "../../../src/contract/project/funnel.ts";
import type { FunnelTest } from "../../../src/models/funnel/definition.ts";
import { type Row, satisfies } from "./condition.ts";
import type { FactRow } from "./fact-rows.ts";

/** Whether an event is what a step or an exclusion asks for. */
export function matchesTest(row: FactRow, { events, where, value }: FunnelTest): boolean {
  const named = events.length === 0 || events.includes(row.event);
  return named && satisfies(where, row) && value.every((one) => compares(one, row));
}

function compares({ expr, eq, ne, gt, gte, lt, lte }: Arithmetic, row: Row): boolean {
  const x = evaluate(parseExpression(expr), row);
  if (x === null) return false;
  const tests = [
    eq === undefined || x === eq,
    ne === undefined || x !== ne,
    gt === undefined || x > gt,
    gte === undefined || x >= gte,
    lt === undefined || x < lt,
    lte === undefined || x <= lte,
  ];
  return tests.every(Boolean);
}

function evaluate(e: Expression, row: Row): number | null {
  switch (e.kind) {
    case "column": {
      const cell = row[e.name] ?? null;
      return cell === null ? null : Number(cell);
    }
    case "number":
      return Number(e.text);
    case "negate": {
      const x = evaluate(e.operand, row);
      return x === null ? null : -x;
    }
    case "binary": {
      const [a, b] = [evaluate(e.left, row), evaluate(e.right, row)];
      if (a === null || b === null || (e.op === "/" && b === 0)) return null;
      return { "+": a + b, "-": a - b, "*": a * b, "/": a / b }[e.op];
    }
    default:
      throw new RangeError(`the reference does not evaluate ${e.kind}`);
  }
}
