import type { SectionName } from "./params.ts";

/** One line of the flat table: a number of a thing in a section. */
export interface TableLine {
  readonly section: SectionName;
  /** What is measured: events, users, p95. */
  readonly key: string;
  /** What it is measured on: a day, a value of a dimension, a column. */
  readonly name: string;
  readonly value: number | null;
  /** Part of the total, where it is one. */
  readonly share: number | null;
  /** Rows, users or sessions that the value rests on. */
  readonly n: number | null;
}

/** `n / total`, null without a total. */
export function shareOf(n: number | null, total: number | null): number | null {
  return n === null || total === null || total === 0 ? null : n / total;
}
