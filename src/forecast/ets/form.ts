export type ErrorForm = "A" | "M";
/** None, additive, additive damped, multiplicative, multiplicative damped. */
export type TrendForm = "N" | "A" | "Ad" | "M" | "Md";
export type SeasonForm = "N" | "A" | "M";

/** An exponential smoothing model in the taxonomy of Hyndman, Koehler, Ord and Snyder (2008). */
export interface EtsForm {
  readonly error: ErrorForm;
  readonly trend: TrendForm;
  readonly season: SeasonForm;
}

export function formName({ error, trend, season }: EtsForm): string {
  return `ETS(${error},${trend},${season})`;
}

export function isDamped({ trend }: EtsForm): boolean {
  return trend === "Ad" || trend === "Md";
}

/** Steps of the season a form keeps states for: 1 without one. */
export function statesOfSeason({ season }: EtsForm, period: number): number {
  return season === "N" ? 1 : period;
}

/** The forms to choose from: those asked for, of which the data allow some. */
export interface FormQuery {
  readonly error?: ErrorForm | undefined;
  readonly trend?: TrendForm | undefined;
  readonly season?: SeasonForm | undefined;
  /** Considers multiplicative trends too; R leaves them out, because they forecast badly. */
  readonly multiplicativeTrend?: boolean | undefined;
  readonly positive: boolean;
  /** Whether there is a season that can be modelled. */
  readonly seasonal: boolean;
}

/**
 * The forms in the order in which R tries them. Left out as there: multiplicative errors of data that are not positive,
 * and the forms with infinite variance or unstable estimates (additive error with a multiplicative part; multiplicative
 * error and trend with additive season).
 */
export function formsToTry({ positive, seasonal, ...query }: FormQuery): readonly EtsForm[] {
  const trends: readonly TrendForm[] = query.multiplicativeTrend ? ["N", "Ad", "A", "Md", "M"] : ["N", "Ad", "A"];
  const forms: EtsForm[] = [];
  for (const error of query.error ? [query.error] : (["A", "M"] as const)) {
    for (const trend of query.trend ? [query.trend] : trends) {
      for (const season of query.season ? [query.season] : (["N", "A", "M"] as const)) {
        const form = { error, trend, season };
        if ((seasonal || season === "N") && (positive || error === "A") && isStable(form)) forms.push(form);
      }
    }
  }
  return forms;
}

function isStable({ error, trend, season }: EtsForm): boolean {
  const growsByFactor = trend === "M" || trend === "Md";
  return error === "A" ? !growsByFactor && season !== "M" : !(growsByFactor && season === "A");
}
