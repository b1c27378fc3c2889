import { z } from "zod";
import type { Dialect } from "../../sql/dialect.ts";
import type { Query } from "../../sql/query.ts";
import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { withGroups } from "./groups.ts";
import type { LabContext } from "./lab-table.ts";
import type { LabRequest } from "./moments-query.ts";
import { rankedRows } from "./ranks-query.ts";

/**
 * One row: `all_rows`, and of columns or pairs of columns counts, origins, factors and sums of products, by numbered names.
 * Whole numbers beyond 2^53 are text.
 */
export const CrossRow = z.record(z.string(), z.union([z.number(), z.string(), z.null()]));
export type CrossRow = z.infer<typeof CrossRow>;

/** All that covariances need, in the units of the columns. */
export interface CrossMoments {
  readonly names: readonly string[];
  readonly n: number;
  readonly means: readonly number[];
  /** Sums of products of two deviations from the means. */
  readonly comoments: readonly (readonly number[])[];
}

export interface CrossOptions {
  /** Rows with a value in every column, or for each pair those with both. */
  readonly missing: "complete" | "pairwise";
  /** Average ranks among the rows used instead of the values; only of complete rows. */
  readonly ranks?: boolean;
}

/**
 * Sums of products of the columns, one row. The range of each column comes first, then deviations from its middle, scaled
 * by it, and their products are summed as whole numbers: exactly, so that they are the same in any order of rows and that
 * nothing is lost when `crossMoments` moves them to the means.
 */
export function crossSumsQuery(
  { table, columns, groups = null }: LabRequest,
  { dialect }: LabContext,
  { missing, ranks = false }: CrossOptions,
): Query<CrossRow> {
  const values = columns.map(({ value }, i) => sql`${value} as x${raw(String(i))}`);
  const all = withGroups(table, values, groups);
  const present = joinSql(
    columns.map((_, i) => raw(`x${i} is not null`)),
    " and ",
  );
  const complete = sql`(select * from ${all} where ${present}) as complete`;
  const from = ranks ? rankedRows(complete, columns.length) : missing === "complete" ? complete : all;
  const known = ranks ? { ranges: rankRanges(complete, columns.length) } : {};
  return {
    name: `${ranks ? "rank_" : ""}products_of_${columns.map(({ name }) => name).join("_")}`.slice(0, 60),
    row: CrossRow,
    text: sql`select (select count(*) from ${table.rows}) as all_rows, t.* from (${sumsOf(from, columns.length, { dialect, missing, ...known })}) as t`,
  };
}

/** Ranges of average ranks, which need no pass over the ranks: they are among those of 1 to n. */
const rankRanges = (complete: Sql, k: number): Sql =>
  sql`select ${joinSql(Array.from({ length: k }, (_, i) => raw(`1e0 as lo_${i}, count(*) + 0e0 as hi_${i}`)))} from ${complete}`;

export interface SumOptions {
  readonly dialect: Dialect;
  readonly missing: CrossOptions["missing"];
  /** Columns of the rows to be carried along, and to group by. */
  readonly kept?: readonly string[];
  /** A query of each column's range where it is known beforehand. */
  readonly ranges?: Sql;
}

/** Deviations are whole numbers of this many bits, so that products of two fit in 64 with their sign. */
const BITS = 31;
/** Values that differ by less count as equal. */
const NARROWEST = "1e-150";

/** One query for the origins of `x0`, `x1`, ... of the rows, and for the sums of their scaled deviations. */
export function sumsOf(from: Sql, k: number, { dialect, missing, kept = [], ranges }: SumOptions): Sql {
  const each = (make: (i: number) => string): Sql => raw(Array.from({ length: k }, (_, i) => make(i)).join(", "));
  const range = ranges ?? sql`select ${each((i) => `min(x${i}) as lo_${i}, max(x${i}) as hi_${i}`)} from ${from}`;
  // of equal values the factor is 0, so that pairs with such a column still count their rows
  const factor = (i: number): string =>
    `case when hi_${i} - lo_${i} > ${NARROWEST} then ${2 ** (BITS + 1)}e0 / (hi_${i} - lo_${i}) else 0e0 end`;
  const opening = sql`select ${each((i) => `lo_${i} / 2 + hi_${i} / 2 as o_${i}, ${factor(i)} as f_${i}`)} from (${range}) as ranges`;
  const scaled = sql`select ${joinSql([...kept.map(raw), each((i) => `(x${i} - o_${i}) * f_${i} as d${i}`)])} from ${from} cross join opening`;
  const by = raw(kept.length === 0 ? "" : ` group by ${kept.join(", ")}`);
  const sums =
    missing === "complete"
      ? sql`select ${joinSql([...kept.map(raw), raw("count(*) as n"), ...totals(k, dialect)])} from (${scaled}) as scaled${by}`
      : sql`select ${joinSql(pairSums(k))} from (${patterns(scaled, k, dialect)}) as patterns`;
  return sql`with opening as (${opening}) select * from (${sums}) as sums cross join opening`;
}

/** Sums of the deviations, in units of 2^-31, and of their products. */
const totals = (k: number, dialect: Dialect): readonly Sql[] => [
  ...Array.from({ length: k }, (_, i) => sql`${dialect.wholeTotal(raw(`d${i} * ${2 ** BITS}e0`))} as ${raw(`s_${i}`)}`),
  ...pairs(k, true).map(([i, j]) => sql`${dialect.wholeTotal(raw(`d${i} * d${j}`))} as ${raw(`s_${i}_${j}`)}`),
];

/**
 * The sums over the rows that lack the same columns, one row for each such pattern: few sums for each row of the table,
 * from which those of every pair of columns are put together.
 */
function patterns(scaled: Sql, k: number, dialect: Dialect): Sql {
  const pattern = Array.from({ length: k }, (_, i) => `case when d${i} is null then ${2 ** i} else 0 end`).join(" + ");
  return sql`select ${joinSql([raw("count(*) as c"), ...totals(k, dialect)])} from (select *, ${raw(pattern)} as pattern from (${scaled}) as deviations) as scaled group by pattern`;
}

/** For each pair of columns the sums over the patterns that have both. */
const pairSums = (k: number): readonly Sql[] =>
  pairs(k, false).map(([i, j]) => {
    const sum = (x: string): string => `sum(case when s_${i} is not null and s_${j} is not null then ${x} end)`;
    const parts = { n: "c", a: `s_${i}`, b: `s_${j}`, aa: `s_${i}_${i}`, bb: `s_${j}_${j}`, ab: `s_${i}_${j}` };
    return raw(
      Object.entries(parts)
        .map(([name, x]) => `${sum(x)} as ${name}_${i}_${j}`)
        .join(", "),
    );
  });

/** Index pairs with the lower index first, each column with itself if asked for. */
function pairs(k: number, self: boolean): readonly (readonly [number, number])[] {
  return Array.from({ length: k }, (_, i) =>
    Array.from({ length: k - i }, (_, at) => [i, i + at] as const).filter(([a, b]) => self || a !== b),
  ).flat();
}

/** Rows of the selection, whatever they lack. */
export const rowsOf = (row: CrossRow): number => Number(row["all_rows"] ?? 0);

/** The moments of complete rows, of a row of `crossSumsQuery`. */
export function crossMoments(row: CrossRow, names: readonly string[]): CrossMoments {
  const columns = names.map((name, i) => ({ name, i, sum: `s_${i}` }));
  return momentsOf(row, columns, { n: "n", product: (i, j) => `s_${Math.min(i, j)}_${Math.max(i, j)}` });
}

/** The moments of the rows that have values in both of two columns, by their positions. */
export function pairMoments(row: CrossRow, names: readonly string[], pair: readonly [number, number]): CrossMoments {
  const [low, high] = pair[0] < pair[1] ? pair : [pair[1], pair[0]];
  const letter = (i: number): string => (i === low ? "a" : "b");
  const columns = pair.map((i) => ({ name: names[i] ?? "", i, sum: `${letter(i)}_${low}_${high}` }));
  const product = (i: number, j: number): string => `${[letter(i), letter(j)].sort().join("")}_${low}_${high}`;
  return momentsOf(row, columns, { n: `n_${low}_${high}`, product });
}

interface SummedColumn {
  readonly name: string;
  /** Its position among the columns of the query. */
  readonly i: number;
  /** Under which name its sum is. */
  readonly sum: string;
}

interface SumNames {
  readonly n: string;
  readonly product: (i: number, j: number) => string;
}

/** Sums about the origins moved to the means. The sums are whole numbers, so that nothing cancels. */
function momentsOf(row: CrossRow, columns: readonly SummedColumn[], { n: rows, product }: SumNames): CrossMoments {
  const number = (name: string): number => Number(row[name] ?? 0);
  const n = number(rows);
  const sums = columns.map(({ sum }) => BigInt(row[sum] ?? 0));
  const comoment = (a: number, b: number): number => {
    const [x, y] = [columns[a]?.i ?? 0, columns[b]?.i ?? 0];
    const total = (BigInt(n) * BigInt(row[product(x, y)] ?? 0)) << BigInt(2 * BITS);
    const centred = Number(total - (sums[a] ?? 0n) * (sums[b] ?? 0n));
    // a product has 53 bits: what is left of squares below that is their rounding
    if (n === 0 || (a === b && centred <= 2 ** -52 * Number(total))) return 0;
    return safeRatio(safeRatio(centred / n / 2 ** (2 * BITS), number(`f_${x}`)), number(`f_${y}`));
  };
  return {
    names: columns.map(({ name }) => name),
    n,
    means: columns.map(({ i }, at) => {
      const mean = n === 0 ? 0 : Number(sums[at] ?? 0n) / 2 ** BITS / n;
      return number(`o_${i}`) + safeRatio(mean, number(`f_${i}`));
    }),
    comoments: columns.map((_, a) => columns.map((__, b) => comoment(a, b))),
  };
}

/** Deviations of a column of equal values have no factor: they are 0. */
const safeRatio = (value: number, factor: number): number => (factor === 0 ? 0 : value / factor);
