import { z } from "zod";
import { asText } from "../../sql/compile.ts";
import type { Dialect } from "../../sql/dialect.ts";
import type { Query } from "../../sql/query.ts";
import { ident, joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { exactSum } from "../exact-sum.ts";
import type { LabContext, LabTable, NumberColumn } from "./lab-table.ts";

/** Null where there are no rows, or all values are equal. */
const maybe = z.number().nullable();

const ClusterSumsRow = z
  .object({
    column: z.string(),
    clusters: z.number(),
    /** Rows with a value, and with a cluster. */
    total: z.number(),
    /** Rows of the largest cluster. */
    largest: maybe,
    origin: maybe,
    width: maybe,
  })
  // sums of the products of d = (x - origin) / width, each total over the rows of the largest cluster
  .catchall(maybe);
export type ClusterSumsRow = z.infer<typeof ClusterSumsRow>;

interface ClusterRequest {
  readonly table: LabTable;
  readonly columns: readonly NumberColumn[];
  /** The column whose values are the clusters, rows without one left out; null: every row is one. */
  readonly cluster: string | null;
  /** Letters of what a cluster adds up to: n rows, s the sum of its values about an origin, q that of their squares. */
  readonly products: readonly string[];
}

/** Sums are of whole numbers of this unit: the same in any order of rows. */
const UNITS = `${2 ** 62}e0`;

/** Of each column the sums over clusters of products of what each adds up to, one row each. */
export function clusterSumsQuery(request: ClusterRequest, { dialect }: LabContext): Query<ClusterSumsRow> {
  const { columns } = request;
  const parts = columns.map((column) => sql`select * from (${columnSums(column, request, dialect)}) as s`);
  return {
    name: `cluster_sums_of_${columns.map(({ name }) => name).join("_")}`.slice(0, 60),
    row: ClusterSumsRow,
    text: sql`select * from (${joinSql(parts, " union all ")}) as u order by "column"`,
  };
}

function columnSums(
  { name, value }: NumberColumn,
  { table, cluster, products }: ClusterRequest,
  dialect: Dialect,
): Sql {
  const column = cluster === null ? null : table.column(cluster);
  const label = column === null ? raw("0") : asText({ ...ident(column.name), type: column.type }, dialect);
  const rows = sql`(select * from (select ${value} as x, ${label} as c from ${table.rows}) as v where x is not null and c is not null) as numbers`;
  const mean = dialect.safeDivide(exactSum(raw("x"), "number", { dialect }), raw("count(*)"));
  const first = sql`select count(*) as total, min(x) as lo, max(x) as hi, ${mean} as mean from ${rows}`;
  const opening = sql`select total, hi - lo as width, case when mean >= lo and mean <= hi then mean else lo end as origin from (${first}) as f`;
  const scaled = sql`select c, total, width, origin, ${dialect.safeDivide(raw("x - origin"), raw("width"))} as d from ${rows} cross join (${opening}) as opening`;
  const sum = (term: string): Sql =>
    sql`${dialect.cast(dialect.wholeTotal(raw(`${term} * ${UNITS}`)), "number")} / ${raw(UNITS)}`;
  const whole = (from: string): Sql => dialect.cast(raw(`coalesce(max(${from}), 0)`), "integer");
  const sums = products.map((product) => sql`${sum([...product].join(" * "))} as ${raw(product)}`);
  return sql`select ${dialect.cast(sql`${name}`, "text")} as "column", ${dialect.cast(raw("count(*)"), "integer")} as clusters,
      ${whole("total")} as total, ${whole("largest")} as largest, max(origin) as origin, max(width) as width,
      ${joinSql(sums)} from (${column === null ? rowTotals(scaled) : clusterTotals(scaled, sum)}) as clusters`;
}

const rowTotals = (scaled: Sql): Sql =>
  sql`select total, width, origin, 1 as largest, 1e0 as n, d as s, d * d as q from (${scaled}) as scaled`;

function clusterTotals(scaled: Sql, sum: (term: string) => Sql): Sql {
  const own = sql`select max(total) as total, max(width) as width, max(origin) as origin, count(*) as rows_of, ${sum("d")} as s, ${sum("d * d")} as q
    from (${scaled}) as scaled group by c`;
  const compared = sql`select *, max(rows_of) over () as largest from (${own}) as own`;
  return sql`select total, width, origin, largest, rows_of * 1e0 / largest as n, s / largest as s, q / largest as q from (${compared}) as compared`;
}

interface Sums {
  readonly clusters: number;
  readonly sums: Readonly<Record<string, number>>;
}

/** The sums in the unit of the values; null where all are equal. */
export function clusterSums(
  { clusters, width, largest, ...row }: ClusterSumsRow,
  products: readonly string[],
): Sums | null {
  if (width === null || largest === null) return null;
  const scale = { n: largest, s: largest * width, q: largest * width ** 2 } as Readonly<Record<string, number>>;
  const sums = products.map((product) => {
    const sum = Number(row[product] ?? Number.NaN);
    return [product, [...product].reduce((all, total) => all * (scale[total] ?? 1), sum)] as const;
  });
  return sums.some(([, sum]) => Number.isNaN(sum)) ? null : { clusters, sums: Object.fromEntries(sums) };
}
