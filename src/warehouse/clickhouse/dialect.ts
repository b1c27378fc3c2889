import type { Dialect, SqlType, TypedSql } from "../../sql/dialect.ts";
import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";

const TYPES: Record<string, string> = {
  text: "String",
  integer: "Int64",
  number: "Float64",
  boolean: "Bool",
  timestamp: "DateTime64(6, 'UTC')",
  date: "Date32",
  json: "String",
};

const typeName = (t: SqlType): string => TYPES[t] ?? t.replace("d", "D").replace(",", ", ");

/**
 * Text as other engines write it: whole doubles with `.0`, decimals with all their digits, instants without needless
 * ones. A lambda, so that the value is written and computed once however deep casts are nested.
 */
const TEXT_OF = `v -> multiIf(
  toTypeName(v) like '%Float%', replaceRegexpOne(toString(v), '^(-?\\\\d+)$', '\\\\1.0'),
  toTypeName(v) like '%DateTime64%', replaceRegexpOne(toString(v), '\\\\.0+$|(\\\\.\\\\d*[1-9])0+$', '\\\\1'),
  toTypeName(v) like '%Decimal%, 0)%', toString(v),
  toTypeName(v) like '%Decimal%', rightPad(
    if(position(toString(v), '.') = 0, concat(toString(v), '.'), toString(v)),
    if(position(toString(v), '.') = 0, length(toString(v)) + 1, position(toString(v), '.'))
      + toUInt8OrZero(extract(toTypeName(v), 'Decimal\\\\(\\\\d+, (\\\\d+)\\\\)')), '0'),
  toString(v))`;

const PLAIN_TEXT: readonly SqlType[] = ["text", "integer", "boolean", "date"];

function textOf(x: TypedSql): Sql {
  if (x.texts.join("") === "null") return raw("cast(null as Nullable(String))");
  return x.type !== undefined && PLAIN_TEXT.includes(x.type)
    ? sql`toString(${x})`
    : sql`arrayMap(${raw(TEXT_OF)}, [${x}])[1]`;
}

const cast = (x: TypedSql, t: SqlType): Sql => (t === "text" ? textOf(x) : sql`cast(${x} as ${raw(typeName(t))})`);

/** A day or month beyond the calendar's would become a later day: only text that is that very day is one. */
function tryCast(x: Sql, t: SqlType): Sql {
  const found = sql`accurateCastOrNull(${x}, ${raw(`'${typeName(t).replaceAll("'", "\\'")}'`)})`;
  return t === "date" ? sql`if(startsWith(toString(${x}), toString(${found})), ${found}, null)` : found;
}

const double = (x: Sql): Sql => cast(x, "number");
const micros = (ms: number): Sql => raw(`toIntervalMicrosecond(${ms * 1000})`);

const START: Readonly<Record<string, string>> = {
  month: "toStartOfMonth",
  quarter: "toStartOfQuarter",
  year: "toStartOfYear",
};

/** ClickHouse's spelling of the dialect. */
export const clickhouseDialect: Dialect = {
  engine: "clickhouse",
  type: (t) => raw(`Nullable(${typeName(t)})`),
  cast,
  tryCast,
  // unquoted it would be a double
  number: (text) => {
    const [, fraction] = text.split(".");
    return fraction === undefined ? raw(text) : raw(`cast('${text}' as Decimal(38, ${fraction.length}))`);
  },
  // a cast would cut off what a multiplication of doubles falls short of: 0.29 * 100 is 28.999999999999996
  roundedDecimal: (x, scale) => {
    const scaled = sql`${x} * 1e${raw(String(scale))}`;
    // from 2^52 on every double is whole
    const whole = sql`if(abs(${scaled}) < 4503599627370496, sign(${x}) * floor(abs(${scaled}) + 0.5), ${scaled})`;
    return sql`(cast(${whole} as Decimal(38, 0)) * cast('1e-${raw(String(scale))}' as Decimal(38, ${raw(String(scale))})))`;
  },
  safeDivide: (a, b) => sql`(${double(a)} / nullif(${double(b)}, 0))`,
  quantile: (p, x) => sql`quantileExactInclusive(${raw(String(p))})(${x})`,
  quantiles: (shares, x) =>
    shares.map((_, i) => sql`quantilesExactInclusive(${raw(shares.join(", "))})(${x})[${raw(String(i + 1))}]`),
  // what stands behind a null is converted too, and may be infinite
  wholeTotal: (x) => sql`sum(case when ${x} is not null then toInt128(round(ifNull(${x}, 0))) end)`,
  // sums of 64 bits wrap, and those of toInt128 cannot be cast to a decimal
  summand: (x) => cast(x, "decimal(38,0)"),
  countIf: (condition) => sql`countIf(${condition})`,
  sumIf: (x, condition) => sql`sum(case when ${condition} then ${x} end)`,
  countDistinctIf: (x, condition) => sql`uniqExact(case when ${condition} then ${x} end)`,
  approxDistinct: (x) => sql`ifNull(uniqCombined64(${x}), 0)`,
  isAmong: (x, rows) => sql`(${x} global in (${rows}))`,
  firstBy: (x, keys) => sql`argMin(${x}, tuple(${joinSql(keys)}))`,
  dayAt: (ts, offsetMs) => (offsetMs === 0 ? sql`toDate32(${ts})` : sql`toDate32(${ts} + ${micros(offsetMs)})`),
  // toStartOfHour gives the next hour for fractions of a second before 1970
  hourAt: (ts, offsetMs) => {
    const us = sql`toUnixTimestamp64Micro(${ts})`;
    const past = sql`positiveModulo(${us} + ${raw(String((offsetMs % 3_600_000) * 1000))}, 3600000000)`;
    return sql`fromUnixTimestamp64Micro(${us} - ${past}, 'UTC')`;
  },
  startOf: (day, grain, weekStart) =>
    grain === "week"
      ? sql`toStartOfWeek(${day}, ${raw(weekStart === "monday" ? "1" : "0")})`
      : sql`${raw(START[grain] ?? grain)}(${day})`,
  epochUs: (ts) => sql`toUnixTimestamp64Micro(${ts})`,
  microsBetween: (a, b) => sql`(toUnixTimestamp64Micro(${b}) - toUnixTimestamp64Micro(${a}))`,
  daysBetween: (a, b) => sql`dateDiff('day', ${a}, ${b})`,
  wideInteger: (x) => sql`toInt128(${x})`,
  hash64: (x) => sql`cityHash64(${x})`,
  doubleBits: (x) => sql`case when ${x} is not null then reinterpretAsInt64(assumeNotNull(${x})) end`,
  checksum: (x) => sql`cast(reinterpretAsUInt32(reverse(substring(MD5(${x}), 1, 4))) as Int64)`,
  startsWith: (x, prefix) => sql`startsWith(${x}, ${prefix})`,
  contains: (x, needle) => sql`(position(${x}, ${needle}) > 0)`,
  isAscii: (x) => sql`(length(${x}) = lengthUTF8(${x}))`,
  // plain lower() changes ASCII alone, trim() removes nothing but U+0020
  lower: (x) => sql`lowerUTF8(${x})`,
  trim: (x) => sql`replaceRegexpAll(${x}, '^[\\\\s\\\\p{Z}]+|[\\\\s\\\\p{Z}]+$', '')`,
  tidyText: (x) => sql`nullif(trimBoth(replaceRegexpAll(normalizeUTF8NFC(${x}), '[\\\\s\\\\p{Z}]+', ' ')), '')`,
  jsonKeys: (x) => sql`arrayJoin(JSONExtractKeys(ifNull(${x}, '{}')))`,
  // there a dot matches a line's end, elsewhere it does not
  matches: (x, pattern) => sql`match(${x}, ${`(?-s)${pattern}`})`,
  timestamp: (instantMs) =>
    raw(`toDateTime64('${new Date(instantMs).toISOString().slice(0, 23).replace("T", " ")}', 6, 'UTC')`),
  date: (day) => raw(`toDate32('${day}')`),
};
