import { clip, displayWidth } from "./display-width.ts";

/** A column of a plain-text table. */
export interface TextColumn {
  readonly title: string;
  readonly align: "left" | "right";
}

export interface TextTableOptions {
  /** Terminal columns to fit into; the widest columns are cut first. Unlimited when absent. */
  readonly maxWidth?: number | undefined;
}

const GAP = 2;
const MIN_WIDTH = 8;

/** Aligned plain text; numbers right, words left. No row is cut, and no cell either unless `maxWidth` asks for it. */
export function textTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  { maxWidth }: TextTableOptions = {},
): string {
  const natural = columns.map(({ title }, i) =>
    rows.reduce((w, row) => Math.max(w, displayWidth(row[i] ?? "")), displayWidth(title)),
  );
  const widths = maxWidth === undefined ? natural : shrink(natural, maxWidth - GAP * (columns.length - 1));
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ align }, i) => {
        const width = widths[i] ?? 0;
        const cell = clip(cells[i] ?? "", width);
        const space = " ".repeat(Math.max(0, width - displayWidth(cell)));
        return align === "right" ? space + cell : cell + space;
      })
      .join(" ".repeat(GAP))
      .trimEnd();
  return [line(columns.map(({ title }) => title)), line(widths.map((w) => "-".repeat(w))), ...rows.map(line)].join(
    "\n",
  );
}

/** Widths that add up to `total` where possible: the widest give first, none below a readable minimum. */
function shrink(widths: readonly number[], total: number): number[] {
  const fitted = [...widths];
  for (let over = sum(fitted) - total; over > 0; over = sum(fitted) - total) {
    const widest = Math.max(...fitted);
    if (widest <= MIN_WIDTH) break;
    const next = Math.max(MIN_WIDTH, ...fitted.filter((w) => w < widest));
    const tied = fitted.filter((w) => w === widest).length;
    const step = Math.max(1, Math.min(widest - next, Math.ceil(over / tied)));
    fitted.forEach((w, i) => {
      if (w === widest) fitted[i] = w - step;
    });
  }
  return fitted;
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
