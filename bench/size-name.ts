/** 10M, 100k, 1,234: a number of rows in the name of a case. */
export function sizeName(rows: number): string {
  for (const [unit, size] of [
    ["M", 1e6],
    ["k", 1e3],
  ] as const) {
    if (rows >= size && rows % size === 0) return `${rows / size}${unit}`;
  }
  return rows.toLocaleString("en-US");
}
