import { z } from "zod";
import { NO_VALUE } from "../../contract/selection.ts";
import type { Dialect } from "../../sql/dialect.ts";
import type { Query } from "../../sql/query.ts";
import { ident, joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import type { LabContext, LabTable, NumberColumn } from "./lab-table.ts";
import { orderKey } from "./relations.ts";

/** Where values begin to be far out. */
export interface FenceRule {
  /** Interquartile ranges beyond the quartiles (Tukey). */
  readonly k: number;
  /** Median absolute deviations, scaled to a standard deviation, from the median (Iglewicz, Hoaglin). */
  readonly mad: number;
}

const FencesRow = z.object({
  column: z.string(),
  n: z.number(),
  lo: z.number().nullable(),
  hi: z.number().nullable(),
  q1: z.number().nullable(),
  median: z.number().nullable(),
  q3: z.number().nullable(),
  /** Median of the distances from the median. */
  mad: z.number().nullable(),
  /** Quartiles of the logarithms: of x when all values are above 0, of 1 + x when the least is 0; else null. */
  logQ1: z.number().nullable(),
  logQ3: z.number().nullable(),
  iqrBelow: z.number(),
  iqrAbove: z.number(),
  madBelow: z.number(),
  madAbove: z.number(),
  logBelow: z.number(),
  logAbove: z.number(),
});
export type FencesRow = z.infer<typeof FencesRow>;

/** 1 / Φ⁻¹(3/4): makes the median distance of normal values an estimate of their standard deviation. */
export const NORMAL_MAD = 1.482602218505602;

const X = raw("x");
const LOG = raw("case when lo > 0 then ln(x) when lo = 0 then ln(1 + x) end");

interface Measuring {
  readonly table: LabTable;
  readonly dialect: Dialect;
  /** Further columns of the rows. */
  readonly kept?: readonly Sql[];
}

/** A relation of the values x of a column with its quartiles, its median, the median distance from it and log quartiles. */
function measured({ value }: NumberColumn, { table, dialect, kept = [] }: Measuring): Sql {
  const values = sql`(select ${joinSql([sql`${value} as x`, ...kept])} from ${table.rows}) as v`;
  const [q1 = X, median = X, q3 = X] = dialect.quantiles([0.25, 0.5, 0.75], X);
  const first = sql`select min(x) as lo, max(x) as hi, ${q1} as q1, ${median} as med, ${q3} as q3 from ${values}`;
  const [logQ1 = X, logQ3 = X] = dialect.quantiles([0.25, 0.75], raw("y"));
  const second = sql`select ${dialect.quantile(0.5, raw("away"))} as mad, ${logQ1} as log_q1, ${logQ3} as log_q3
    from (select abs(x - med) as away, ${LOG} as y from ${values} cross join (${first}) as f) as d`;
  return sql`${values} cross join (${first}) as f cross join (${second}) as s`;
}

const conditions = ({ k, mad }: FenceRule): Readonly<Record<string, Sql>> => {
  const [fence, distance] = [`(${k})`, `(${mad * NORMAL_MAD})`];
  return {
    iqr_below: raw(`x < q1 - ${fence} * (q3 - q1)`),
    iqr_above: raw(`x > q3 + ${fence} * (q3 - q1)`),
    mad_below: raw(`mad > 0 and x < med - ${distance} * mad`),
    mad_above: raw(`mad > 0 and x > med + ${distance} * mad`),
    log_below: sql`${LOG} < ${raw(`log_q1 - ${fence} * (log_q3 - log_q1)`)}`,
    log_above: sql`${LOG} > ${raw(`log_q3 + ${fence} * (log_q3 - log_q1)`)}`,
  };
};

const NAMES: Readonly<Record<string, string>> = {
  iqr_below: "iqrBelow",
  iqr_above: "iqrAbove",
  mad_below: "madBelow",
  mad_above: "madAbove",
  log_below: "logBelow",
  log_above: "logAbove",
};

interface FencesRequest {
  readonly table: LabTable;
  readonly columns: readonly NumberColumn[];
  readonly rule: FenceRule;
}

/** Fences of each column by three rules and how many values lie beyond them, one row per column. */
export function fencesQuery({ table, columns, rule }: FencesRequest, { dialect }: LabContext): Query<FencesRow> {
  const parts = columns.map((column) => {
    const counts = Object.entries(conditions(rule)).map(
      ([name, condition]) =>
        sql`${dialect.cast(dialect.countIf(condition), "integer")} as ${ident(NAMES[name] ?? name)}`,
    );
    const facts = [
      ...["lo", "hi", "q1"].map((name) => [name, name]),
      ...[
        ["med", "median"],
        ["q3", "q3"],
        ["mad", "mad"],
        ["log_q1", "logQ1"],
        ["log_q3", "logQ3"],
      ],
    ].map(([from = "", to = ""]) => sql`max(${raw(`m.${from}`)}) as ${ident(to)}`);
    return sql`select ${dialect.cast(sql`${column.name}`, "text")} as "column", ${dialect.cast(raw("count(x)"), "integer")} as n, ${joinSql([...facts, ...counts])}
      from (select * from ${measured(column, { table, dialect })}) as m`;
  });
  return {
    name: "fences",
    row: FencesRow,
    text: sql`select * from (${joinSql(parts, " union all ")}) as u order by "column"`,
  };
}

const FarRow = z.object({
  column: z.string(),
  row: z.string(),
  x: z.number(),
  iqr: z.number(),
  mad: z.number(),
  log: z.number(),
});
/** A value beyond at least one fence, with 1 for each rule that finds it so. */
export type FarRow = z.infer<typeof FarRow>;

/** The rows that lie farthest from the median among those beyond a fence, of each column; named by the table's key. */
export function farRowsQuery(
  { table, columns, rule, limit }: FencesRequest & { readonly limit: number },
  { dialect }: LabContext,
): Query<FarRow> {
  const key = orderKey(table.relation);
  const name = joinSql(
    (table.shownKey ?? key).map((column) => sql`coalesce(${dialect.cast(ident(column), "text")}, ${NO_VALUE})`),
    " || ' ' || ",
  );
  const kept = [sql`${name} as row_name`, ...key.map((column, i) => sql`${ident(column)} as ${raw(`k${i}`)}`)];
  const by = raw(key.map((_, i) => `k${i}`).join(", "));
  const parts = columns.map((column) => {
    const rules = conditions(rule);
    const either = (kind: string): Sql =>
      sql`case when ${rules[`${kind}_below`] ?? raw("false")} or ${rules[`${kind}_above`] ?? raw("false")} then 1 else 0 end`;
    const judged = sql`select row_name, x, med, ${raw(key.map((_, i) => `k${i}`).join(", "))}, ${joinSql(
      ["iqr", "mad", "log"].map((kind) => sql`${either(kind)} as by_${raw(kind)}`),
    )} from ${measured(column, { table, dialect, kept })} where x is not null`;
    return sql`select * from (select ${dialect.cast(sql`${column.name}`, "text")} as "column", row_name as "row", x, by_iqr as iqr, by_mad as mad, by_log as log, abs(x - med) as away, ${by}
      from (${judged}) as j where by_iqr + by_mad + by_log > 0 order by away desc, ${by} limit ${raw(String(limit))}) as far`;
  });
  return {
    name: "far_rows",
    row: FarRow,
    text: sql`select "column", "row", x, iqr, mad, log from (${joinSql(parts, " union all ")}) as f order by "column", away desc, ${by}`,
  };
}
