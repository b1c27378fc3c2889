import { z } from "zod";
import { unreachable } from "../../core/unreachable.ts";
import type { Query } from "../../sql/query.ts";
import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { withGroups } from "./groups.ts";
import type { LabContext } from "./lab-table.ts";
import type { LabRequest } from "./moments-query.ts";

/** How wide bins are: the rules of NumPy, or how many bins there are. */
export type HistogramRule = "auto" | "freedman-diaconis" | "sturges" | number;

/** A chart has no room for more, and rules give thousands where a few values lie far out. */
export const MOST_HISTOGRAM_BINS = 400;

const HistogramRow = z.object({
  column: z.string(),
  group: z.string().nullable(),
  /** From 0. */
  bin: z.number(),
  /** Values in the bin: its lower edge belongs to it, its upper one to the next; the last bin has both. */
  n: z.number(),
  lo: z.number(),
  hi: z.number(),
  /** How many bins there are, empty ones included; they are equally wide from lo to hi. */
  bins: z.number(),
});
export type HistogramRow = z.infer<typeof HistogramRow>;

/** Counts of values in equal bins from the least value to the greatest; groups share the bins. Empty bins have no row. */
export function histogramQuery(request: LabRequest, { dialect }: LabContext, rule: HistogramRule): Query<HistogramRow> {
  const { table, columns, groups = null } = request;
  const key = groups === null ? raw("") : raw("g, ");
  const parts = columns.map(({ name, value }) => {
    const numbers = withGroups(table, [sql`${value} as x`], groups);
    const [q1 = raw("null"), q3 = raw("null")] = dialect.quantiles([0.25, 0.75], raw("x"));
    const needs = rule === "auto" || rule === "freedman-diaconis";
    const spread = needs ? sql`${q3} - ${q1} as iqr` : raw("0e0 as iqr");
    const first = sql`select ${dialect.cast(raw("greatest(count(x), 1)"), "number")} as n, min(x) as x_lo, max(x) as x_hi, ${spread} from ${numbers}`;
    const edged = sql`select n, iqr, case when x_lo = x_hi then x_lo - 0.5e0 else x_lo end as lo, case when x_lo = x_hi then x_hi + 0.5e0 else x_hi end as hi from (${first}) as f`;
    const counted = sql`select lo, hi, ${binCount(rule, dialect.cast)} as bins from (${edged}) as e`;
    const placed = sql`select ${key}x, lo, hi, bins, (hi - lo) / bins as step, floor((x - lo) / (hi - lo) * bins) as place from ${numbers} cross join (${counted}) as c where x is not null`;
    // the arithmetic may miss the edges by a rounding: a value lies where the edges say
    const bin = raw(
      "case when place >= bins then bins - 1 when x < lo + place * step then place - 1 when place + 1 < bins and x >= lo + (place + 1) * step then place + 1 else place end",
    );
    const binned = sql`select ${key}${dialect.cast(bin, "integer")} as bin, lo, hi, bins from (${placed}) as p`;
    return sql`select ${dialect.cast(sql`${name}`, "text")} as "column", ${groups === null ? dialect.cast(raw("null"), "text") : raw("g")} as "group", bin,
      ${dialect.cast(raw("count(*)"), "integer")} as n, lo, hi, ${dialect.cast(raw("bins"), "integer")} as bins from (${binned}) as b group by ${key}bin, lo, hi, bins`;
  });
  return {
    name: `histogram_of_${columns.map(({ name }) => name).join("_")}`.slice(0, 60),
    row: HistogramRow,
    text: sql`select * from (${joinSql(parts, " union all ")}) as u order by "column", "group", bin`,
  };
}

type Cast = (x: Sql, type: "number") => Sql;

function binCount(rule: HistogramRule, cast: Cast): Sql {
  if (typeof rule === "number") return cast(raw(String(rule)), "number");
  const width = raw(widthOf(rule));
  return sql`case when ${width} > 0 then least(ceil((hi - lo) / ${width}), ${raw(`${MOST_HISTOGRAM_BINS}e0`)}) else 1e0 end`;
}

const STURGES = "((hi - lo) / (ln(n) / ln(2e0) + 1))";
const FREEDMAN = "(2 * iqr / power(n, 1 / 3e0))";

function widthOf(rule: Exclude<HistogramRule, number>): string {
  switch (rule) {
    case "sturges":
      return STURGES;
    case "freedman-diaconis":
      return FREEDMAN;
    case "auto":
      return `least(${STURGES}, greatest(${FREEDMAN}, (hi - lo) / sqrt(n) / 2))`;
    default:
      return unreachable(rule);
  }
}
