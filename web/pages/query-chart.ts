import type { QueryAnswer } from "../../src/contract/api/relations.ts";
import type { ChartSpec } from "../../src/contract/chart-spec.ts";

const NUMBER = /^(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|UTINYINT|USMALLINT|UINTEGER|UBIGINT|FLOAT|DOUBLE|DECIMAL)/i;
const MOST_BARS = 60;
const MOST_SERIES = 8;

export const isNumberType = (type: string): boolean => NUMBER.test(type);

/** The chart of a result: days and numbers make lines, names and numbers make bars; null for anything else. */
export function queryChart({ columns, rows }: QueryAnswer): ChartSpec | null {
  const [first, ...others] = columns;
  const numbers = others
    .map(({ name, type }, i) => ({ name, at: i + 1, numeric: isNumberType(type) }))
    .filter(({ numeric }) => numeric)
    .slice(0, MOST_SERIES);
  if (first === undefined || numbers.length === 0 || rows.length === 0 || isNumberType(first.type)) return null;
  const series = numbers.map(({ name, at }) => ({ label: name, values: rows.map((row) => numberOf(row[at])) }));
  const names = numbers.map(({ name }) => name).join(", ");
  const words = {
    title: `${names} by ${first.name}`,
    subtitle: "",
    alt: `${names} by ${first.name}, as the query says.`,
  };
  const times = rows.map((row) => timeOf(row[0]));
  const y = { label: numbers[0]?.name ?? "value", unit: null };
  if (/^(DATE|TIMESTAMP)/i.test(first.type) && times.every((time) => time !== null)) {
    const order = times.map((time, i) => ({ time: time ?? "", i })).sort((a, b) => (a.time < b.time ? -1 : 1));
    return {
      kind: "line",
      ...words,
      x: { scale: "time", label: first.name, grain: "day", values: order.map(({ time }) => time) },
      y: { ...y, scale: "linear" },
      series: series.map(({ label, values }) => ({
        label,
        role: "main",
        values: order.map(({ i }) => values[i] ?? null),
        band: null,
      })),
      openFrom: null,
      marks: [],
      rules: [],
    };
  }
  return {
    kind: "bars",
    ...words,
    direction: "horizontal",
    layout: "grouped",
    category: { label: first.name, values: rows.slice(0, MOST_BARS).map((row) => String(row[0] ?? "(none)")) },
    value: y,
    series: series.map(({ label, values }) => ({ label, values: values.slice(0, MOST_BARS), interval: null })),
    rules: [],
  };
}

function numberOf(value: unknown): number | null {
  if (typeof value === "number") return value;
  return typeof value === "string" && value !== "" && Number.isFinite(Number(value)) ? Number(value) : null;
}

function timeOf(value: unknown): string | null {
  const found = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}))?/.exec(String(value ?? ""));
  if (found === null) return null;
  return found[2] === undefined || found[2] === "00:00" ? (found[1] ?? null) : `${found[1]}T${found[2]}`;
}
