import { nelderMead } from "../nelder-mead.ts";
import { type EtsForm, isDamped, statesOfSeason } from "./form.ts";
import { type EtsStates, initialStates } from "./initial-state.ts";
import { EtsLikelihood, type EtsObjective, type EtsRun } from "./likelihood.ts";
import { type EtsLayout, type EtsParameters, layoutOf, parametersAt, startingParameters } from "./parameters.ts";

/** A form fitted to a series. */
export interface EtsEstimate extends EtsRun {
  readonly form: EtsForm;
  readonly parameters: EtsParameters;
  readonly initial: EtsStates;
  readonly logLik: number;
  readonly aic: number;
  readonly aicc: number;
  readonly bic: number;
  readonly sigma2: number;
}

export interface EstimateInput {
  readonly values: Float64Array;
  /** The values with gaps filled, from which the search's first states are taken. */
  readonly filled: Float64Array;
  readonly period: number;
  readonly objective?: EtsObjective;
}

/** Fits one form. Null when there are too few values for its parameters or the search has nowhere to begin. */
export function estimate(form: EtsForm, input: EstimateInput): EtsEstimate | null {
  const period = statesOfSeason(form, input.period);
  const layout = layoutOf(form, period);
  const likelihood = new EtsLikelihood(input.values, form, input);
  const { n } = likelihood;
  if (layout.length >= n - 1) return null;
  const start = startingPoint(form, { layout, period, states: initialStates(input.filled, form, period) });
  const found = nelderMead((at) => likelihood.evaluate(at), start);
  if (found === null) return null;
  const run = likelihood.run(found.at);
  const count = layout.length + 1;
  const aic = run.criterion + 2 * count;
  return {
    ...run,
    form,
    parameters: parametersAt(found.at, layout),
    initial: likelihood.statesAt(found.at),
    logLik: -run.criterion / 2,
    aic,
    aicc: aic + (2 * count * (count + 1)) / (n - count - 1),
    bic: run.criterion + Math.log(n) * count,
    sigma2: run.squares / (n - layout.length),
  };
}

interface StartInput {
  readonly layout: EtsLayout;
  readonly period: number;
  readonly states: EtsStates;
}

function startingPoint(form: EtsForm, { layout, period, states }: StartInput): Float64Array {
  const { alpha, beta, gamma, phi } = startingParameters(form, period);
  const start = new Float64Array(layout.length);
  start[0] = alpha;
  if (layout.beta >= 0) start[layout.beta] = beta;
  if (layout.gamma >= 0) start[layout.gamma] = gamma;
  if (isDamped(form)) start[layout.phi] = phi;
  start[layout.level] = states.level;
  if (layout.growth >= 0) start[layout.growth] = states.growth;
  if (layout.season >= 0) start.set(states.season.subarray(1).toReversed(), layout.season);
  return start;
}
