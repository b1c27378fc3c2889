import type { CorrelationLine } from "./correlation-line.ts";
import type { CorrelationMethod } from "./params.ts";

export interface CorrelateResult {
  readonly table: string;
  readonly columns: readonly string[];
  readonly controls: readonly string[];
  /** The coefficient that charts and sentences are about. */
  readonly method: CorrelationMethod;
  readonly correction: string;
  readonly level: number;
  /** Of the selection, whatever they hold. */
  readonly rows: number;
  readonly lines: readonly CorrelationLine[];
  /** Rows of the sample that is drawn, for one pair. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly sampleRows: number;
  /** Least squares of y on x over all rows, for one pair. */
  readonly fit: { readonly slope: number; readonly intercept: number } | null;
  /** Two points on it, for the picture. */
  readonly fitEnds: readonly { readonly x: number; readonly y: number }[];
  /** Coefficients of the method as a square, row and column as `columns`; 1 on the diagonal. */
  readonly matrix: readonly (readonly (number | null)[])[];
}

/** Lines of the chosen method: of one pair a single one. */
export const mainLines = ({ lines, method }: CorrelateResult): readonly CorrelationLine[] =>
  lines.filter((line) => line.method === method);

/** What is claimed after the correction, strongest first. */
export function claimedLines(lines: readonly CorrelationLine[], level: number): readonly CorrelationLine[] {
  return lines
    .filter(({ adjusted }) => adjusted !== null && adjusted <= 1 - level + 1e-12)
    .sort((a, b) => Math.abs(b.value ?? 0) - Math.abs(a.value ?? 0));
}

export function matrixOf(
  columns: readonly string[],
  lines: readonly CorrelationLine[],
): readonly (readonly (number | null)[])[] {
  const found = new Map(lines.flatMap((line) => [[`${line.x}\n${line.y}`, line.value] as const]));
  return columns.map((a) =>
    columns.map((b) => (a === b ? 1 : (found.get(`${a}\n${b}`) ?? found.get(`${b}\n${a}`) ?? null))),
  );
}
