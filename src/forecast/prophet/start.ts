import type { Curve } from "./curve.ts";

/** Where the search starts: the trend from the first value to the last, without changes and without effects. */
export function startOf({ data, size }: Curve, y: Float64Array): Float64Array {
  const start = new Float64Array(size);
  const [first, last] = [y[0] as number, y.at(-1) as number];
  if (data.growth === "flat") {
    start[0] = y.reduce((sum, value) => sum + value, 0) / y.length;
  } else if (data.growth === "linear") {
    start[0] = last - first;
    start[1] = first;
  } else {
    const logit = (value: number, cap: number): number => {
      const share = Math.min(0.99, Math.max(0.01, value / cap));
      return Math.log(share / (1 - share));
    };
    const from = logit(first, data.cap[0] as number);
    const to = logit(last, data.cap.at(-1) as number);
    const rate = Math.abs(to - from) < 0.01 ? 0.05 : to - from;
    start[0] = rate;
    start[1] = from;
  }
  return start;
}
