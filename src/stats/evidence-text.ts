import type { Estimate, Interval } from "./inference.ts";

/** Three significant digits, for people: 0.618, 12.3, 1,230, 1.2e-7. */
export function figureText(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e9)) return value.toExponential(2);
  if (Number.isInteger(value) || size >= 1000) return Math.round(value).toLocaleString("en-US");
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 || size === 0 ? 2 : size >= 0.01 ? 3 : 4);
}

/** "p < 0.001", "p 0.042" */
export const pValueText = (p: number): string => (p < 0.001 ? "p < 0.001" : `p ${p.toFixed(3)}`);

/** "95 % interval 0.12 to 0.34" */
export const intervalText = ({ low, high, level }: Interval): string =>
  `${figureText(level * 100)} % interval ${figureText(low)} to ${figureText(high)}`;

/** "0.23 (95 % interval 0.12 to 0.34)" */
export const estimateText = ({ value, interval }: Pick<Estimate, "value" | "interval">): string =>
  interval === null ? figureText(value) : `${figureText(value)} (${intervalText(interval)})`;
