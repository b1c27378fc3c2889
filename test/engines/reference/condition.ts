import type { Condition, Predicate, Rules, Scalar } from "../../../src/contract/condition.ts";
import type { Cell } from "../../../src/warehouse/port.ts";

/** A row as a plain object: cells by column name. */
export type Row = Readonly<Record<string, Cell>>;

/** True when every column of the row satisfies its predicate; a missing value satisfies nothing but `is_null` and `ne`. */
export function satisfies(condition: Condition, row: Row): boolean {
  return Object.entries(condition).every(([name, predicate]) => holds(predicate, row[name] ?? null));
}

const equals = (cell: Cell, value: Scalar): boolean =>
  cell !== null && (typeof value === "string" ? String(cell) === value : cell === value);

function holds(predicate: Predicate, cell: Cell): boolean {
  if (typeof predicate !== "object") return equals(cell, predicate);
  if (Array.isArray(predicate)) return predicate.some((value) => equals(cell, value));
  const { eq, ne, in: list, prefix, contains, regex, is_null, gt, gte, lt, lte } = predicate;
  const tests: readonly (boolean | undefined)[] = [
    eq === undefined ? undefined : equals(cell, eq),
    ne === undefined ? undefined : !equals(cell, ne),
    list?.some((value) => equals(cell, value)),
    prefix === undefined ? undefined : cell !== null && String(cell).startsWith(prefix),
    contains === undefined ? undefined : cell !== null && String(cell).includes(contains),
    regex === undefined ? undefined : cell !== null && new RegExp(regex, "u").test(String(cell)),
    is_null === undefined ? undefined : (cell === null) === is_null,
    gt === undefined ? undefined : cell !== null && Number(cell) > gt,
    gte === undefined ? undefined : cell !== null && Number(cell) >= gte,
    lt === undefined ? undefined : cell !== null && Number(cell) < lt,
    lte === undefined ? undefined : cell !== null && Number(cell) <= lte,
  ];
  return tests.every((test) => test !== false);
}

/** The value of the first rule that holds, else the default, else null. */
export function ruledValue({ rules, default: fallback }: Rules, row: Row): string | null {
  return rules.find(({ when }) => satisfies(when, row))?.then ?? fallback ?? null;
}
