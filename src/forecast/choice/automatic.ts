import { type Inferred, undetermined } from "../../stats/inference.ts";
import { type BackTest, type BackTestOptions, backTest } from "../backtest/back-test.ts";
import { type Score, scoreOf } from "../backtest/score.ts";
import type { FittedForecaster, Forecaster, Series } from "../forecaster.ts";
import { corrected, REFERENCE_LEVEL } from "./conformal.ts";

export interface AutomaticOptions {
  /** Models to choose from. */
  readonly candidates: readonly Forecaster[];
  /** The model to beat, seasonal naive, which is used when none does. */
  readonly baseline: Forecaster;
  /** Folds at the end of the values fitted to, on which the choice is made. */
  readonly plan: BackTestOptions;
}

/** Which model is used, and why. */
export interface Choice {
  readonly forecaster: Forecaster;
  /** For people, to follow the model's name: "its mean absolute error ...". */
  readonly reason: string;
  /** What it made of the folds it was chosen on. */
  readonly test: BackTest;
}

/**
 * The candidate with the least mean absolute error on the folds of the plan, if that is less than the baseline's; a
 * model that was undetermined in one of them cannot be chosen.
 */
export function chooseForecaster(series: Series, { candidates, baseline, plan }: AutomaticOptions): Choice {
  const tried = (forecaster: Forecaster): Tried => {
    const test = backTest(forecaster, series, { ...plan, levels: [REFERENCE_LEVEL] });
    return { forecaster, test, ...scoreOf(test) };
  };
  const base = tried(baseline);
  if (base.folds === 0 || base.mae === null)
    return { forecaster: baseline, test: base.test, reason: "the past has too few values to compare models" };
  let [best, least] = [base, base.mae];
  for (const candidate of candidates.map(tried)) {
    const { folds, mae } = candidate;
    if (folds === base.folds && mae !== null && mae < least) [best, least] = [candidate, mae];
  }
  const on = `on ${base.folds} ${base.folds === 1 ? "fold" : "folds"}`;
  const beaten = base.id.replaceAll("-", " ");
  const reason =
    best === base
      ? `no other model has a smaller mean absolute error ${on}`
      : `its mean absolute error ${on} is ${percent(1 - least / base.mae)} below that of ${beaten}`;
  return { forecaster: best.forecaster, test: best.test, reason };
}

interface Tried extends Score {
  readonly forecaster: Forecaster;
  readonly test: BackTest;
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/**
 * A forecaster that chooses its model by the past of what it is fitted to and then fits that to all of it. In a
 * back-test every fold so chooses on other, earlier folds than the one it is scored on. The intervals are the model's own,
 * corrected by its errors on the folds of the choice.
 */
export function automatic(options: AutomaticOptions): Forecaster {
  return {
    id: "auto",
    fit: (series): Inferred<{ readonly model: FittedForecaster }> => {
      const { forecaster, test } = chooseForecaster(series, options);
      const fit = forecaster.fit(series);
      if (fit.status === "ok") return { ...fit, model: corrected(fit.model, test) };
      if (forecaster === options.baseline) return undetermined("auto", fit.n, fit.reason);
      return options.baseline.fit(series);
    },
  };
}
