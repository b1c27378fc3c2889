import { isCalendarRule } from "../../../src/core/calendar-rule.ts";
import { allOf, oneOf, type Search } from "../../state/search.ts";
import { type Grains, ofGrains, type Selection, selectionParams } from "../../state/selection.ts";

const NUMBERS = ["horizon", "goal", "folds", "cap", "floor"] as const;
const CAPACITY = ["limit", "window"] as const;

/** What the page of forecasts asks, as its address says it; what is not said is empty. */
export interface ForecastPageQuestion {
  readonly metric: string;
  readonly model: string;
  readonly intervals: string;
  /** Known events, comma-separated: `sale@2024-11-29..2024-12-02`. */
  readonly known: string;
  /** Other metrics beside it. */
  readonly metrics: readonly string[];
  readonly by: string;
  readonly goalFrom: string;
  readonly numbers: Readonly<Record<(typeof NUMBERS)[number], string>>;
  /** A limit to look out for, and steps of a quiet window. */
  readonly capacity: Readonly<Record<(typeof CAPACITY)[number], string>>;
  readonly side: string;
}

/** The parameters that the filter bar decides. */
export const FORECAST_NAMES: ReadonlySet<string> = new Set(["from", "to", "grain", "segment", "where"]);
export const FORECAST_GRAINS: Grains = { options: ["hour", "day", "week", "month"], usual: "day" };

/** Models to choose from beside the automatic choice. */
export const MODEL_CHOICES: readonly string[] = [
  "seasonal-naive",
  "naive",
  "drift",
  "mean",
  "moving-average",
  "theta",
  "optimised-theta",
  "ets",
  "stl-ets",
  "damped-local-trend",
  "autoregression",
  "arima",
  "prophet",
];

/** @param first the metric that is meant where none is named */
export function questionOf(search: Search, first: string): ForecastPageQuestion {
  const text = (name: string): string => oneOf(search, name) ?? "";
  const texts = <Name extends string>(names: readonly Name[]): Readonly<Record<Name, string>> =>
    Object.fromEntries(names.map((name) => [name, text(name)])) as Record<Name, string>;
  return {
    metric: text("metric") || first,
    metrics: allOf(search, "metrics"),
    ...{ model: text("model"), intervals: text("intervals"), known: text("known"), by: text("by") },
    ...{ goalFrom: text("goal_from"), numbers: texts(NUMBERS), capacity: texts(CAPACITY), side: text("side") },
  };
}

/** Name and days, as `forecast` takes them. */
function isEvent(text: string): boolean {
  const at = text.indexOf("@");
  return at > 0 && isCalendarRule(text.slice(at + 1).trim());
}

const eventsOf = (known: string): readonly string[] =>
  known.split(",").flatMap((text) => (text.trim() === "" ? [] : [text.trim()]));

export const isCount = (text: string): boolean => text === "" || /^[1-9]\d{0,2}$/.test(text);
export const isNumber = (text: string): boolean => text.trim() === text && !Number.isNaN(Number(text));
export const isDayText = (text: string): boolean => text === "" || /^\d{4}-\d{2}-\d{2}$/.test(text);
export const areEvents = (known: string): boolean => eventsOf(known).every(isEvent);

/** True when the question can be asked as it stands. */
export function canAsk({ metric, numbers, capacity, known, goalFrom }: ForecastPageQuestion): boolean {
  const counts = [numbers.horizon, numbers.folds, capacity.window].every(isCount);
  return (
    metric !== "" &&
    counts &&
    [numbers.goal, numbers.cap, numbers.floor, capacity.limit].every(isNumber) &&
    isDayText(goalFrom) &&
    areEvents(known)
  );
}

type Params = Readonly<Record<string, unknown>>;

const given = (texts: Readonly<Record<string, string>>): Params =>
  Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== ""));
const numbered = (texts: Readonly<Record<string, string>>): Params =>
  Object.fromEntries(Object.entries(given(texts)).map(([name, value]) => [name, Number(value)]));

function sharedParams(question: ForecastPageQuestion, selection: Selection): Params {
  const { metric, model, intervals, known, numbers } = question;
  const events = eventsOf(known);
  return {
    ...selectionParams(ofGrains(selection, FORECAST_GRAINS), FORECAST_NAMES),
    ...given({ metric, model, intervals }),
    ...numbered({ horizon: numbers.horizon, folds: numbers.folds, cap: numbers.cap, floor: numbers.floor }),
    ...(events.length === 0 ? {} : { known: events }),
  };
}

/** The parameters of the analysis `forecast`. */
export function forecastParams(question: ForecastPageQuestion, selection: Selection): Params {
  const { metric, by, goalFrom, numbers } = question;
  const metrics = question.metrics.filter((id) => id !== metric);
  return {
    ...sharedParams(question, selection),
    ...numbered({ goal: numbers.goal }),
    ...(numbers.goal === "" ? {} : given({ goal_from: goalFrom })),
    ...(metrics.length === 0 ? {} : { metrics }),
    ...(by === "" ? {} : { by: [by] }),
  };
}

/** The parameters of the analysis `capacity`; null when neither a limit nor a window is asked about. */
export function capacityParams(question: ForecastPageQuestion, selection: Selection): Params | null {
  const { capacity, side } = question;
  if (capacity.limit === "" && capacity.window === "") return null;
  return { ...sharedParams(question, selection), ...numbered(capacity), ...given({ side }) };
}
