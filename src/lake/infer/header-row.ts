const NUMBER = /^[+-]?(\d+([.,]\d*)*|[.,]\d+)([eE][+-]?\d+)?$/;
const TIME = /^\d{1,4}[-./]\d{1,2}[-./]\d{1,4}([ T_].*)?$|^\d{1,2}:\d{2}/;
const BOOLEAN = /^(true|false)$/i;

/** True for texts that are values of a type rather than words. */
function isTyped(cell: string): boolean {
  const text = cell.trim();
  return NUMBER.test(text) || TIME.test(text) || BOOLEAN.test(text);
}

/** The look of a value: a run of letters and digits is 9 when it holds a digit, else a. */
function shapeOf(cell: string): string {
  return cell.trim().replace(/[\p{L}\d]+/gu, (run) => (/\d/.test(run) ? "9" : "a"));
}

type Evidence = "header" | "data" | "none";

function columnEvidence(head: string, values: readonly string[]): Evidence {
  const filled = values.filter((v) => v.trim() !== "");
  if (filled.length === 0) return isTyped(head) ? "data" : "none";
  const typedShare = filled.filter(isTyped).length / filled.length;
  if (isTyped(head)) return typedShare > 0.5 ? "data" : "none";
  if (typedShare >= 0.8) return "header";
  const shape = shapeOf(head);
  const alikeShare = shape.includes("9") ? filled.filter((v) => shapeOf(v) === shape).length / filled.length : 0;
  return alikeShare >= 0.8 || filled.includes(head) ? "data" : "none";
}

/**
 * Whether the first record names the columns. It does when more columns hold typed values under a word than hold
 * the first cell's own kind of value; among words only, unless a first cell recurs below or looks like what follows.
 */
export function hasHeaderRow(records: readonly (readonly string[])[]): boolean {
  const [first, ...rest] = records;
  if (first === undefined || first.every((cell) => cell.trim() === "")) return false;
  const names = first.map((cell) => cell.trim().toLowerCase()).filter((name) => name !== "");
  if (new Set(names).size < names.length && rest.length > 0 && !rest.some((r) => r.some(isTyped))) return false;
  const evidence = first.map((head, i) =>
    columnEvidence(
      head,
      rest.map((record) => record[i] ?? ""),
    ),
  );
  const forHeader = evidence.filter((e) => e === "header").length;
  const forData = evidence.filter((e) => e === "data").length;
  if (rest.length === 0) return !first.some(isTyped);
  return forHeader > forData || (forHeader === 0 && forData === 0 && !first.some(isTyped));
}

/**
 * Column names as Tidemark uses them: trimmed, an empty name becomes `column_<position>`, a name that repeats an
 * earlier one (letter case ignored, as engines do) gets `_2`, `_3` ...
 */
export function columnNames(header: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return header.map((cell, i) => {
    const base = cell.trim() === "" ? `column_${i + 1}` : cell.trim();
    let name = base;
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${base}_${n}`;
    taken.add(name.toLowerCase());
    return name;
  });
}
