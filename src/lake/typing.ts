import type { SchemaColumn } from "../contract/source-schema.ts";
import { literal, raw, type Sql, sql } from "../sql/sql.ts";

/** How one lake column is made from the source's text, and when that text does not fit. */
export interface Typing {
  readonly value: Sql;
  /** Given the value by reference: true when there is text that it does not keep. Null when any text fits. */
  readonly misfit: ((value: Sql) => Sql) | null;
}

const EARLIEST = "timestamp '1900-01-01'";
const LATEST = "timestamp '2200-01-01'";

/** True for NaN and the infinities: a column of numbers holds neither. */
export const notFinite = (value: Sql): Sql => sql`(${value} is not null and not isfinite(${value}))`;

export interface TypingOptions {
  /** Zone of instants written without an offset. */
  readonly timezone: string;
}

/**
 * SQL that types a text as a column's logical type without losing a digit: what does not convert back to the same
 * value is a misfit and goes to quarantine (the engine alone would round 1.5 to the integer 2).
 * @param x the source's text, null where it has no value
 */
export function typeText(x: Sql, column: Pick<SchemaColumn, "type" | "format">, { timezone }: TypingOptions): Typing {
  const { type } = column;
  const lost = (value: Sql, changed?: Sql): Sql =>
    changed === undefined
      ? sql`(${x} is not null and ${value} is null)`
      : sql`(${x} is not null and (${value} is null or ${changed}))`;
  switch (type) {
    case "text":
      return { value: x, misfit: null };
    case "integer":
      return {
        value: sql`try_cast(${x} as bigint)`,
        misfit: (v) => lost(v, sql`(cast(${v} as varchar) <> ${x} and cast(${v} as varchar) <> trim(${x}))`),
      };
    case "number":
      return { value: sql`try_cast(${x} as double)`, misfit: (v) => lost(v, sql`not isfinite(${v})`) };
    case "boolean":
      return { value: sql`try_cast(${x} as boolean)`, misfit: (v) => lost(v) };
    case "date":
      return { value: sql`try_cast(${x} as date)`, misfit: (v) => lost(v, sql`length(trim(${x})) <> 10`) };
    case "json":
      return { value: x, misfit: () => sql`(${x} is not null and not json_valid(${x}))` };
    case "timestamp":
      return {
        value: typeInstant(x, column.format ?? "iso", timezone),
        misfit: (v) => lost(v, sql`(${v} not between ${raw(EARLIEST)} and ${raw(LATEST)}${isWord(x, column.format)})`),
      };
    default:
      return { value: sql`try_cast(${x} as ${raw(type)})`, misfit: (v) => lost(v, decimalChanged(x, v, type)) };
  }
}

/** The engine reads words such as "epoch" as instants; an ISO instant begins with a digit. */
function isWord(x: Sql, format: string | undefined): Sql {
  return (format ?? "iso") === "iso" ? sql` or ${x} >= ':'` : raw("");
}

/** True when a decimal rounded the text. Up to 15 digits a double tells, at half the cost of a 38-digit decimal. */
function decimalChanged(x: Sql, value: Sql, type: string): Sql {
  const [, precision = "18", scale = "2"] = /^decimal\((\d+),\s*(\d+)\)$/.exec(type) ?? [];
  const wider = raw(`decimal(38,${Math.min(38, Number(scale) + 6)})`);
  const wide = sql`try_cast(${x} as ${wider}) is distinct from ${value}`;
  if (Number(precision) > 18) return wide;
  return sql`case when length(${x}) <= 16 then try_cast(${x} as double) <> cast(${value} as double) else ${wide} end`;
}

/** UTC microsecond timestamp of an instant's text. The engine's plain cast would drop a numeric offset silently. */
function typeInstant(x: Sql, format: string, timezone: string): Sql {
  const zone = raw(literal(timezone));
  const local = (t: Sql): Sql => (timezone === "UTC" ? t : sql`cast(timezone(${zone}, ${t}) as timestamp)`);
  switch (format) {
    case "epoch_s":
      return sql`try(make_timestamp(cast(round(try_cast(${x} as decimal(20,6)) * 1000000) as bigint)))`;
    case "epoch_ms":
      return sql`try(make_timestamp(cast(round(try_cast(${x} as decimal(20,3)) * 1000) as bigint)))`;
    case "epoch_us":
      return sql`try(make_timestamp(try_cast(${x} as bigint)))`;
    case "iso": {
      // the date's own two dashes stand before the twelfth character
      const offset = sql`(contains(${x}, '+') or contains(substr(${x}, 12), '-'))`;
      const utc = sql`(suffix(${x}, 'Z') or suffix(${x}, ' UTC'))`;
      const plain = sql`try_cast(${x} as timestamp)`;
      const zoned = sql`cast(try_cast(${x} as timestamptz) as timestamp)`;
      return timezone === "UTC"
        ? sql`case when length(${x}) > 16 and ${offset} then ${zoned} else ${plain} end`
        : sql`case when length(${x}) > 16 and ${offset} then ${zoned} when ${utc} then ${plain} else ${local(plain)} end`;
    }
    default: {
      const parsed = sql`try_strptime(${x}, ${raw(literal(format))})`;
      return /%z/.test(format) ? sql`cast(${parsed} as timestamp)` : local(parsed);
    }
  }
}

/** The narrowest physical Parquet type that holds every value of a column, given its extremes in the file. */
export function physicalType(type: string, { min, max, floatExact }: ColumnExtremes): string {
  const inside = (limit: number): boolean =>
    min !== null && max !== null && Number(min) >= -limit && Number(max) <= limit;
  if (type === "integer") return inside(2_147_483_647) ? "integer" : "bigint";
  if (type === "number") return floatExact ? "float" : "double";
  if (type === "text") return "varchar";
  const decimal = /^decimal\((\d+),\s*(\d+)\)$/.exec(type);
  if (decimal === null) return type;
  const scale = Number(decimal[2]);
  for (const precision of [9, 18]) {
    if (Number(decimal[1]) > precision && scale < precision && inside(10 ** (precision - scale) - 1))
      return `decimal(${precision},${scale})`;
  }
  return `decimal(${decimal[1]},${scale})`;
}

export interface ColumnExtremes {
  /** As text, since 64-bit integers do not fit a number; null when every value is null. */
  readonly min: string | null;
  readonly max: string | null;
  /** True when every value survives a round trip through 32 bits. */
  readonly floatExact: boolean;
}
