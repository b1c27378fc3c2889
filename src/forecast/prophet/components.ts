import { addScaled } from "../../stats/linear-algebra/matrix.ts";
import { requireKnown, valuesAt } from "./dated-values.ts";
import type { Feature } from "./features.ts";
import { type ProphetState, scaledTimes } from "./prophet-state.ts";
import { lineAt, trendOfLine } from "./trend.ts";

/** The model at some instants; trend, factor and added are on its own scale. */
export interface Composition {
  readonly t: Float64Array;
  /** Above the floor; 0 unless growth is logistic. */
  readonly cap: Float64Array;
  readonly floor: Float64Array;
  readonly trend: Float64Array;
  readonly factor: Float64Array;
  readonly added: Float64Array;
  /** In the unit of the series. */
  readonly mean: Float64Array;
  /** Parts of the mean, which is their sum, in the unit of the series. */
  readonly components: Readonly<Record<string, Float64Array>>;
}

/** What a composition needs of a model. */
export type ComposedState = Pick<
  ProphetState,
  "growth" | "cap" | "floor" | "scale" | "changepoints" | "rate" | "offset" | "changes" | "coefficients"
>;

/** @throws AppError USAGE when a cap or floor is missing, or a cap is not above its floor */
export function compose(state: ComposedState, features: readonly Feature[], times: Float64Array): Composition {
  const { growth, scale, coefficients } = state;
  const t = scaledTimes(times, scale);
  const { cap, floor } = boundsAt(state, times);
  const trend = t.map((time, i) => trendOfLine(growth, lineAt(state, time), cap[i] as number));
  const factor = new Float64Array(t.length).fill(1);
  const added = new Float64Array(t.length);
  const components: Record<string, Float64Array> = {
    trend: trend.map((value, i) => (floor[i] as number) + scale.value * value),
  };
  features.forEach(({ component, mode, values }, j) => {
    const coefficient = coefficients[j] as number;
    addScaled(mode === "additive" ? added : factor, values, coefficient);
    const part = components[component] ?? new Float64Array(t.length);
    components[component] = part;
    const effect = mode === "additive" ? values : values.map((value, i) => value * (trend[i] as number));
    addScaled(part, effect, coefficient * scale.value);
  });
  const mean = trend.map((value, i) => {
    const scaled = value * (factor[i] as number) + (added[i] as number);
    return (floor[i] as number) + scale.value * scaled;
  });
  return { t, cap, floor, trend, factor, added, mean, components };
}

/** Caps above the floor on the model's scale, and floors in the unit of the series. */
export function boundsAt(
  { growth, cap, floor, scale }: Pick<ProphetState, "growth" | "cap" | "floor" | "scale">,
  times: Float64Array,
): { readonly cap: Float64Array; readonly floor: Float64Array } {
  if (growth !== "logistic") return { cap: new Float64Array(times.length), floor: new Float64Array(times.length) };
  const [caps, floors] = [valuesAt(cap ?? Number.NaN, times), valuesAt(floor, times)];
  requireKnown(caps, times, "the cap");
  requireKnown(floors, times, "the floor");
  const above = caps.map((value, i) => (value - (floors[i] as number)) / scale.value);
  requireKnown(
    above.map((value) => (value > 0 ? value : Number.NaN)),
    times,
    "the range between floor and cap",
  );
  return { cap: above, floor: floors };
}
