import { z } from "zod";
import type { Query } from "../../sql/query.ts";
import { ident, inlineText, joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import type { Warehouse } from "../../warehouse/port.ts";
import { soundsLikeTime } from "./name-words.ts";
import { DATELIKE, INTEGER_FORMATS, TIMESTAMP_FORMATS } from "./timestamp-formats.ts";

/** What a text looks like; every value has exactly one class. */
export const VALUE_CLASSES = [
  "blank",
  "marker",
  "boolean",
  "json",
  "integer",
  "code",
  "decimal",
  "exponent",
  "comma",
  "iso",
  "date",
  "datelike",
  "other",
] as const;
export type ValueClass = (typeof VALUE_CLASSES)[number];

/** Texts that may stand for "no value", in lower case. */
const MARKERS = [
  "na",
  "n/a",
  "#n/a",
  "null",
  "none",
  "nan",
  "nil",
  "-",
  "--",
  "?",
  "empty",
  "undefined",
  "(null)",
  "(none)",
  "\\n",
];

const ISO =
  "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]+)?)?( ?([Zz]|UTC|[+-][0-9]{2}(:?[0-9]{2})?))?";
const ZONED = "([Zz]|UTC|[+-][0-9]{2}(:?[0-9]{2})?)$";
const FORMATS = [...TIMESTAMP_FORMATS, ...INTEGER_FORMATS];
const EPOCH_FROM_S = 946_684_800;
const EPOCH_TO_S = 4_102_444_800;

/** The values of one column of an all-text sample, counted. */
export interface ColumnStatistics {
  readonly name: string;
  readonly rows: number;
  /** Distinct non-null texts, markers included. */
  readonly distinct: number;
  readonly counts: Readonly<Record<ValueClass, number>>;
  /** A value of the class, for reasons in words. */
  readonly examples: Readonly<Partial<Record<ValueClass, string>>>;
  /** Texts that may mean "no value" (blanks included), with their counts, most frequent first. */
  readonly markers: readonly { readonly text: string; readonly n: number }[];
  /** Decimals: digits after the point (least, most), digits in all (most), how many end in zeros only. */
  readonly minScale: number;
  readonly maxScale: number;
  readonly maxDigits: number;
  readonly wholeDecimals: number;
  readonly epochS: number;
  readonly epochMs: number;
  readonly epochUs: number;
  /** ISO timestamps that carry their zone. */
  readonly zoned: number;
  /** Values that each known format reads as an instant within 1900..2100; empty where no format can be meant. */
  readonly formats: Readonly<Record<string, number>>;
}

function valueClass(t: Sql): Sql {
  const full = (pattern: string): Sql => sql`regexp_full_match(${t}, ${pattern})`;
  const day = sql`try_cast(left(${t}, 10) as date) is not null`;
  return sql`case
    when ${t} = '' then 'blank'
    when lower(${t}) in (${joinSql(MARKERS.map((m) => sql`${m}`))}) then 'marker'
    when lower(${t}) in ('true', 'false') then 'boolean'
    when left(${t}, 1) in ('{', '[') then case when json_valid(${t}) then 'json' else 'other' end
    when ${full("-?(0|[1-9][0-9]{0,18})")} then case when try_cast(${t} as bigint) is null then 'code' else 'integer' end
    when ${full("[+-]?[0-9]+")} then 'code'
    when ${full("-?(0|[1-9][0-9]*)?[.][0-9]+|-?(0|[1-9][0-9]*)[.]")} then 'decimal'
    when ${full("-?[0-9]+([.][0-9]*)?[eE][+-]?[0-9]+")} then 'exponent'
    when ${full("-?([0-9]+|[0-9]{1,3}([.][0-9]{3})+),[0-9]+")} then 'comma'
    when ${full(ISO)} then case when ${day} then 'iso' else 'other' end
    when ${full("[0-9]{4}-[0-9]{2}-[0-9]{2}")} then case when ${day} then 'date' else 'other' end
    when ${full(DATELIKE)} then 'datelike'
    else 'other' end`;
}

/** Constants are written into the text: a bound pattern is compiled again for every row. */
const constant = (text: Sql): Sql => raw(inlineText(text));

const countWhere = (condition: string): Sql => raw(`coalesce(sum(n) filter (where ${condition}), 0)::bigint`);

function epochCount(factor: number): Sql {
  return countWhere(
    `k = 'integer' and try_cast(t as bigint) between ${EPOCH_FROM_S * factor} and ${EPOCH_TO_S * factor}`,
  );
}

/** The values of one class in one column; a null class is the null values. */
const ClassRow = z.object({
  c: z.string(),
  k: z.enum(VALUE_CLASSES).nullable(),
  n: z.number(),
  texts: z.number(),
  example: z.string().nullable(),
  markers: z.string().nullable(),
  min_scale: z.number().nullable(),
  max_scale: z.number().nullable(),
  max_digits: z.number().nullable(),
  whole: z.number(),
  epoch_s: z.number(),
  epoch_ms: z.number(),
  epoch_us: z.number(),
  zoned: z.number(),
});
type ClassRow = z.infer<typeof ClassRow>;

function classQuery(relation: string, names: readonly string[]): Query<ClassRow> {
  const columns = joinSql(names.map((name) => ident(name)));
  return {
    name: "infer.columns",
    row: ClassRow,
    text: constant(sql`with value_counts as (
      select c, v, trim(v) as t, count(*)::bigint as n
      from (select ${columns} from ${ident(relation)}) unpivot include nulls (v for c in (${columns}))
      group by c, v
    ), classed as (
      select c, v, t, n, case when v is null then null else ${valueClass(raw("t"))} end as k
      from value_counts
    )
    select c, k, sum(n)::bigint as n, count(v)::bigint as texts, min(left(v, 60)) as example,
      to_json(list({text: v, n: n}) filter (where k in ('marker', 'blank')))::varchar as markers,
      min(length(regexp_extract(t, '[.]([0-9]*)$', 1))) filter (where k = 'decimal') as min_scale,
      max(length(regexp_extract(t, '[.]([0-9]*)$', 1))) filter (where k = 'decimal') as max_scale,
      max(length(translate(t, '-.', ''))) filter (where k = 'decimal') as max_digits,
      ${countWhere("k = 'decimal' and regexp_matches(t, '[.]0*$')")} as whole,
      ${epochCount(1)} as epoch_s, ${epochCount(1e3)} as epoch_ms, ${epochCount(1e6)} as epoch_us,
      ${countWhere(`k = 'iso' and regexp_matches(substr(t, 17), '${ZONED}')`)} as zoned
    from classed group by c, k order by c, k`),
  };
}

const CountedTexts = z.array(z.object({ text: z.string(), n: z.number() }));

function statisticsOf(name: string, rows: readonly ClassRow[]): ColumnStatistics {
  const sum = (of: (row: ClassRow) => number): number => rows.reduce((total, row) => total + of(row), 0);
  const decimal = rows.find(({ k }) => k === "decimal");
  const markers = rows.flatMap((row) => (row.markers === null ? [] : CountedTexts.parse(JSON.parse(row.markers))));
  const examples = rows.flatMap(({ k, example }) => (k === null || example === null ? [] : [[k, example] as const]));
  return {
    name,
    rows: sum(({ n }) => n),
    distinct: sum(({ texts }) => texts),
    counts: Object.fromEntries(VALUE_CLASSES.map((k) => [k, sum((row) => (row.k === k ? row.n : 0))])) as Record<
      ValueClass,
      number
    >,
    examples: Object.fromEntries(examples),
    markers: markers.sort((a, b) => b.n - a.n || (a.text < b.text ? -1 : 1)),
    minScale: decimal?.min_scale ?? 0,
    maxScale: decimal?.max_scale ?? 0,
    maxDigits: decimal?.max_digits ?? 0,
    wholeDecimals: sum(({ whole }) => whole),
    epochS: sum(({ epoch_s }) => epoch_s),
    epochMs: sum(({ epoch_ms }) => epoch_ms),
    epochUs: sum(({ epoch_us }) => epoch_us),
    zoned: sum(({ zoned }) => zoned),
    formats: {},
  };
}

const FormatRow = z.record(z.string(), z.number());

/** Of one column's values, how many each format reads; formats that fail on a few values are not tried on all. */
async function formatCounts(
  warehouse: Warehouse,
  relation: string,
  name: string,
): Promise<Readonly<Record<string, number>>> {
  const all = sql`select trim(${ident(name)}) as t from ${ident(relation)} where regexp_matches(${ident(name)}, '[0-9]')`;
  const few = await formatReads(warehouse, sql`select distinct t from (${all}) limit 300`, FORMATS);
  const most = Math.max(...few.values());
  const plausible = FORMATS.filter((format) => most > 0 && few.get(format) === most);
  return plausible.length === 0 ? {} : Object.fromEntries(await formatReads(warehouse, all, plausible));
}

async function formatReads(
  warehouse: Warehouse,
  texts: Sql,
  formats: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const counts = formats.map(
    (format, i) =>
      sql`count(*) filter (where year(try_strptime(t, ${format})) between 1900 and 2100) as ${ident(`f${i}`)}`,
  );
  const [row] = await warehouse.rows({
    name: "infer.formats",
    row: FormatRow,
    text: constant(sql`select ${joinSql(counts)} from (${texts})`),
  });
  return new Map(formats.map((format, i) => [format, row?.[`f${i}`] ?? 0]));
}

/** Only columns that hold nothing but dates in some spelling, or whole numbers under a name that says time. */
function mayHaveFormat({ name, counts }: ColumnStatistics): boolean {
  const present = Object.values(counts).reduce((a, b) => a + b, 0) - counts.marker - counts.blank;
  if (present === 0) return false;
  return counts.datelike === present || (counts.integer === present && soundsLikeTime(name));
}

/**
 * Counts every column of an all-text relation in one scan; columns in the order of `names`. A column of dates in an
 * unusual spelling is read once more, alone, to find its format.
 */
export async function columnStatistics(
  warehouse: Warehouse,
  relation: string,
  names: readonly string[],
): Promise<readonly ColumnStatistics[]> {
  const rows = await warehouse.rows(classQuery(relation, names));
  const columns: ColumnStatistics[] = [];
  for (const name of names) {
    const column = statisticsOf(
      name,
      rows.filter(({ c }) => c === name),
    );
    columns.push(
      mayHaveFormat(column) ? { ...column, formats: await formatCounts(warehouse, relation, name) } : column,
    );
  }
  return columns;
}
