import type { Day } from "../../core/calendar.ts";

/** Growth between changepoints: a line, a logistic curve below a cap, or none. */
export type Growth = "linear" | "logistic" | "flat";

/** Whether an effect is added to the trend or scales it. */
export type Mode = "additive" | "multiplicative";

/** Values at instants; both arrays have one length, instants are milliseconds since 1970 UTC. */
export interface DatedValues {
  readonly times: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** Parts of the calendar, all of which must hold, in the model's zone. */
export interface CalendarCondition {
  /** 1 is Monday, 7 Sunday. */
  readonly weekdays?: readonly number[];
  /** 0 to 23. */
  readonly hours?: readonly number[];
  /** 1 to 12. */
  readonly months?: readonly number[];
}

/** When a seasonality is at work: a part of the calendar, or 1 and 0 at each instant. */
export type Condition = CalendarCondition | DatedValues;

/** A seasonality as a Fourier series. */
export interface Seasonality {
  readonly name: string;
  /** In days, whatever the step of the series: 7 is a week, 1 / 24 an hour. */
  readonly periodDays: number;
  /** Pairs of sine and cosine. */
  readonly order: number;
  /** Default `seasonalityPriorScale`. */
  readonly priorScale?: number;
  /** Default `seasonalityMode`. */
  readonly mode?: Mode;
  readonly condition?: Condition;
}

/** A day with an effect of its own, known beforehand; days of one name share their effects, one per day of the window. */
export interface Holiday {
  readonly name: string;
  readonly day: Day;
  /** Days before and after on which it is felt; default 0. */
  readonly before?: number;
  readonly after?: number;
  /** The same for all days of a name; default `holidaysPriorScale`. */
  readonly priorScale?: number;
}

/** A column of known values that the series depends on. */
export interface Regressor extends DatedValues {
  readonly name: string;
  /** Default `holidaysPriorScale`. */
  readonly priorScale?: number;
  /** Default `seasonalityMode`. */
  readonly mode?: Mode;
  /** Centre and scale by what the history holds; "auto" leaves columns of zeros and ones alone. */
  readonly standardize?: boolean | "auto";
}

/** "auto" is on where the history is long and fine enough; a number is the order. */
export type AutoSeasonality = boolean | "auto" | number;

/** Options of Prophet by its authors' meaning and defaults (Taylor and Letham 2018); names and units are this project's. */
export interface ProphetOptions {
  /** Default "linear". */
  readonly growth?: Growth;
  /** What logistic growth saturates at, in the unit of the series; one number, or one for each past and future step. */
  readonly cap?: number | DatedValues;
  /** What logistic growth starts from; default 0. */
  readonly floor?: number | DatedValues;
  /** Instants at which the rate may change, in milliseconds since 1970 UTC; default: spread evenly. */
  readonly changepoints?: readonly number[];
  /** Default 25. */
  readonly changepointCount?: number;
  /** Share of the history that changepoints are spread over; default 0.8. */
  readonly changepointRange?: number;
  /** Scale of the Laplace prior of rate changes; default 0.05. */
  readonly changepointPriorScale?: number;
  /** On with two years of history, of order 10; default "auto", like the other two. */
  readonly yearly?: AutoSeasonality;
  /** On with two weeks of history in steps below a week, of order 3. */
  readonly weekly?: AutoSeasonality;
  /** On with two days of history in steps below a day, of order 4. */
  readonly daily?: AutoSeasonality;
  readonly seasonalities?: readonly Seasonality[];
  /** Default "additive". */
  readonly seasonalityMode?: Mode;
  /** Default 10. */
  readonly seasonalityPriorScale?: number;
  readonly holidays?: readonly Holiday[];
  /** Default 10. */
  readonly holidaysPriorScale?: number;
  readonly regressors?: readonly Regressor[];
  /** Simulated futures behind intervals; default 1000. */
  readonly samples?: number;
  /** Zone whose clock and calendar seasons and holidays follow; default UTC. */
  readonly zone?: string;
}

/** Options with every default filled in. */
export type ResolvedOptions = Required<Omit<ProphetOptions, "cap" | "changepoints">> &
  Pick<ProphetOptions, "cap" | "changepoints">;

const DEFAULTS = {
  growth: "linear",
  floor: 0,
  changepointCount: 25,
  changepointRange: 0.8,
  changepointPriorScale: 0.05,
  yearly: "auto",
  weekly: "auto",
  daily: "auto",
  seasonalities: [],
  seasonalityMode: "additive",
  seasonalityPriorScale: 10,
  holidays: [],
  holidaysPriorScale: 10,
  regressors: [],
  samples: 1000,
  zone: "UTC",
} as const satisfies ResolvedOptions;

export function withDefaults(options: ProphetOptions): ResolvedOptions {
  return { ...DEFAULTS, ...options };
}
