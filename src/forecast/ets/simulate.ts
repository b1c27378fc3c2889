import type { Rng } from "../../core/rng.ts";
import { normalDraw } from "../../stats/distributions/normal.ts";
import type { EtsModelState } from "./model-state.ts";

/** Future paths with normal errors; relative errors are not below -1. One path after another, each of `steps` values. */
export function simulatePaths(
  state: EtsModelState,
  { steps, paths, rng }: { readonly steps: number; readonly paths: number; readonly rng: Rng },
): Float64Array {
  const result = new Float64Array(steps * paths);
  const sd = Math.sqrt(state.sigma2);
  for (let path = 0; path < paths; path++) {
    simulatePath(state, result.subarray(path * steps, (path + 1) * steps), () => {
      const error = sd * normalDraw(rng);
      return state.form.error === "M" ? Math.max(-1, error) : error;
    });
  }
  return result;
}

function simulatePath({ form, parameters, last }: EtsModelState, path: Float64Array, draw: () => number): void {
  const { alpha, beta, gamma, phi } = parameters;
  const byFactor = form.trend === "M" || form.trend === "Md";
  const season = [...last.season];
  let level = last.level;
  let growth = last.growth ?? 0;
  for (let h = 0; h < path.length; h++) {
    const step = h % Math.max(season.length, 1);
    const carried = byFactor ? Math.max(growth, 0) ** phi : phi * growth;
    const base = byFactor ? level * carried : level + carried;
    const effect = season[step] ?? 0;
    const forecast = form.season === "M" ? base * effect : base + effect;
    const error = draw();
    const value = form.error === "A" ? forecast + error : forecast * (1 + error);
    path[h] = value;
    const adjusted = form.season === "M" ? value / effect : value - effect;
    const next = base + alpha * (adjusted - base);
    if (form.trend !== "N") growth = carried + (beta / alpha) * ((byFactor ? next / level : next - level) - carried);
    if (form.season !== "N") {
      season[step] = effect + gamma * ((form.season === "M" ? value / base : value - base) - effect);
    }
    level = next;
  }
}
