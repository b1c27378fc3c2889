import { z } from "zod";
import { isExact, sumType } from "../../models/column-type.ts";
import type { TypedColumn } from "../../models/event-log.ts";
import { exactSum } from "../../models/exact-sum.ts";
import { type Dialect, UNITS } from "../../sql/dialect.ts";
import type { Query } from "../../sql/query.ts";
import { ident, joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { cumulated, quantileColumns } from "./counted-values.ts";
import { shareOf } from "./section.ts";

/** The quantiles that are told of every number. */
export const PERCENTILES = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99] as const;
const BINS = 20;
/** Values of this size or more, and what is not finite, are left out of what is said about doubles. */
const LARGEST = "1e18";

const NumberRow = z.object({
  i: z.number(),
  n: z.number(),
  total: z.number().nullable(),
  lo: z.number().nullable(),
  hi: z.number().nullable(),
  zeros: z.number(),
  negatives: z.number(),
  p1: z.number().nullable(),
  p5: z.number().nullable(),
  p10: z.number().nullable(),
  p25: z.number().nullable(),
  p50: z.number().nullable(),
  p75: z.number().nullable(),
  p90: z.number().nullable(),
  p95: z.number().nullable(),
  p99: z.number().nullable(),
  is_log: z.number(),
  /** Start and width of the bins on their scale. */
  start: z.number().nullable(),
  width: z.number().nullable(),
  /** -1: below the bins; the number of bins: above them. */
  bin: z.number().nullable(),
  bin_n: z.number().nullable(),
  /** Sums of the deviations from the mean of the figures, by the range of all values, and of their squares. */
  s1: z.number().nullable(),
  s2: z.number().nullable(),
});
export type NumberRow = z.infer<typeof NumberRow>;

const PERCENTILE_NAMES = ["p1", "p5", "p10", "p25", "p50", "p75", "p90", "p95", "p99"] as const;

export interface NumbersOptions {
  /** A relation, with its alias. */
  readonly rows: Sql;
  readonly columns: readonly TypedColumn[];
  readonly dialect: Dialect;
}

/**
 * Of each numeric column its moments, type 7 quantiles and a histogram, from one scan that counts its distinct values.
 * Bins are logarithmic where the values are positive and the 1st and 99th percentile lie two decades apart, else linear
 * between the quartiles' outer fences (three times their distance), cut to the values there are.
 */
export function numbersQuery({ rows, columns, dialect }: NumbersOptions): Query<NumberRow> | undefined {
  if (columns.length === 0) return undefined;
  const withs = columns.flatMap((column, i) => {
    const at = (name: string): Sql => raw(`${name}_${i}`);
    return [
      sql`${at("counts")} as (${counts(column, { rows, dialect })})`,
      sql`${at("scaled")} as (${scaled(figures(at("counts"), column, dialect), column)})`,
      sql`${at("binned")} as (${binned(at("counts"), at("scaled"), dialect)})`,
    ];
  });
  const names = raw(
    NumberRow.keyof()
      .options.map((name) => `"${name}"`)
      .join(", "),
  );
  const selects = columns.map(
    (_, i) => sql`select ${raw(String(i))} as i, s.*, bin, bin_n, s1, s2
        from ${raw(`scaled_${i}`)} as s left join ${raw(`binned_${i}`)} as b on b.one = s.one`,
  );
  return {
    name: "explore-numbers",
    row: NumberRow,
    text: sql`with ${joinSql(withs)} select ${names} from (${joinSql(selects, " union all ")}) as found order by i, bin`,
  };
}

/** The distinct values x as doubles with their counts c, and for exact types the exact sum s of the values. */
function counts({ name, type }: TypedColumn, { rows, dialect }: Pick<NumbersOptions, "rows" | "dialect">): Sql {
  const column = ident(name);
  const x = dialect.cast(column, "number");
  if (isExact(type)) {
    return sql`select ${x} as x, count(*) as c, ${exactSum(column, type, { dialect })} as s
      from ${rows} where ${column} is not null group by ${column}`;
  }
  return sql`select ${x} as x, count(*) as c from ${rows} where abs(${column}) < ${raw(LARGEST)} group by ${column}`;
}

function figures(from: Sql, { type }: TypedColumn, dialect: Dialect): Sql {
  const total = isExact(type)
    ? exactSum(raw("s"), sumType(type), { dialect })
    : sql`sum(${dialect.roundedDecimal(raw("x"), 9)} * c)`;
  const counted = (condition: string): Sql =>
    sql`coalesce(${dialect.cast(dialect.sumIf(raw("c"), raw(condition)), "integer")}, 0)`;
  return sql`select ${counted("true")} as n, ${dialect.cast(total, "number")} as total, min(x) as lo, max(x) as hi,
      min(case when x > 0 then x end) as least_positive, ${counted("x = 0")} as zeros, ${counted("x < 0")} as negatives,
      ${quantileColumns(PERCENTILES, dialect)}
    from (${cumulated(sql`select * from ${from}`)}) as cumulated`;
}

/** Adds the scale, the start, the end and the width of the bins to the figures; bins of whole numbers hold as many each. */
function scaled(from: Sql, { type }: TypedColumn): Sql {
  const kept = raw(`n, total, lo, hi, zeros, negatives, ${PERCENTILE_NAMES.join(", ")}, is_log`);
  const whole = raw(`is_log = 0 and ${type === "integer"}`);
  const bins = raw(`${BINS}.0`);
  return sql`select 1 as one, ${kept}, start, width, case when ${whole} then start + ${bins} * width else finish end as finish
    from (select *, case when hi > lo then case when ${whole} then ceil((finish - start) / ${bins}) else nullif(finish - start, 0) / ${bins} end end as width
      from (select ${kept}, case when ${whole} then floor(low) - 0.5 else low end as start,
          case when ${whole} then ceil(high) + 0.5 else high end as finish
        from (select *, case when is_log = 1 then log10(least_positive) when fence > 0 then greatest(lo, p25 - fence) else lo end as low,
            case when is_log = 1 then log10(hi) when fence > 0 then least(hi, p75 + fence) else hi end as high
          from (select *, 3 * (p75 - p25) as fence,
              case when lo >= 0 and hi > 0 and p99 >= 100 * greatest(p1, least_positive) then 1 else 0 end as is_log
            from (${from}) as figured) as judged) as bounded) as rounded) as cut`;
}

/** How many values lie in each bin, with the sums of their deviations. */
function binned(from: Sql, scale: Sql, dialect: Dialect): Sql {
  const place = dialect.cast(raw("floor((t - start) / width)"), "integer");
  const total = (power: string): Sql => {
    const units = dialect.wideInteger(dialect.cast(raw(`round(${power} * ${UNITS})`), "integer"));
    return sql`${dialect.cast(sql`sum(${units} * c)`, "number")} / ${raw(UNITS)}`;
  };
  const deviation = dialect.safeDivide(raw("x - greatest(lo, least(hi, total / n))"), raw("hi - lo"));
  return sql`select 1 as one, bin, ${dialect.cast(raw("sum(c)"), "integer")} as bin_n, ${total("d")} as s1, ${total("d * d")} as s2
    from (select c, d, case when t is null or t < start then -1 when t > finish then ${raw(String(BINS))}
        else least(${place}, ${raw(String(BINS - 1))}) end as bin
      from (select start, finish, width, c, ${deviation} as d,
          case when is_log = 0 then x when x > 0 then log10(x) end as t
        from ${from} cross join ${scale}) as placed) as kept
    group by bin`;
}

/** From `from` up to `to`; the last bin includes its end. */
export interface NumberBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** What is said about the values of one numeric column. */
export interface NumberSummary {
  readonly column: string;
  readonly n: number;
  readonly nulls: number;
  readonly nullShare: number | null;
  readonly sum: number | null;
  readonly mean: number | null;
  /** Sample standard deviation. */
  readonly sd: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly zeros: number;
  readonly negatives: number;
  readonly percentiles: Readonly<Record<(typeof PERCENTILE_NAMES)[number], number | null>>;
  readonly scale: "linear" | "log";
  /** Empty for a column with one value or none. */
  readonly bins: readonly NumberBin[];
  /** Values outside of the bins. */
  readonly below: number;
  readonly above: number;
}

/** `total` is the number of rows that could have a value. */
export function computeNumbers(
  rows: readonly NumberRow[],
  columns: readonly TypedColumn[],
  total: number,
): readonly NumberSummary[] {
  return columns.flatMap(({ name }, i) => {
    const own = rows.filter((row) => row.i === i);
    const [first] = own;
    return first === undefined ? [] : [summaryOf(own, { column: name, first, rows: total })];
  });
}

type Moments = Pick<NumberSummary, "sum" | "mean" | "sd">;

function momentsOf({ n, total, lo, hi }: NumberRow, bins: readonly NumberRow[]): Moments {
  if (total === null || lo === null || hi === null) return { sum: null, mean: null, sd: null };
  const sumOf = (key: "s1" | "s2"): number => bins.reduce((sum, row) => sum + (row[key] ?? 0), 0);
  const shift = sumOf("s1") / n;
  const squares = Math.max(0, sumOf("s2") - n * shift ** 2);
  // the total is rounded to nine decimals
  const mean = Math.max(lo, Math.min(hi, total / n)) + shift * (hi - lo);
  const isRight = Math.abs(mean * n - total) <= 1e-14 * n * Math.max(-lo, hi);
  return {
    sum: isRight ? total : mean * n,
    mean,
    sd: n < 2 ? null : Math.sqrt(squares / (n - 1)) * (hi - lo),
  };
}

interface SummaryOptions {
  readonly column: string;
  readonly first: NumberRow;
  readonly rows: number;
}

function summaryOf(found: readonly NumberRow[], { column, first, rows }: SummaryOptions): NumberSummary {
  const { n, lo, hi, is_log, start, width } = first;
  const bins = found.filter(({ bin }) => bin !== null);
  const countOf = (bin: number): number => bins.find((row) => row.bin === bin)?.bin_n ?? 0;
  const place = (i: number): number => {
    const at = (start ?? 0) + i * (width ?? 0);
    return is_log === 1 ? 10 ** at : at;
  };
  const hasBins = start !== null && width !== null;
  return {
    column,
    n,
    nulls: rows - n,
    nullShare: shareOf(rows - n, rows),
    ...momentsOf(first, bins),
    min: lo,
    max: hi,
    zeros: first.zeros,
    negatives: first.negatives,
    percentiles: Object.fromEntries(
      PERCENTILE_NAMES.map((name) => [name, first[name]]),
    ) as NumberSummary["percentiles"],
    scale: is_log === 1 ? "log" : "linear",
    bins: hasBins
      ? Array.from({ length: BINS }, (_, i) => ({ from: place(i), to: place(i + 1), count: countOf(i) }))
      : [],
    below: hasBins ? countOf(-1) : 0,
    above: hasBins ? countOf(BINS) : 0,
  };
}
