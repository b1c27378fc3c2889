import {
  DuckDBArrayValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBUnionValue,
  type DuckDBValue,
} from "@duckdb/node-api";
import type { Cell } from "../port.ts";

const SAFE = BigInt(Number.MAX_SAFE_INTEGER);
const MAX_DATE_MS = 8.64e15;

/**
 * One driver value as a cell: the only place that sees driver types. NaN and infinite numbers become null, lists,
 * structs and maps JSON text, integers and decimals text when a JavaScript number would lose a digit.
 */
export function cellOf(value: DuckDBValue): Cell {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "bigint") return value >= -SAFE && value <= SAFE ? Number(value) : value.toString();
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) {
    return value.isFinite ? isoOf(value.micros * 1000n) : infinite(value.micros);
  }
  if (value instanceof DuckDBDateValue) return value.isFinite ? value.toString() : infinite(BigInt(value.days));
  if (value instanceof DuckDBDecimalValue) return decimalOf(value.toString());
  if (value instanceof DuckDBTimestampSecondsValue) {
    return value.isFinite ? isoOf(value.seconds * 1_000_000_000n) : infinite(value.seconds);
  }
  if (value instanceof DuckDBTimestampMillisecondsValue) {
    return value.isFinite ? isoOf(value.millis * 1_000_000n) : infinite(value.millis);
  }
  if (value instanceof DuckDBTimestampNanosecondsValue)
    return value.isFinite ? isoOf(value.nanos) : infinite(value.nanos);
  if (value instanceof DuckDBUnionValue) return cellOf(value.value);
  if (isNested(value)) return JSON.stringify(documentOf(value));
  return String(value);
}

type Nested = DuckDBListValue | DuckDBArrayValue | DuckDBStructValue | DuckDBMapValue;

const isNested = (value: DuckDBValue): value is Nested =>
  value instanceof DuckDBListValue ||
  value instanceof DuckDBArrayValue ||
  value instanceof DuckDBStructValue ||
  value instanceof DuckDBMapValue;

/** A value as it stands inside a JSON document. */
function documentOf(value: DuckDBValue): unknown {
  if (!isNested(value)) return cellOf(value);
  if (value instanceof DuckDBStructValue) {
    return Object.fromEntries(Object.entries(value.entries).map(([key, inner]) => [key, documentOf(inner)]));
  }
  if (value instanceof DuckDBMapValue) {
    return Object.fromEntries(value.entries.map(({ key, value: inner }) => [String(cellOf(key)), documentOf(inner)]));
  }
  return value.items.map(documentOf);
}

const infinite = (count: bigint): string => (count > 0n ? "infinity" : "-infinity");

/** ISO 8601 UTC with as many fraction digits as are needed: none, three, six or nine. Years beyond 275760 keep the engine's form. */
function isoOf(nanos: bigint): string {
  const rest = ((nanos % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const ms = Number((nanos - rest) / 1_000_000n);
  if (Math.abs(ms) > MAX_DATE_MS) return `${new DuckDBTimestampValue(nanos / 1000n)}`.replace(" ", "T").concat("Z");
  const iso = new Date(ms).toISOString();
  if (rest === 0n) return iso.endsWith(".000Z") ? `${iso.slice(0, -5)}Z` : iso;
  const digits = String(rest).padStart(6, "0");
  return `${iso.slice(0, -1)}${digits.endsWith("000") ? digits.slice(0, 3) : digits}Z`;
}

/** A decimal as a number when no digit is lost, else as text. */
function decimalOf(text: string): Cell {
  return text.replace(/[-.]/g, "").replace(/^0+/, "").length <= 15 ? Number(text) : text;
}
