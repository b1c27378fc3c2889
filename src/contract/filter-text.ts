import { AppError } from "../core/errors.ts";
import type { DimensionFilter } from "./selection.ts";

const FORM =
  /^\s*([a-z][a-z0-9_]*|"(?:[^"]|"")+")\s*(!=|=|\bnot\s+in\b|\bin\b|\bis\s+not\s+null\b|\bis\s+null\b)\s*(.*)$/is;

/**
 * A filter as written by people: `dim=value`, `dim!=value`, `dim in a,b`, `dim not in a,b`, `dim is null`,
 * `dim is not null`. In a list a value with a comma stands in double quotes, as does a column whose name is no single
 * word; after `=` the text is the value as it is.
 * @throws AppError USAGE that shows the forms
 */
export function parseFilter(text: string): DimensionFilter {
  const match = FORM.exec(text);
  const [, name = "", operator = "", rest = ""] = match ?? [];
  const dimension = name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
  const word = operator.toLowerCase().replace(/\s+/g, " ");
  const not = word === "!=" || word.includes("not");
  if (word === "=" || word === "!=") return { dimension, not, values: [rest] };
  if (word.endsWith("null") && rest === "") return { dimension, not, values: [null] };
  const values = word.endsWith("in") ? listOf(rest) : null;
  if (values !== null) return { dimension, not, values };
  throw new AppError("USAGE", `"${text}" is not a filter`, {
    hint: "write dim=value, dim!=value, dim in a,b, dim not in a,b, dim is null or dim is not null",
  });
}

const ITEM = /\s*(?:"((?:[^"]|"")*)"\s*|([^",]*))(?:,|$)/sy;

/** The values of a comma-separated list; null when it is empty or a quote is not closed. */
function listOf(text: string): string[] | null {
  if (text.trim() === "") return null;
  const values: string[] = [];
  ITEM.lastIndex = 0;
  while (true) {
    const match = ITEM.exec(text);
    if (match === null) return null;
    values.push(match[1] === undefined ? (match[2] ?? "").trim() : match[1].replaceAll('""', '"'));
    if (!match[0].endsWith(",") || ITEM.lastIndex > text.length) return values;
    if (ITEM.lastIndex === text.length) return [...values, ""];
  }
}

/** The text that `parseFilter` reads as this filter; null where there is none: a null among other values. */
export function filterText({ dimension: name, not, values }: DimensionFilter): string | null {
  const dimension = WORD.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
  const words = values.filter((value) => value !== null);
  if (words.length === 0) return `${dimension} is ${not ? "not " : ""}null`;
  if (words.length < values.length) return null;
  const [only = ""] = words;
  if (words.length === 1 && only === only.trim()) return `${dimension}${not ? "!=" : "="}${only}`;
  return `${dimension} ${not ? "not in" : "in"} ${words.map(listItem).join(",")}`;
}

const WORD = /^[a-z][a-z0-9_]*$/i;

const listItem = (value: string): string =>
  value !== value.trim() || /[",]/.test(value) || value === "" ? `"${value.replaceAll('"', '""')}"` : value;
