/** Arithmetic over columns, as written in the project file: `quantity * unit_price`, `coalesce(a, 0) + 1`. */
export type Expression =
  | { readonly kind: "column"; readonly name: string }
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "negate"; readonly operand: Expression }
  | {
      readonly kind: "binary";
      readonly op: "+" | "-" | "*" | "/";
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "call"; readonly fn: ExpressionFunction; readonly args: readonly Expression[] };

export const EXPRESSION_FUNCTIONS = ["coalesce", "lower", "trim"] as const;
export type ExpressionFunction = (typeof EXPRESSION_FUNCTIONS)[number];

const TOKEN = /\s*(?:(\d+(?:\.\d+)?)|'((?:[^']|'')*)'|([\p{L}_$][\p{L}\p{N}_$.]*)|"((?:[^"]|"")+)"|([-+*/(),]))/uy;

interface Token {
  readonly kind: "number" | "text" | "name" | "quoted" | "symbol";
  readonly text: string;
}

function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  const end = source.trimEnd().length;
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(source);
    if (match === null)
      throw new SyntaxError(`unexpected "${source.slice(at).trim().slice(0, 12)}" at position ${at + 1}`);
    const [, number, text, name, quoted, symbol] = match;
    if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if (text !== undefined) tokens.push({ kind: "text", text: text.replaceAll("''", "'") });
    else if (name !== undefined) tokens.push({ kind: "name", text: name });
    else if (quoted !== undefined) tokens.push({ kind: "quoted", text: quoted.replaceAll('""', '"') });
    else tokens.push({ kind: "symbol", text: symbol ?? "" });
  }
  return tokens;
}

/** Recursive descent: sum := product (("+"|"-") product)*, product := unary (("*"|"/") unary)*. */
class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  parse(): Expression {
    const expression = this.#sum();
    const rest = this.#tokens[this.#at];
    if (rest !== undefined) throw new SyntaxError(`unexpected "${rest.text}"`);
    return expression;
  }

  #accept(...symbols: readonly string[]): string | undefined {
    const token = this.#tokens[this.#at];
    if (token?.kind !== "symbol" || !symbols.includes(token.text)) return undefined;
    this.#at++;
    return token.text;
  }

  #expect(symbol: string): void {
    if (this.#accept(symbol) === undefined) throw new SyntaxError(`expected "${symbol}"`);
  }

  #sum(): Expression {
    let left = this.#product();
    for (let op = this.#accept("+", "-"); op !== undefined; op = this.#accept("+", "-")) {
      left = { kind: "binary", op: op as "+" | "-", left, right: this.#product() };
    }
    return left;
  }

  #product(): Expression {
    let left = this.#unary();
    for (let op = this.#accept("*", "/"); op !== undefined; op = this.#accept("*", "/")) {
      left = { kind: "binary", op: op as "*" | "/", left, right: this.#unary() };
    }
    return left;
  }

  #unary(): Expression {
    return this.#accept("-") === undefined ? this.#atom() : { kind: "negate", operand: this.#unary() };
  }

  #atom(): Expression {
    if (this.#accept("(") !== undefined) {
      const inner = this.#sum();
      this.#expect(")");
      return inner;
    }
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new SyntaxError("the expression ends too early");
    if (token.kind === "number") return { kind: "number", text: token.text };
    if (token.kind === "text") return { kind: "text", value: token.text };
    if (token.kind === "quoted") return { kind: "column", name: token.text };
    if (token.kind === "symbol") throw new SyntaxError(`unexpected "${token.text}"`);
    return this.#accept("(") === undefined ? { kind: "column", name: token.text } : this.#call(token.text);
  }

  #call(name: string): Expression {
    const fn = EXPRESSION_FUNCTIONS.find((known) => known === name.toLowerCase());
    if (fn === undefined)
      throw new SyntaxError(`unknown function "${name}"; known: ${EXPRESSION_FUNCTIONS.join(", ")}`);
    const args = [this.#sum()];
    while (this.#accept(",") !== undefined) args.push(this.#sum());
    this.#expect(")");
    if (fn !== "coalesce" && args.length !== 1) throw new SyntaxError(`${fn} takes one argument`);
    return { kind: "call", fn, args };
  }
}

/**
 * Parses `+ - * / ( )`, numbers, `'text'`, columns (`name` or `"any name"`), `coalesce`, `lower`, `trim`.
 * @throws SyntaxError with a sentence that says what was unexpected
 */
export function parseExpression(source: string): Expression {
  return new Parser(tokenize(source)).parse();
}

/** The distinct columns an expression reads, in order of appearance. */
export function expressionColumns(expression: Expression): readonly string[] {
  const names = new Set<string>();
  const visit = (e: Expression): void => {
    if (e.kind === "column") names.add(e.name);
    else if (e.kind === "negate") visit(e.operand);
    else if (e.kind === "binary") [e.left, e.right].forEach(visit);
    else if (e.kind === "call") e.args.forEach(visit);
  };
  visit(expression);
  return [...names];
}
