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
  return Number.isInteger(value) || size >= 1000 ? Math.round(value).toLocaleString("en-US") : trimmed(value);
}

/** 12.3 s, 3 min 56 s, 2 h 5 min, 3 d 4 h: the two largest parts. */
function humanizeSeconds(seconds: number): string {
  const size = Math.abs(seconds);
  if (size < 59.95) return `${Number.isInteger(seconds) ? seconds : trimmed(seconds)} s`;
  const parts = [
    ["d", 86_400, 3600],
    ["h", 3600, 60],
    ["min", 60, 1],
  ] as const;
  // rounding to the smaller part may fill up the larger one
  const at = parts.findIndex(([, length, smaller]) => Math.round(size / smaller) * smaller >= length);
  const [unit, length, smaller] = parts[at] ?? parts[2];
  const rounded = Math.round(size / smaller) * smaller;
  const rest = (rounded % length) / smaller;
  const tail = rest === 0 ? "" : ` ${rest} ${parts[at + 1]?.[0] ?? "s"}`;
  return `${seconds < 0 ? "-" : ""}${Math.floor(rounded / length).toLocaleString("en-US")} ${unit}${tail}`;
}

function humanizeBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  const power = Math.abs(bytes) < 1000 ? 0 : Math.min(5, Math.floor(Math.log10(Math.abs(bytes)) / 3));
  const value = bytes / 1000 ** power;
  return `${Number.isInteger(value) ? value : trimmed(value)} ${units[power]}`;
}

function trimmed(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value === 0 || Math.abs(value) >= 0.01 ? value.toFixed(digits) : value.toPrecision(2);
}

/** A value with its unit; shares as percentages, `s` and `ms` as durations, `bytes` in decimal units. */
export function formatQuantity(value: number, unit: string | null): string {
  if (unit === "share") return `${trimmed(value * 100)} %`;
  if (unit === "s") return humanizeSeconds(value);
  if (unit === "ms") return Math.abs(value) < 1000 ? `${humanize(value)} ms` : humanizeSeconds(value / 1000);
  if (unit === "bytes") return humanizeBytes(value);
  return unit === null ? humanize(value) : `${humanize(value)} ${unit}`;
}

/** A relative change with its sign: +4.2 %, −0.8 %. */
export function formatChange(change: number): string {
  const percent = change * 100;
  const digits = Math.abs(percent) >= 100 ? 0 : 1;
  const text = Math.abs(percent).toFixed(digits);
  return `${Number(text) === 0 ? "±" : percent > 0 ? "+" : "−"}${text} %`;
}
