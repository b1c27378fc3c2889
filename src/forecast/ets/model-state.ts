import { type PlainNumbers, toPlain } from "../fitted-state.ts";
import type { EtsEstimate } from "./estimate.ts";
import type { EtsForm } from "./form.ts";
import type { EtsStates } from "./initial-state.ts";
import type { EtsParameters } from "./parameters.ts";

/** States as JSON holds them: growth is null in forms without a trend. */
interface PlainStates {
  readonly level: number;
  readonly growth: number | null;
  readonly season: readonly number[];
}

/** A fitted model as JSON holds it. */
export interface EtsModelState {
  readonly model: "ets";
  readonly form: EtsForm;
  readonly parameters: EtsParameters;
  readonly initial: PlainStates;
  /** After the last value; the first of the season belongs to the first forecast step. */
  readonly last: PlainStates;
  readonly sigma2: number;
  /** Null, as the criteria, when the fit is perfect and the likelihood has no bound. */
  readonly logLik: number | null;
  readonly aic: number | null;
  readonly aicc: number | null;
  readonly bic: number | null;
  readonly fitted: PlainNumbers;
}

export function stateOfEstimate(estimate: EtsEstimate): EtsModelState {
  const { form, parameters, initial, last, sigma2, fitted } = estimate;
  const [logLik, aic] = [finite(estimate.logLik), finite(estimate.aic)];
  const [aicc, bic] = [finite(estimate.aicc), finite(estimate.bic)];
  const next = last.season.length === 0 ? 0 : fitted.length % last.season.length;
  const season = Float64Array.from([...last.season.subarray(next), ...last.season.subarray(0, next)]);
  return {
    model: "ets",
    form,
    parameters,
    initial: plainStates(initial),
    last: plainStates({ ...last, season }),
    sigma2,
    logLik,
    aic,
    aicc,
    bic,
    fitted: toPlain(fitted),
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function plainStates({ level, growth, season }: EtsStates): PlainStates {
  return { level, growth: Number.isNaN(growth) ? null : growth, season: [...season] };
}
