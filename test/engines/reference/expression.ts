import type { Expression } from "../../../src/contract/expression.ts";
import type { Cell } from "../../../src/warehouse/port.ts";
import type { Row } from "./condition.ts";

/** The value of an expression over the columns of a row; what is missing makes the whole missing, as does a division by 0. */
export function evaluate(e: Expression, row: Row): Cell {
  switch (e.kind) {
    case "column":
      return row[e.name] ?? null;
    case "number":
      return Number(e.text);
    case "text":
      return e.value;
    case "negate":
      return binary("-", 0, evaluate(e.operand, row));
    case "binary":
      return binary(e.op, evaluate(e.left, row), evaluate(e.right, row));
    case "call": {
      const cells = e.args.map((arg) => evaluate(arg, row));
      const first = cells.find((cell) => cell !== null) ?? null;
      if (e.fn === "coalesce" || first === null) return first;
      return e.fn === "lower" ? String(first).toLowerCase() : String(first).trim();
    }
  }
}

function binary(op: "+" | "-" | "*" | "/", left: Cell, right: Cell): number | null {
  if (left === null || right === null) return null;
  const [a, b] = [Number(left), Number(right)];
  if (op === "/") return b === 0 ? null : a / b;
  return op === "+" ? a + b : op === "-" ? a - b : a * b;
}
