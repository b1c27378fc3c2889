import { DuckDBDateValue, DuckDBTimestampTZValue, DuckDBTimestampValue, type DuckDBValue } from "@duckdb/node-api";
import type { Cell } from "../port.ts";

const SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/** One driver value as a cell: the only place that sees driver types. NaN and infinities become null. */
export function cellOf(value: DuckDBValue): Cell {
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "bigint") return value >= -SAFE && value <= SAFE ? Number(value) : value.toString();
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) return isoOf(value.micros);
  if (value instanceof DuckDBDateValue) return value.toString();
  if (value.constructor.name === "DuckDBDecimalValue") return decimalOf(value.toString());
  return String(value);
}

/** ISO 8601 UTC with as many fraction digits as are needed: none, three or six. */
function isoOf(micros: bigint): string {
  const ms = Number(micros / 1000n) - (micros % 1000n < 0n ? 1 : 0);
  const us = Number(((micros % 1000n) + 1000n) % 1000n);
  const iso = new Date(ms).toISOString();
  if (us !== 0) return `${iso.slice(0, 23)}${String(us).padStart(3, "0")}Z`;
  return iso.endsWith(".000Z") ? `${iso.slice(0, 19)}Z` : iso;
}

/** A decimal as a number when no digit is lost, else as text. */
function decimalOf(text: string): Cell {
  return text.replace(/[-.]/g, "").replace(/^0+/, "").length <= 15 ? Number(text) : text;
}
