const UNITS: Readonly<Record<string, number>> = { MB: 1e6, GB: 1e9, MiB: 2 ** 20, GiB: 2 ** 30 };

/** Bytes of a size as the project file writes it, `2GB` or `512 MiB`; the schema has checked its form. */
export function parseByteSize(text: string): number {
  const match = /^([\d.]+)\s?(MB|GB|MiB|GiB)$/.exec(text);
  return Math.floor(Number(match?.[1]) * (UNITS[match?.[2] ?? ""] ?? Number.NaN));
}
