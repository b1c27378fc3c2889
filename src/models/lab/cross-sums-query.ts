import { z } from "zod";
import type { Dialect } from "../../sql/dialect.ts";
import type { Query } from "../../sql/query.ts";
import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { withGroups } from "./groups.ts";
import type { LabContext } from "./lab-table.ts";
import type { LabRequest } from "./moments-query.ts";
import { rankedRows } from "./ranks-query.ts";

/** One row: `rows`, and of columns or pairs of columns n, lo, hi, origin and sums of products, by numbered names. */
const CrossRow = z.record(z.string(), z.number().nullable());
export type CrossRow = z.infer<typeof CrossRow>;

/** Sums of products of deviations from origins, in the units of the columns: all that covariances need. */
export interface CrossSums {
  readonly names: readonly string[];
  readonly n: number;
  readonly origins: readonly number[];
  /** Of deviations from the origin, per column. */
  readonly sums: readonly number[];
  /** Of products of two deviations. */
  readonly products: readonly (readonly number[])[];
}

export interface CrossOptions {
  /** Rows with a value in every column, or for each pair those with both. */
  readonly missing: "complete" | "pairwise";
  /** Average ranks among the rows used instead of the values; only of complete rows. */
  readonly ranks?: boolean;
}

/**
 * Sums of products of the columns, one row. First passes find range and mean of each column, the last one sums products
 * of scaled deviations as whole numbers: without cancellation, and the same in any order of rows.
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
  const [means, second] = passes(from, columns.length, { dialect, missing });
  const first = ranks ? rankRanges(complete, columns.length, dialect) : means;
  return {
    name: `${ranks ? "rank_" : ""}products_of_${columns.map(({ name }) => name).join("_")}`.slice(0, 60),
    row: CrossRow,
    text: sql`select (select count(*) from ${table.rows}) as all_rows, t.* from (${second} cross join (${first}) as opening) as scaled) as t`,
  };
}

/** Ranges and means of average ranks, which need no pass over the ranks: they are those of 1 to n. */
function rankRanges(complete: Sql, k: number, dialect: Dialect): Sql {
  const facts = Array.from({ length: k }, (_, i) => raw(`1e0 as lo_${i}, n as hi_${i}, (n + 1e0) / 2e0 as o_${i}`));
  return sql`select ${joinSql(facts)} from (select ${dialect.cast(raw("count(*)"), "number")} as n from ${complete}) as c`;
}

export interface PassOptions {
  readonly dialect: Dialect;
  readonly missing: CrossOptions["missing"];
  /** Columns of the rows to be carried along, and to group by. */
  readonly kept?: readonly string[];
}

/** The query of ranges and origins, and the beginning of the one that sums, up to the rows it is to be joined with. */
export function passes(
  from: Sql,
  k: number,
  { dialect, missing, kept = [] }: PassOptions,
): readonly [first: Sql, second: Sql] {
  const each = <T>(make: (i: number) => T): readonly T[] => Array.from({ length: k }, (_, i) => make(i));
  const ranges = each((i) => raw(`min(x${i}) as l${i}, max(x${i}) as h${i}`));
  const origins = each((i) => {
    const share = dialect.unitSum(dialect.safeDivide(raw(`x${i} - l${i}`), raw(`h${i} - l${i}`)));
    const mean = sql`max(l${raw(String(i))}) + max(h${raw(String(i))} - l${raw(String(i))}) * ${dialect.safeDivide(share, raw(`count(x${i})`))}`;
    return sql`max(l${raw(String(i))}) as lo_${raw(String(i))}, max(h${raw(String(i))}) as hi_${raw(String(i))}, coalesce(${mean}, max(l${raw(String(i))})) as o_${raw(String(i))}`;
  });
  const first = sql`select ${joinSql(origins)} from ${from} cross join (select ${joinSql(ranges)} from ${from}) as ranges`;
  // a column of equal values has no width: its deviations are 0, so that pairs with it still count their rows
  const scaled = each(
    (i) =>
      sql`case when x${raw(String(i))} is not null then coalesce(${dialect.safeDivide(raw(`x${i} - o_${i}`), raw(`hi_${i} - lo_${i}`))}, 0e0) end as d${raw(String(i))}`,
  );
  const facts = each((i) => raw(`max(o_${i}) as origin_${i}, max(hi_${i} - lo_${i}) as width_${i}`));
  const sums = missing === "complete" ? completeSums(k, dialect) : pairSums(k, dialect);
  const aggregates = joinSql([...kept.map(raw), ...facts, ...sums]);
  const inner = [...kept.map(raw), ...each((i) => raw(`o_${i}, lo_${i}, hi_${i}`))];
  return [first, sql`select ${aggregates} from (select ${joinSql([...scaled, ...inner])} from ${from}`];
}

const completeSums = (k: number, dialect: Dialect): readonly Sql[] => [
  sql`${dialect.cast(raw("count(*)"), "integer")} as n`,
  ...Array.from({ length: k }, (_, i) => sql`${dialect.unitSum(raw(`d${i}`))} as ${raw(`s_${i}`)}`),
  ...pairs(k, true).map(([i, j]) => sql`${dialect.unitSum(raw(`d${i} * d${j}`))} as ${raw(`s_${i}_${j}`)}`),
];

const pairSums = (k: number, dialect: Dialect): readonly Sql[] =>
  pairs(k, false).flatMap(([i, j]) => {
    const where = (x: string, of: string): Sql => dialect.unitSum(raw(`case when d${of} is not null then ${x} end`));
    const [a, b] = [String(i), String(j)];
    return [
      sql`${dialect.cast(raw(`count(d${i} * d${j})`), "integer")} as ${raw(`n_${i}_${j}`)}`,
      sql`${where(`d${i}`, b)} as ${raw(`a_${i}_${j}`)}`,
      sql`${where(`d${j}`, a)} as ${raw(`b_${i}_${j}`)}`,
      sql`${where(`d${i} * d${i}`, b)} as ${raw(`aa_${i}_${j}`)}`,
      sql`${where(`d${j} * d${j}`, a)} as ${raw(`bb_${i}_${j}`)}`,
      sql`${dialect.unitSum(raw(`d${i} * d${j}`))} as ${raw(`ab_${i}_${j}`)}`,
    ];
  });

/** Index pairs with the lower index first, each column with itself if asked for. */
function pairs(k: number, self: boolean): readonly (readonly [number, number])[] {
  return Array.from({ length: k }, (_, i) =>
    Array.from({ length: k - i }, (_, at) => [i, i + at] as const).filter(([a, b]) => self || a !== b),
  ).flat();
}

/** The sums over complete rows of a row of `crossSumsQuery`. */
export function crossSums(row: CrossRow, names: readonly string[]): CrossSums {
  const widths = names.map((_, i) => row[`width_${i}`] ?? 0);
  const product = (i: number, j: number): number =>
    (row[`s_${Math.min(i, j)}_${Math.max(i, j)}`] ?? 0) * (widths[i] ?? 0) * (widths[j] ?? 0);
  return {
    names,
    n: row["n"] ?? 0,
    origins: names.map((_, i) => row[`origin_${i}`] ?? 0),
    sums: names.map((_, i) => (row[`s_${i}`] ?? 0) * (widths[i] ?? 0)),
    products: names.map((_, i) => names.map((_, j) => product(i, j))),
  };
}

/** The sums over the rows that have values in both of two columns, by their positions. */
export function pairSumsOf(row: CrossRow, names: readonly string[], [i, j]: readonly [number, number]): CrossSums {
  if (i > j) {
    const { n, origins, sums, products } = pairSumsOf(row, names, [j, i]);
    const turned = products.map((list) => [...list].reverse()).reverse();
    return {
      names: [names[i] ?? "", names[j] ?? ""],
      n,
      origins: [...origins].reverse(),
      sums: [...sums].reverse(),
      products: turned,
    };
  }
  const at = (name: string): number => row[`${name}_${i}_${j}`] ?? 0;
  const [v, w] = [row[`width_${i}`] ?? 0, row[`width_${j}`] ?? 0];
  return {
    names: [names[i] ?? "", names[j] ?? ""],
    n: at("n"),
    origins: [row[`origin_${i}`] ?? 0, row[`origin_${j}`] ?? 0],
    sums: [at("a") * v, at("b") * w],
    products: [
      [at("aa") * v * v, at("ab") * v * w],
      [at("ab") * v * w, at("bb") * w * w],
    ],
  };
}
