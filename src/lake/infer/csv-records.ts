/** How a delimited text is cut into records and fields. */
export interface CsvSyntax {
  readonly delimiter: string;
  /** The quote character, or `none` when quotes are ordinary letters. */
  readonly quote: string;
  /** The character that makes a quote inside a quoted field ordinary; the quote itself when it is doubled. */
  readonly escape: string;
}

export interface CsvRecords {
  readonly records: readonly (readonly string[])[];
  /** Fields that were quoted and closed as they should be. */
  readonly wellQuoted: number;
  /** Quoted fields with text after the closing quote, or never closed. */
  readonly badlyQuoted: number;
  /** False when the text ends inside a record: no line end follows it, or its quote is still open. */
  readonly complete: boolean;
}

interface Field {
  readonly text: string;
  readonly end: number;
  readonly quoting: "none" | "well" | "bad" | "open";
}

function plainField(text: string, from: number, delimiter: string): Field {
  let end = from;
  while (end < text.length && text[end] !== "\n" && !text.startsWith(delimiter, end)) end++;
  const raw = text.slice(from, end);
  return { text: raw.endsWith("\r") && text[end] !== delimiter[0] ? raw.slice(0, -1) : raw, end, quoting: "none" };
}

function quotedField(text: string, from: number, syntax: CsvSyntax): Field {
  const { quote, escape: escapeChar, delimiter } = syntax;
  let value = "";
  for (let at = from + 1; at < text.length; at++) {
    const char = text[at];
    if (char === escapeChar && escapeChar !== quote && at + 1 < text.length) value += text[++at] ?? "";
    else if (char !== quote) value += char;
    else if (escapeChar === quote && text[at + 1] === quote) {
      value += quote;
      at++;
    } else {
      const rest = plainField(text, at + 1, delimiter);
      const closed = rest.text === "";
      return {
        text: closed ? value : text.slice(from, rest.end).replace(/\r$/, ""),
        end: rest.end,
        quoting: closed ? "well" : "bad",
      };
    }
  }
  return { text: value, end: text.length, quoting: "open" };
}

/**
 * Cuts text into records, quote-aware; blank lines are skipped. For samples: the whole text is in memory.
 * @param limit stop after this many records
 */
export function csvRecords(text: string, syntax: CsvSyntax, { limit = Number.POSITIVE_INFINITY } = {}): CsvRecords {
  const records: string[][] = [];
  let record: string[] = [];
  let wellQuoted = 0;
  let badlyQuoted = 0;
  let complete = true;
  let at = 0;
  while (at < text.length && records.length < limit) {
    const quoted = syntax.quote !== "none" && text[at] === syntax.quote;
    const field = quoted ? quotedField(text, at, syntax) : plainField(text, at, syntax.delimiter);
    record.push(field.text);
    if (field.quoting === "well") wellQuoted++;
    else if (field.quoting !== "none") badlyQuoted++;
    at = field.end;
    if (at < text.length && text[at] !== "\n") {
      at += syntax.delimiter.length;
      complete = false;
      if (at < text.length) continue;
      record.push("");
    }
    complete = text[at] === "\n";
    at++;
    if (record.length > 1 || record[0] !== "") records.push(record);
    record = [];
  }
  return { records, wellQuoted, badlyQuoted, complete };
}
