/** A column of a plain-text table. */
export interface TextColumn {
  readonly title: string;
  readonly align: "left" | "right";
}

/** Aligned plain text; numbers right, words left. No row is cut. */
export function textTable(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map(({ title }, i) => Math.max(title.length, ...rows.map((row) => (row[i] ?? "").length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (columns[i]?.align === "right" ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join("  ")
      .trimEnd();
  return [line(columns.map(({ title }) => title)), line(widths.map((w) => "-".repeat(w))), ...rows.map(line)].join("\n");
}
