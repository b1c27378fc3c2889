import { normal } from "../distributions/normal.ts";
import { cohensH } from "../effect-size/cohens-h.ts";
import { requireBetween } from "../input.ts";
import { checkedOptions, type Design, rejection, type TwoGroupOptions } from "./design.ts";

interface ProportionOptions extends TwoGroupOptions {
  /** Share of the first group, between 0 and 1. */
  readonly baseline: number;
  /**
   * Which z test: with the `pooled` variance (default), with each share's own (`unpooled`), or of arcsine transformed shares.
   */
  readonly variant?: "pooled" | "unpooled" | "arcsine";
}

/** z test of two shares; the effect is the second share less the baseline. */
export function twoProportionDesign({ baseline, variant = "pooled", ...options }: ProportionOptions): Design {
  requireBetween(baseline, [0, 1], "baseline");
  const checked = checkedOptions(options);
  const { ratio } = checked;
  const ownVariance = (p1: number, p2: number): number => p1 * (1 - p1) + (p2 * (1 - p2)) / ratio;
  const power = (effect: number, n: number): number => {
    const p2 = Math.min(1, Math.max(0, baseline + effect));
    if (variant === "arcsine") {
      const shift = cohensH(baseline, p2) * Math.sqrt((n * ratio) / (1 + ratio));
      return rejection(normal(), normal(shift), checked);
    }
    const pooled = (baseline + ratio * p2) / (1 + ratio);
    const tested = variant === "pooled" ? ownVariance(pooled, pooled) : ownVariance(baseline, p2);
    const relative = Math.sqrt(ownVariance(baseline, p2) / tested);
    return rejection(normal(), normal((effect * Math.sqrt(n)) / Math.sqrt(tested), relative), checked);
  };
  return {
    method: `z test of two proportions, ${variant}`,
    effectUnit: "difference of proportions",
    alternative: checked.alternative,
    effects: { low: -baseline, high: 1 - baseline },
    smallest: Math.max(1, 1 / ratio),
    groups: (n) => [n, n * ratio],
    power,
  };
}
