import fc from "fast-check";
import { expect, test } from "vitest";
import { type Expression, expressionColumns, parseExpression } from "./expression.ts";

/** Fully parenthesised text, to see what binds tighter. */
function shown(e: Expression): string {
  switch (e.kind) {
    case "column":
      return e.name;
    case "number":
      return e.text;
    case "text":
      return `'${e.value.replaceAll("'", "''")}'`;
    case "negate":
      return `(-${shown(e.operand)})`;
    case "binary":
      return `(${shown(e.left)} ${e.op} ${shown(e.right)})`;
    case "call":
      return `${e.fn}(${e.args.map(shown).join(", ")})`;
  }
}

test.each([
  ["quantity * unit_price", "(quantity * unit_price)"],
  ["a + b * c - d / e", "((a + (b * c)) - (d / e))"],
  ["a - b - c", "((a - b) - c)"],
  ["a / b / c", "((a / b) / c)"],
  ["(a + b) * c", "((a + b) * c)"],
  ["-a * b", "((-a) * b)"],
  ["a - -b", "(a - (-b))"],
  ["1.50 + 2", "(1.50 + 2)"],
  ["coalesce(a, 0) + 1", "(coalesce(a, 0) + 1)"],
  ["COALESCE(lower(a), trim(b), 'it''s')", "coalesce(lower(a), trim(b), 'it''s')"],
  ['"Unit Price" * 2', "(Unit Price * 2)"],
  ['"say ""x""" + größe', '(say "x" + größe)'],
  ["event_properties.price", "event_properties.price"],
  ["  a  ", "a"],
])("%s is %s", (text, expected) => {
  expect(shown(parseExpression(text))).toBe(expected);
});

test.each([
  ["", "ends too early"],
  ["a +", "ends too early"],
  ["a b", 'unexpected "b"'],
  ["(a", 'expected ")"'],
  ["a)", 'unexpected ")"'],
  ["a; drop table x", 'unexpected "; drop table'],
  ["a -- b; c", 'unexpected "; c"'],
  ["a /* b */", 'unexpected "*"'],
  ["'open", 'unexpected "\'open"'],
  ["a || b", 'unexpected "|| b"'],
  ["a = 1", 'unexpected "= 1"'],
  ["a > 1", 'unexpected "> 1"'],
  ["getenv('HOME')", 'unknown function "getenv"'],
  ["read_text('x')", 'unknown function "read_text"'],
  ["lower(a, b)", "lower takes one argument"],
  ["coalesce()", 'unexpected ")"'],
  ["a[1]", 'unexpected "[1]"'],
  ["select 1", 'unexpected "1"'],
  ["a::text", 'unexpected "::text"'],
])("%j is refused: %s", (text, reason) => {
  expect(() => parseExpression(text)).toThrow(SyntaxError);
  expect(() => parseExpression(text)).toThrow(reason);
});

test("the columns of an expression, each once, in order of appearance", () => {
  expect(expressionColumns(parseExpression("b * coalesce(a, b) - -c / 'a'"))).toEqual(["b", "a", "c"]);
});

const expressions: fc.Arbitrary<Expression> = fc.letrec<{ e: Expression }>((tie) => ({
  e: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom("a", "b", "größe").map((name): Expression => ({ kind: "column", name })),
    fc.constantFrom("0", "1.5", "12").map((text): Expression => ({ kind: "number", text })),
    fc.string().map((value): Expression => ({ kind: "text", value })),
    tie("e").map((operand): Expression => ({ kind: "negate", operand })),
    fc.record({
      kind: fc.constant("binary" as const),
      op: fc.constantFrom("+", "-", "*", "/"),
      left: tie("e"),
      right: tie("e"),
    }),
    fc
      .array(tie("e"), { minLength: 1, maxLength: 3 })
      .map((args): Expression => ({ kind: "call", fn: "coalesce", args })),
  ),
})).e;

test("every expression is read back as it was written", () => {
  fc.assert(
    fc.property(expressions, (e) => {
      expect(parseExpression(shown(e))).toEqual(e);
    }),
  );
});

test("no text makes the parser do anything but parse or refuse", () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom("a", "1", ".", "'", '"', "(", ")", "+", "-", "*", "/", ",", " ", ";", "\\", "é"),
      }),
      (text) => {
        try {
          parseExpression(text);
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
        }
      },
    ),
  );
});
