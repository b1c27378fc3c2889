import type { Predictor } from "../../stats/regression/design.ts";
import { coxRegression } from "../../stats/survival/cox.ts";
import { proportionalHazardsTest } from "../../stats/survival/proportional-hazards.ts";
import type { CoxPart } from "./survived.ts";

export interface CoxRows {
  readonly times: ArrayLike<number>;
  /** 1 where the event happened, else 0. */
  readonly events: ArrayLike<number>;
  readonly predictors: readonly Predictor[];
}

/** Cox's regression (Efron's ties) with the test of proportional hazards, or why there is none. */
export function coxPart(
  rows: CoxRows,
  { level, sampled, references }: { readonly level: number } & Pick<CoxPart, "sampled" | "references">,
): CoxPart | { readonly undetermined: string } {
  const input = { ...rows, level };
  const fit = coxRegression(input);
  if (fit.status !== "ok") return { undetermined: fit.reason };
  const check = proportionalHazardsTest(input, fit);
  const changes = check.status === "ok" ? check.predictors : [];
  return {
    n: fit.n,
    events: fit.events,
    sampled,
    references,
    lines: fit.coefficients.map(({ name, value, se, pValue, hazardRatio }) => ({
      ...{ name, coefficient: value, se, pValue },
      ratio: hazardRatio.value,
      interval: hazardRatio.interval,
      proportional: changes.find((change) => change.name === name)?.pValue ?? null,
    })),
    concordance: fit.concordance,
    logLikelihood: fit.logLikelihood,
    overall: fit.likelihoodRatio.pValue,
    proportional: check.status === "ok" ? check.overall.pValue : null,
  };
}
