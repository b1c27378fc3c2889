import { formatQuantity } from "../core/quantity.ts";

/** How a value that does not exist looks. */
export const NO_VALUE = "–";

const minus = (text: string): string => text.replace(/^-/, "−");

/** A value with its unit for people; the exact value belongs in tables and exports. */
export function formatValue(value: number | null, unit: string | null): string {
  return value === null ? NO_VALUE : minus(formatQuantity(value, unit));
}

/** A value whose column or axis names the unit: only units that change the number are repeated. */
export function formatBare(value: number | null, unit: string | null): string {
  return formatValue(value, unit !== null && SPELLED.has(unit) ? unit : null);
}

/** Numbers up to this size are written out in tables: beside each other, 7,080 and 21.3K are hard to compare. */
const WRITTEN_OUT = 1e7;

/** A value in a column of a table, without its unit unless the unit changes the number. */
export function formatCell(value: number, unit: string | null): string {
  const size = Math.abs(value);
  const written = size >= 1e4 && size < WRITTEN_OUT && (unit === null || !SPELLED.has(unit));
  return written ? Math.round(value).toLocaleString("en-US") : formatBare(value, unit);
}

/** A label with the unit that its values do not show themselves. */
export function withUnit({ label, unit }: { readonly label: string; readonly unit: string | null }): string {
  const same = unit?.toLowerCase() === label.toLowerCase();
  return unit === null || SPELLED.has(unit) || same ? label : `${label}, ${unit}`;
}

// units that every number carries
const SPELLED = new Set(["share", "s", "ms", "bytes"]);

const SUFFIXES = [
  [1e9, "B"],
  [1e6, "M"],
  [1e4, "K"],
] as const;

function decimalsOf(values: readonly number[]): number {
  for (let digits = 0; digits < 9; digits++) {
    if (values.every((v) => Math.abs(v - Number(v.toFixed(digits))) <= Math.abs(v) * 1e-6)) return digits;
  }
  return 9;
}

/** Labels of neighbouring ticks: one suffix and as many decimals as tell them apart; units are in the axis's label. */
export function tickLabels(values: readonly number[], unit: string | null): readonly string[] {
  if (unit === "s" || unit === "ms" || unit === "bytes") return values.map((v) => formatValue(v, unit));
  const largest = Math.max(0, ...values.map(Math.abs));
  const [limit, suffix] = unit === "share" ? [0.01, " %"] : (SUFFIXES.find(([from]) => largest >= from) ?? [1, ""]);
  const divisor = suffix === "K" ? 1e3 : limit;
  const scaled = values.map((v) => v / divisor);
  const digits = decimalsOf(scaled);
  return scaled.map((v) => {
    const text = v.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
    return v === 0 ? (unit === "share" ? "0 %" : "0") : `${minus(text)}${suffix}`;
  });
}

/** Labels of ticks that lie decades apart: 0.01, 1, 1K, 1M. */
export function logTickLabels(values: readonly number[], unit: string | null): readonly string[] {
  return values.map((v) => tickLabels([v], unit)[0] ?? "");
}
