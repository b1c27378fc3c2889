import { z } from "zod";
import { type Dialect, UNITS } from "../../sql/dialect.ts";
import type { Query } from "../../sql/query.ts";
import { ident, joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { exactSum } from "../exact-sum.ts";
import type { LabContext, LabTable, NumberColumn } from "./lab-table.ts";

/** Null where there are no rows, or all values are equal. */
const maybe = z.number().nullable();

const ClusterSumsRow = z.object({
  column: z.string(),
  clusters: z.number(),
  /** Rows with a value and a cluster. */
  total: z.number(),
  /** Deviations are (x - origin) / width. */
  origin: maybe,
  width: maybe,
  /** Rows of the largest cluster: a cluster's rows and sums are over it. */
  largest: maybe,
  /** Mean of the deviations, and of their squared distances from it. */
  mean: maybe,
  variance: maybe,
  /** The largest sum of a cluster's distances from the mean, and of its squared ones less the variance: the units of what follows. */
  most_w: maybe,
  most_u: maybe,
  w2: maybe,
  w4: maybe,
  u2: maybe,
  u4: maybe,
});
export type ClusterSumsRow = z.infer<typeof ClusterSumsRow>;

interface ClusterRequest {
  readonly table: LabTable;
  readonly columns: readonly NumberColumn[];
  /** The column whose values are the clusters; rows without one are left out. */
  readonly cluster: string;
}

/** Of each column what its clusters contribute to mean and variance, one row each. */
export function clusterSumsQuery(request: ClusterRequest, { dialect }: LabContext): Query<ClusterSumsRow> {
  const { columns } = request;
  const parts = columns.map((column) => sql`select * from (${columnSums(column, request, dialect)}) as s`);
  return {
    name: `cluster_sums_of_${columns.map(({ name }) => name).join("_")}`.slice(0, 60),
    row: ClusterSumsRow,
    text: sql`select * from (${joinSql(parts, " union all ")}) as u order by "column"`,
  };
}

function columnSums({ name, value }: NumberColumn, { table, cluster }: ClusterRequest, dialect: Dialect): Sql {
  const label = ident(table.column(cluster).name);
  const rows = sql`(select * from (select ${value} as x, ${label} as c from ${table.rows}) as v where x is not null and c is not null) as numbers`;
  const average = dialect.safeDivide(exactSum(raw("x"), "number", { dialect }), raw("count(*)"));
  const first = sql`select count(*) as total, min(x) as lo, max(x) as hi, ${average} as mean from ${rows}`;
  const opening = sql`select total, hi - lo as width, case when mean >= lo and mean <= hi then mean else lo end as origin from (${first}) as f`;
  const scaled = sql`select c, total, width, origin, ${dialect.safeDivide(raw("x - origin"), raw("width"))} as d from ${rows} cross join (${opening}) as opening`;
  const sum = (term: string): Sql =>
    sql`${dialect.cast(dialect.wholeTotal(raw(`${term} * ${UNITS}`)), "number")} / ${raw(UNITS)}`;
  const sumOver = (term: string): Sql =>
    sql`${dialect.cast(sql`${dialect.wholeTotal(raw(`${term} * ${UNITS}`))} over ()`, "number")} / ${raw(UNITS)}`;
  const kept = raw("total, width, origin");
  const own = sql`select max(total) as total, max(width) as width, max(origin) as origin, count(*) as size, ${sum("d")} as s, ${sum("d * d")} as q
    from (${scaled}) as scaled group by c`;
  const compared = sql`select *, max(size) over () as largest from (${own}) as own`;
  const shares = sql`select ${kept}, largest, size * 1e0 / largest as n, s / largest as s, q / largest as q from (${compared}) as compared`;
  const added = sql`select *, ${sumOver("n")} as all_n, ${sumOver("s")} as all_s, ${sumOver("q")} as all_q from (${shares}) as shares`;
  const centred = sql`select *, all_s / all_n as mean, all_q / all_n - (all_s / all_n) * (all_s / all_n) as variance from (${added}) as added`;
  const contributed = sql`select ${kept}, largest, mean, variance, s - mean * n as w, q - 2 * mean * s + (mean * mean - variance) * n as u from (${centred}) as centred`;
  const bounded = sql`select *, max(abs(w)) over () as most_w, max(abs(u)) over () as most_u from (${contributed}) as contributed`;
  const power = (term: string): Sql => dialect.safeDivide(raw(term), raw(`most_${term}`));
  const placed = sql`select *, ${power("w")} as w1, ${power("u")} as u1 from (${bounded}) as bounded`;
  const whole = (from: string): Sql => dialect.cast(raw(`coalesce(max(${from}), 0)`), "integer");
  return sql`select ${dialect.cast(sql`${name}`, "text")} as "column", ${dialect.cast(raw("count(*)"), "integer")} as clusters,
      ${whole("total")} as total, max(origin) as origin, max(width) as width, ${dialect.cast(raw("max(largest)"), "number")} as largest,
      max(mean) as mean, max(variance) as variance, max(most_w) as most_w, max(most_u) as most_u,
      ${sum("w1 * w1")} as w2, ${sum("w1 * w1 * w1 * w1")} as w4, ${sum("u1 * u1")} as u2, ${sum("u1 * u1 * u1 * u1")} as u4 from (${placed}) as placed`;
}

interface Sums {
  readonly clusters: number;
  readonly n: number;
  readonly mean: number;
  readonly variance: number;
  readonly toMean: { readonly squares: number; readonly fourths: number };
  readonly toVariance: { readonly squares: number; readonly fourths: number };
}

/** The sums in the unit of the values. */
export function clusterSums(row: ClusterSumsRow): Sums {
  const { clusters, total: n, origin, mean, variance, w2, w4, u2, u4 } = row;
  const width = row.width ?? 0;
  const [w, u] = [(row.most_w ?? 0) * (row.largest ?? 0) * width, (row.most_u ?? 0) * (row.largest ?? 0) * width ** 2];
  return {
    ...{ clusters, n, mean: (origin ?? 0) + (mean ?? 0) * width, variance: (variance ?? 0) * width ** 2 },
    toMean: { squares: (w2 ?? 0) * w ** 2, fourths: (w4 ?? 0) * w ** 4 },
    toVariance: { squares: (u2 ?? 0) * u ** 2, fourths: (u4 ?? 0) * u ** 4 },
  };
}
