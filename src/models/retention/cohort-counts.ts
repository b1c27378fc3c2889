import type { RetentionRequest } from "./retention-request.ts";
import type { KeptRow, ValueRow } from "./retention-stats.ts";

/** A cohort's units by column: `retained[0]` is its size. */
export interface CohortCounts {
  /** Number of the period of the starts. */
  readonly p0: number;
  readonly v: string;
  readonly retained: readonly number[];
  /** Sums of values by column; null where the request has none. */
  readonly values: readonly number[] | null;
}

/** Columns beside that of the start. */
export const columnCount = ({ brackets, periods }: Pick<RetentionRequest, "brackets" | "periods">): number =>
  brackets?.length ?? periods;

type Rules = Pick<RetentionRequest, "criterion" | "brackets" | "periods">;

/** Counts of each cohort, in order of period and value, from the rows of `keptQuery` and `valueQuery`. */
export function cohortCounts(
  kept: readonly KeptRow[],
  rules: Rules,
  values: readonly ValueRow[] = [],
): readonly CohortCounts[] {
  const columns = columnCount(rules);
  const groups = new Map<string, KeptRow[]>();
  for (const row of kept) {
    const key = `${row.p0} ${row.v}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const sums = new Map(values.map((row) => [`${row.p0} ${row.v} ${row.n}`, row.x ?? 0]));
  return [...groups].flatMap(([key, rows]): readonly CohortCounts[] => {
    const [first] = rows;
    if (first === undefined) return [];
    const own = Array.from({ length: columns + 1 }, (_, n) => sums.get(`${key} ${n}`) ?? 0);
    return [
      {
        p0: first.p0,
        v: first.v,
        retained: retained(rows, rules, columns),
        values: values.length === 0 ? null : spans(own, rules),
      },
    ];
  });
}

function retained(rows: readonly KeptRow[], { criterion }: Rules, columns: number): readonly number[] {
  const units = (fits: (n: number) => boolean): number =>
    rows.reduce((sum, row) => (fits(row.n) ? sum + row.units : sum), 0);
  return Array.from({ length: columns + 1 }, (_, column) => {
    if (criterion === "on") return units((n) => n === column);
    if (column === 0) return units(() => true);
    if (criterion === "on-or-before") return units((n) => n >= 1 && n <= column);
    return units((n) => n >= column);
  });
}

const sum = (list: readonly number[]): number => list.reduce((all, x) => all + x, 0);

/** The value of a column is that of the periods it looks at; on-or-before counts from the period of the start. */
function spans(own: readonly number[], { criterion }: Rules): readonly number[] {
  if (criterion === "on-or-before") return own.map((_, n) => sum(own.slice(0, n + 1)));
  if (criterion === "on-or-after") return own.map((x, n) => (n === 0 ? x : sum(own.slice(n))));
  return own;
}
