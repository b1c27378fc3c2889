import { readFileSync } from "node:fs";
import { dataFile } from "./data.ts";

/** The columns of a small CSV file of the real data sets (no quoted commas), or null where the data are missing. */
export function csvColumns(...parts: readonly string[]): ReadonlyMap<string, readonly string[]> | null {
  const path = dataFile(...parts);
  if (path === null) return null;
  const [header = [], ...rows] = readFileSync(path, "utf8")
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(",").map((cell) => cell.replaceAll('"', "")));
  return new Map(header.map((name, j) => [name, rows.map((row) => row[j] ?? "")]));
}

/** A column as numbers. */
export function numbers(table: ReadonlyMap<string, readonly string[]>, name: string): Float64Array {
  return Float64Array.from(table.get(name) ?? [], Number);
}
