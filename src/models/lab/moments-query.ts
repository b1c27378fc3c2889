import { z } from "zod";
import { type Dialect, UNITS } from "../../sql/dialect.ts";
import type { Query } from "../../sql/query.ts";
import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { exactSum } from "../exact-sum.ts";
import { type LabGroups, withGroups } from "./groups.ts";
import type { LabContext, LabTable, NumberColumn } from "./lab-table.ts";

const MomentsRow = z.object({
  column: z.string(),
  /** Null without groups. */
  group: z.string().nullable(),
  rows: z.number(),
  /** Rows with a value. */
  n: z.number(),
  lo: z.number().nullable(),
  hi: z.number().nullable(),
  origin: z.number().nullable(),
  /** Sums of powers of (x - origin) / (hi - lo); null where all values are equal. */
  s1: z.number().nullable(),
  s2: z.number().nullable(),
  s3: z.number().nullable(),
  s4: z.number().nullable(),
});
export type MomentsRow = z.infer<typeof MomentsRow>;

/** Sums of powers of deviations from an origin, in the unit of the values. */
export interface ShiftedSums {
  readonly n: number;
  readonly origin: number;
  readonly sum: number;
  readonly sum2: number;
  readonly sum3: number;
  readonly sum4: number;
}

export interface LabRequest {
  readonly table: LabTable;
  readonly columns: readonly NumberColumn[];
  readonly groups?: LabGroups | null;
}

/**
 * Counts, range and sums of powers of each column, in each group: one row per column and group, the largest groups
 * first. A first pass finds range and mean, a second one sums powers of deviations from that mean, scaled to -1..1 and
 * as whole numbers: without cancellation, and the same in any order of rows.
 * @param limit groups of each column at most, largest first
 */
export function momentsQuery(request: LabRequest, { dialect }: LabContext, limit = 1000): Query<MomentsRow> {
  const { columns } = request;
  const parts = columns.map(
    (column) => sql`select * from (${columnMoments(column, request, { dialect, limit })}) as m`,
  );
  return {
    name: `moments_of_${columns.map(({ name }) => name).join("_")}`.slice(0, 60),
    row: MomentsRow,
    text: sql`select * from (${joinSql(parts, " union all ")}) as u order by "column", "rows" desc, "group"`,
  };
}

interface Making {
  readonly dialect: Dialect;
  readonly limit: number;
}

function columnMoments(column: NumberColumn, { table, groups = null }: LabRequest, { dialect, limit }: Making): Sql {
  const numbers = withGroups(table, [sql`${column.value} as x`], groups);
  const key = groups === null ? raw("") : raw("g, ");
  const by = groups === null ? raw("") : raw(" group by g");
  const mean = dialect.safeDivide(exactSum(raw("x"), "number", { dialect }), raw("count(x)"));
  const first = sql`select ${key}count(*) as all_rows, count(x) as n, min(x) as lo, max(x) as hi, ${mean} as mean from ${numbers}${by}`;
  const scaled = sql`select ${raw(groups === null ? "" : "opening.g as g, ")}all_rows, n, lo, hi, origin, ${dialect.safeDivide(raw("x - origin"), raw("hi - lo"))} as d
    from ${numbers} ${joined(groups, sql`select *, case when mean >= lo and mean <= hi then mean else lo end as origin from (${first}) as f`)}`;
  const d = ["d", "d * d", "d * d * d", "d * d * d * d"].map((power, i) => {
    const total = dialect.wholeTotal(raw(`${power} * ${UNITS}`));
    return sql`${dialect.cast(total, "number")} / ${raw(UNITS)} as ${raw(`s${i + 1}`)}`;
  });
  const name = dialect.cast(sql`${column.name}`, "text");
  return sql`select ${name} as "column", ${groups === null ? dialect.cast(raw("null"), "text") : raw("g")} as "group",
      ${whole("all_rows", dialect)} as "rows", ${whole("n", dialect)} as n, max(lo) as lo, max(hi) as hi, max(origin) as origin, ${joinSql(d)}
    from (${scaled}) as scaled${by}${groups === null ? raw("") : raw(` order by "rows" desc, "group" limit ${limit}`)}`;
}

const whole = (column: string, dialect: Dialect): Sql => dialect.cast(raw(`coalesce(max(${column}), 0)`), "integer");

const joined = (groups: LabGroups | null, first: Sql): Sql =>
  groups === null ? sql`cross join (${first}) as opening` : sql`join (${first}) as opening on opening.g = numbers.g`;

/** The sums in the unit of the values. */
export function shiftedSums({ n, lo, hi, origin, s1, s2, s3, s4 }: MomentsRow): ShiftedSums {
  const width = (hi ?? 0) - (lo ?? 0);
  return {
    n,
    origin: origin ?? 0,
    sum: (s1 ?? 0) * width,
    sum2: (s2 ?? 0) * width ** 2,
    sum3: (s3 ?? 0) * width ** 3,
    sum4: (s4 ?? 0) * width ** 4,
  };
}
