import type { Finding } from "../../contract/envelope.ts";
import type { CapacityResult } from "./compute.ts";
import { limitText, quietText } from "./words.ts";

const SHOWN = 3;

export function capacityFindings(result: CapacityResult): readonly Finding[] {
  const { limit, quiet, total } = result;
  const crossed = limit?.crossed.at(-1);
  return [
    ...(crossed === undefined ? [] : [{ text: `${limitText(result)}.`, effect: crossed, interval: null, n: total.n }]),
    ...quiet.slice(0, SHOWN).map((window, i) => ({
      text: `${i === 0 ? "Quietest" : `Number ${i + 1}`}: ${quietText(window, result)}.`,
      effect: window.sum.mean,
      interval: { low: window.sum.low, high: window.sum.high, level: 0.9 },
      n: total.n,
    })),
  ];
}
