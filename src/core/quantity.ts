/** 1.2M, 34.5K, 980, 0.034: three significant digits, for people. Exact values belong in exports. */
export function humanize(value: number): string {
  const size = Math.abs(value);
  for (const [limit, suffix] of [
    [1e9, "B"],
    [1e6, "M"],
    [1e4, "K"],
  ] as const) {
    if (size >= limit) return `${trimmed(value / (suffix === "K" ? 1e3 : limit))}${suffix}`;
  }
  return Number.isInteger(value) ? value.toLocaleString("en-US") : trimmed(value);
}

function trimmed(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value === 0 || Math.abs(value) >= 0.01 ? value.toFixed(digits) : value.toPrecision(2);
}

/** A value with its unit; shares as percentages. */
export function formatQuantity(value: number, unit: string | null): string {
  if (unit === "share") return `${trimmed(value * 100)} %`;
  return unit === null ? humanize(value) : `${humanize(value)} ${unit}`;
}

/** A relative change with its sign: +4.2 %, −0.8 %. */
export function formatChange(change: number): string {
  const percent = change * 100;
  const digits = Math.abs(percent) >= 100 ? 0 : 1;
  const text = Math.abs(percent).toFixed(digits);
  return `${Number(text) === 0 ? "±" : percent > 0 ? "+" : "−"}${text} %`;
}
