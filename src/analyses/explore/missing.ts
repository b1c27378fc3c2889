import { z } from "zod";
import type { ChartSpec } from "../../contract/chart-spec.ts";
import type { Finding } from "../../contract/envelope.ts";
import { formatQuantity } from "../../core/quantity.ts";
import type { TypedColumn } from "../../models/event-log.ts";
import { count } from "../../quality/wording.ts";
import type { Query } from "../../sql/query.ts";
import { ident, joinSql, raw, sql } from "../../sql/sql.ts";
import type { Explored } from "./explored.ts";
import { shareOf, type TableLine } from "./section.ts";

/** Rows in all as `n`, rows with a value of the i-th column as `c<i>`. */
const MissingRow = z.record(z.string(), z.number());
export type MissingRow = z.infer<typeof MissingRow>;

/** One scan over every column. */
export function missingQuery({ rows }: Explored, columns: readonly TypedColumn[]): Query<MissingRow> {
  const counts = columns.map(({ name }, i) => sql`count(${ident(name)}) as ${raw(`c${i}`)}`);
  return {
    name: "explore-missing",
    row: MissingRow,
    text: sql`select ${joinSql([raw("count(*) as n"), ...counts])} from ${rows} ${raw("order by 1")}`,
  };
}

export interface MissingValues {
  readonly column: string;
  readonly type: string;
  readonly rows: number;
  readonly missing: number;
  readonly share: number | null;
}

/** The columns with the most missing values first. */
export function computeMissing(
  [row]: readonly MissingRow[],
  columns: readonly TypedColumn[],
): readonly MissingValues[] {
  const rows = row?.["n"] ?? 0;
  return columns
    .map(({ name, type }, i): MissingValues => {
      const missing = rows - (row?.[`c${i}`] ?? 0);
      return { column: name, type, rows, missing, share: shareOf(missing, rows) };
    })
    .sort((a, b) => b.missing - a.missing);
}

export function missingCharts(columns: readonly MissingValues[], noun: string): readonly ChartSpec[] {
  const [worst] = columns;
  if (worst === undefined) return [];
  const column = (label: string, unit: string | null, show: "text" | "number" | "bar") => ({
    label,
    unit,
    show,
    good: "neutral" as const,
  });
  return [
    {
      kind: "table",
      title:
        worst.missing === 0
          ? "No column has missing values"
          : `${worst.column} is missing on ${formatQuantity(worst.share ?? 0, "share")} of ${noun}`,
      subtitle: `n = ${count(worst.rows)} ${noun}; ${columns.filter(({ missing }) => missing > 0).length} of ${columns.length} columns have missing values`,
      alt: columns.map(({ column: name, missing }) => `${name}: ${count(missing)} missing`).join("; "),
      columns: [
        column("column", null, "text"),
        column("type", null, "text"),
        column("missing", null, "number"),
        column("share", "share", "bar"),
      ],
      rows: columns.map(({ column: name, type, missing, share }) => [name, type, missing, share]),
    },
  ];
}

export function missingFindings(columns: readonly MissingValues[], noun: string): readonly Finding[] {
  const lacking = columns.filter(({ missing }) => missing > 0);
  const [worst] = lacking;
  const rows = columns[0]?.rows ?? 0;
  if (worst === undefined) {
    return [{ text: `No value is missing in ${columns.length} columns.`, effect: 0, interval: null, n: rows }];
  }
  const empty = columns.filter(({ missing }) => missing === rows).length;
  const text = `${lacking.length} of ${columns.length} columns have missing values, ${worst.column} the most: ${count(worst.missing)} of ${count(rows)} ${noun} (${formatQuantity(worst.share ?? 0, "share")})${empty > 1 ? `; ${empty} columns are empty` : ""}.`;
  return [{ text, effect: worst.share, interval: null, n: rows }];
}

export function missingTable(columns: readonly MissingValues[]): readonly TableLine[] {
  return columns.map(({ column, missing, share, rows }) => ({
    section: "missing",
    key: "missing",
    name: column,
    value: missing,
    share,
    n: rows,
  }));
}
