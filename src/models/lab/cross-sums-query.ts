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
 * Sums of products of the columns, one row. Range and mean of each column come first, then products of scaled deviations
 * are summed as whole numbers: without cancellation, and the same in any order of rows.
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
  const known = ranks ? { ranges: rankRanges(complete, columns.length, dialect) } : {};
  return {
    name: `${ranks ? "rank_" : ""}products_of_${columns.map(({ name }) => name).join("_")}`.slice(0, 60),
    row: CrossRow,
    text: sql`select (select count(*) from ${table.rows}) as all_rows, t.* from (${sumsOf(from, columns.length, { dialect, missing, ...known })}) as t`,
  };
}

/** Ranges and means of average ranks, which need no pass over the ranks: they are those of 1 to n. */
function rankRanges(complete: Sql, k: number, dialect: Dialect): Sql {
  const facts = Array.from({ length: k }, (_, i) => raw(`1e0 as lo_${i}, n as hi_${i}, (n + 1e0) / 2e0 as o_${i}`));
  return sql`select ${joinSql(facts)} from (select ${dialect.cast(raw("count(*)"), "number")} as n from ${complete}) as c`;
}

export interface SumOptions {
  readonly dialect: Dialect;
  readonly missing: CrossOptions["missing"];
  /** Columns of the rows to be carried along, and to group by. */
  readonly kept?: readonly string[];
  /** A query of each column's range and mean where they are known beforehand. */
  readonly ranges?: Sql;
}

/** One query for ranges and origins of `x0`, `x1`, ... of the rows, and for the sums of their scaled deviations. */
export function sumsOf(from: Sql, k: number, { dialect, missing, kept = [], ranges }: SumOptions): Sql {
  const each = <T>(make: (i: number) => T): readonly T[] => Array.from({ length: k }, (_, i) => make(i));
  const first = ranges ?? opening(from, k, dialect);
  // a column of equal values has no width: its deviations are 0, so that pairs with it still count their rows
  const scaled = each(
    (i) =>
      sql`case when x${raw(String(i))} is not null then coalesce(${dialect.safeDivide(raw(`x${i} - o_${i}`), raw(`hi_${i} - lo_${i}`))}, 0e0) end as d${raw(String(i))}`,
  );
  const facts = each((i) => raw(`max(o_${i}) as origin_${i}, max(hi_${i} - lo_${i}) as width_${i}`));
  const inner = [...kept.map(raw), ...each((i) => raw(`o_${i}, lo_${i}, hi_${i}`))];
  const rows = sql`select ${joinSql([...scaled, ...inner])} from ${from} cross join (${first}) as opening`;
  if (missing === "complete") {
    const by = raw(kept.length === 0 ? "" : ` group by ${kept.join(", ")}`);
    return sql`select ${joinSql([...kept.map(raw), ...facts, ...completeSums(k, dialect)])} from (${rows}) as scaled${by}`;
  }
  return sql`select ${joinSql([...facts, ...pairSums(k, dialect)])} from (${patterns(rows, k, dialect)}) as patterns`;
}

/**
 * One row of each column's range `lo_<i>`, `hi_<i>` and mean `o_<i>`: first the range, then the mean of what lies in it as
 * whole units. A sum of decimals in one pass takes three times as long, measured.
 */
function opening(from: Sql, k: number, dialect: Dialect): Sql {
  const each = Array.from({ length: k }, (_, i) => i);
  const ranges = raw(
    each.map((i) => `min(x${i}) as lo_${i}, max(x${i}) as hi_${i}, count(x${i}) as n_${i}`).join(", "),
  );
  const shares = each.map((i) => {
    const total = dialect.unitTotal(dialect.safeDivide(raw(`x${i} - lo_${i}`), raw(`hi_${i} - lo_${i}`)));
    const mean = dialect.safeDivide(dialect.fromUnits(total), raw(`max(n_${i})`));
    return sql`max(lo_${raw(String(i))}) as lo_${raw(String(i))}, max(hi_${raw(String(i))}) as hi_${raw(String(i))}, ${mean} as m_${raw(String(i))}`;
  });
  const means = each.map((i) =>
    raw(`lo_${i}, hi_${i}, lo_${i} + coalesce(m_${i}, 0e0) * (hi_${i} - lo_${i}) as o_${i}`),
  );
  return sql`select ${joinSql(means)} from (select ${joinSql(shares)} from ${from}
    cross join (select ${ranges} from ${from}) as ranges) as shares`;
}

const completeSums = (k: number, dialect: Dialect): readonly Sql[] => [
  sql`${dialect.cast(raw("count(*)"), "integer")} as n`,
  ...unitTotals(k, dialect).map(({ name, total }) => sql`${dialect.fromUnits(total)} as ${raw(name)}`),
];

/** Sums of the deviations and of their products, in whole units. */
const unitTotals = (k: number, dialect: Dialect): readonly { readonly name: string; readonly total: Sql }[] => [
  ...Array.from({ length: k }, (_, i) => ({ name: `s_${i}`, total: dialect.unitTotal(raw(`d${i}`)) })),
  ...pairs(k, true).map(([i, j]) => ({ name: `s_${i}_${j}`, total: dialect.unitTotal(raw(`d${i} * d${j}`)) })),
];

/**
 * The sums over the rows that lack the same columns, one row for each such pattern: few sums for each row of the table,
 * from which those of every pair of columns are put together.
 */
function patterns(rows: Sql, k: number, dialect: Dialect): Sql {
  const each = Array.from({ length: k }, (_, i) => i);
  const pattern = each.map((i) => `case when d${i} is null then ${2 ** i} else 0 end`).join(" + ");
  const columns = [
    raw("count(*) as c"),
    ...each.map((i) => raw(`max(o_${i}) as o_${i}, max(lo_${i}) as lo_${i}, max(hi_${i}) as hi_${i}`)),
    ...each.map((i) => raw(`count(d${i}) as c_${i}`)),
    ...unitTotals(k, dialect).map(({ name, total }) => sql`${total} as ${raw(name)}`),
  ];
  return sql`select ${joinSql(columns)} from (select *, ${raw(pattern)} as pattern from (${rows}) as deviations) as scaled group by pattern`;
}

/** For each pair of columns the sums over the patterns that have both. */
const pairSums = (k: number, dialect: Dialect): readonly Sql[] =>
  pairs(k, false).flatMap(([i, j]) => {
    const sum = (x: string, name: string): Sql => {
      const total = raw(`sum(case when c_${i} > 0 and c_${j} > 0 then ${x} end)`);
      return sql`${dialect.fromUnits(total)} as ${raw(`${name}_${i}_${j}`)}`;
    };
    const n = raw(`coalesce(sum(case when c_${i} > 0 and c_${j} > 0 then c end), 0)`);
    return [
      sql`${dialect.cast(n, "integer")} as ${raw(`n_${i}_${j}`)}`,
      sum(`s_${i}`, "a"),
      sum(`s_${j}`, "b"),
      sum(`s_${i}_${i}`, "aa"),
      sum(`s_${j}_${j}`, "bb"),
      sum(`s_${i}_${j}`, "ab"),
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
