/** Criteria by which models of one series are compared; each counts the innovation's variance as a parameter. */
export interface Criteria {
  readonly aic: number;
  /** Null where there are too few values for the correction. */
  readonly aicc: number | null;
  readonly bic: number;
}

export type Criterion = keyof Criteria;

/** From a deviance (-2 log-likelihood), the parameters with the variance, and the values used. */
export function criteriaOf(deviance: number, parameters: number, used: number): Criteria {
  const aic = deviance + 2 * parameters;
  const left = used - parameters - 1;
  return {
    aic,
    aicc: left > 0 ? aic + (2 * parameters * (parameters + 1)) / left : null,
    bic: deviance + parameters * Math.log(used),
  };
}
