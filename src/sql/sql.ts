/** A value the engine binds: never pasted into text by callers. */
export type SqlValue = string | number | bigint | boolean | null;

/** A fragment of SQL: text pieces with one value between each two. Immutable; fragments compose. */
export interface Sql {
  readonly texts: readonly string[];
  readonly values: readonly SqlValue[];
}

function isSql(value: Sql | SqlValue): value is Sql {
  return typeof value === "object" && value !== null;
}

/** Tagged template: `Sql` interpolations are spliced in, everything else is bound. */
export function sql(strings: TemplateStringsArray, ...inputs: readonly (Sql | SqlValue)[]): Sql {
  const texts: string[] = [strings[0] ?? ""];
  const values: SqlValue[] = [];
  inputs.forEach((input, i) => {
    const after = strings[i + 1] ?? "";
    if (isSql(input)) {
      texts[texts.length - 1] += input.texts[0] ?? "";
      texts.push(...input.texts.slice(1));
      values.push(...input.values);
      texts[texts.length - 1] += after;
    } else {
      values.push(input);
      texts.push(after);
    }
  });
  return { texts, values };
}

/** Trusted text as a fragment. For keywords and engine syntax only, never for data or names. */
export function raw(text: string): Sql {
  return { texts: [text], values: [] };
}

/** Fragments with a separator between them; an empty list gives an empty fragment. */
export function joinSql(parts: readonly Sql[], separator = ", "): Sql {
  const texts = [""];
  const values: SqlValue[] = [];
  for (const [i, part] of parts.entries()) {
    texts[texts.length - 1] += (i === 0 ? "" : separator) + (part.texts[0] ?? "");
    texts.push(...part.texts.slice(1));
    values.push(...part.values);
  }
  return { texts, values };
}

/**
 * A quoted identifier. Where the name comes from a user, pass the names that exist: anything else throws.
 * @throws RangeError for a name that is empty, holds a NUL or is not among `allowed`
 */
export function ident(name: string, allowed?: ReadonlySet<string>): Sql {
  if (name === "" || name.includes("\0")) throw new RangeError(`not an identifier: ${JSON.stringify(name)}`);
  if (allowed !== undefined && !allowed.has(name)) throw new RangeError(`unknown name: ${JSON.stringify(name)}`);
  return raw(`"${name.replaceAll('"', '""')}"`);
}

/** A value as a standard SQL literal, for statements in which engines cannot bind (views, COPY). */
export function literal(value: SqlValue): string {
  if (value === null) return "null";
  if (typeof value === "string") {
    if (value.includes("\0")) throw new RangeError("a text literal cannot hold a NUL");
    return `'${value.replaceAll("'", "''")}'`;
  }
  if (typeof value === "number" && !Number.isFinite(value)) throw new RangeError(`not a literal: ${value}`);
  return String(value);
}

/** The text with every value written as a literal: for DDL. */
export function inlineText({ texts, values }: Sql): string {
  return texts.reduce((all, text, i) => all + literal(values[i - 1] ?? null) + text);
}

/** The text with `$1, $2 ...` placeholders. */
export function numberedText({ texts }: Sql): string {
  return texts.reduce((all, text, i) => `${all}$${i}${text}`);
}
