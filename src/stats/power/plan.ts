import { AppError } from "../../core/errors.ts";
import { type Undetermined, undetermined } from "../inference.ts";
import { requireBetween } from "../input.ts";
import { bracketedRoot } from "../special/bracketed-root.ts";
import type { Design } from "./design.ts";

/** No study is larger. */
const LARGEST = 1e12;

export interface SampleSize {
  readonly status: "ok";
  readonly method: string;
  /** Units of the first group that give exactly the power asked, before rounding up. */
  readonly exact: number;
  /** Whole units of each group. */
  readonly groups: readonly number[];
  readonly total: number;
}

/**
 * The smallest sample that finds `effect` with chance `power`. Undetermined above 10¹² units.
 * @throws AppError USAGE for an effect of 0, one that cannot be, or one that the alternative does not look for
 */
export function sampleSize(
  design: Design,
  { effect, power }: { readonly effect: number; readonly power: number },
): SampleSize | Undetermined {
  requireBetween(power, [0, 1], "power");
  const { low, high } = design.effects;
  const wrongSide = (design.alternative === "greater" && effect < 0) || (design.alternative === "less" && effect > 0);
  if (!(effect >= low && effect <= high) || effect === 0 || wrongSide) {
    throw new AppError("USAGE", `an effect of ${effect} (${design.effectUnit}) cannot be planned for`, {
      hint: `give an effect between ${low} and ${high}, not 0, on the side of the alternative "${design.alternative}"`,
    });
  }
  const lack = (n: number): number => design.power(effect, n) - power;
  const { smallest } = design;
  const exact = lack(smallest) >= 0 ? smallest : bracketedRoot(lack, { start: smallest, step: smallest });
  if (exact > LARGEST) return undetermined(design.method, 0, `more than ${LARGEST} units would be needed`);
  const groups = design.groups(exact).map((units) => Math.ceil(units - 1e-9 * units));
  return {
    status: "ok",
    method: design.method,
    exact,
    groups,
    total: groups.reduce((sum, units) => sum + units, 0),
  };
}

/**
 * The smallest effect that a study of `n` units in the first group finds with chance `power`: positive, or negative for
 * `decrease` (the default where the alternative is `less`). Undetermined where not even the largest possible effect is found.
 */
export function minimumDetectableEffect(
  design: Design,
  { n, power, direction }: { readonly n: number; readonly power: number; readonly direction?: "increase" | "decrease" },
): { readonly status: "ok"; readonly method: string; readonly effect: number } | Undetermined {
  requireBetween(power, [0, 1], "power");
  const sign = (direction ?? (design.alternative === "less" ? "decrease" : "increase")) === "increase" ? 1 : -1;
  const method = design.method;
  if (!(n >= design.smallest))
    return undetermined(method, n, `the test needs ${design.smallest} units in the first group`);
  const largest = sign > 0 ? design.effects.high : -design.effects.low;
  const lack = (size: number): number => design.power(sign * Math.min(size, largest), n) - power;
  if (lack(0) >= 0) return { status: "ok", method, effect: 0 };
  if (Number.isFinite(largest) && lack(largest) < 0) {
    return undetermined(method, n, "not even the largest possible effect would be found");
  }
  return { status: "ok", method, effect: sign * bracketedRoot(lack, { start: 0, step: Math.min(1, largest) / 64 }) };
}
