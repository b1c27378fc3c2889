import { addPeriods, type CalendarGrain, isDayOrHour } from "../../../src/core/periods.ts";
import { oneOf, type Search } from "../../state/search.ts";
import { type Grains, ofGrains, type Selection, selectionParams } from "../../state/selection.ts";

/** A cell of the triangle: the first day of the cohort, of hours with its label, the number of the column, and who of it. */
export interface ListedCell {
  readonly outcome: "retained" | "lost";
  readonly cohort: string;
  readonly column: number;
}

const RULES = ["start", "return", "cohort", "clock", "criterion", "average", "measure", "target"] as const;
const NUMBERS = ["periods", "times", "lapse"] as const;

/** What the page of retention asks, as its address says it; what is not said is empty. */
export interface RetentionQuestion {
  readonly rules: Readonly<Record<(typeof RULES)[number], string>>;
  readonly numbers: Readonly<Record<(typeof NUMBERS)[number], string>>;
  readonly churn: string;
  readonly by: string;
  /** A segment to show beside, or null. */
  readonly versus: string | null;
  readonly list: ListedCell | null;
}

/** The parameters that the filter bar decides. */
export const RETENTION_NAMES: ReadonlySet<string> = new Set(["from", "to", "grain", "compare", "segment", "where"]);
const SELECTED: ReadonlySet<string> = new Set(["from", "to", "grain", "segment", "where"]);

export const RETENTION_GRAINS: Grains = {
  options: ["hour", "day", "week", "month", "quarter", "year"],
  usual: "week",
};

export function questionOf(search: Search): RetentionQuestion {
  const text = (name: string): string => oneOf(search, name) ?? "";
  const texts = <Name extends string>(names: readonly Name[]): Readonly<Record<Name, string>> =>
    Object.fromEntries(names.map((name) => [name, text(name)])) as Record<Name, string>;
  const [, outcome, cohort = "", column] = /^(retained|lost):(.+):(\d+)$/.exec(text("list")) ?? [];
  const isCell = (outcome === "retained" || outcome === "lost") && isDayOrHour(cohort);
  return {
    rules: texts(RULES),
    numbers: texts(NUMBERS),
    churn: text("churn"),
    by: text("by"),
    versus: oneOf(search, "versus") ?? null,
    list: isCell ? { outcome, cohort, column: Number(column) } : null,
  };
}

export const isCount = (text: string): boolean => text === "" || /^[1-9]\d{0,2}$/.test(text);
export const isTarget = (text: string): boolean => text === "" || isDayOrHour(text);

/** True when the question can be asked as it stands. */
export const canAsk = ({ rules, numbers }: RetentionQuestion): boolean =>
  Object.values(numbers).every(isCount) && isTarget(rules.target);

/** The parameters of the analysis; without the list. */
export function retentionParams(question: RetentionQuestion, selection: Selection): Readonly<Record<string, unknown>> {
  const { rules, numbers, churn, by } = question;
  const given = (texts: Readonly<Record<string, string>>): readonly (readonly [string, string])[] =>
    Object.entries(texts).filter(([, value]) => value !== "");
  return {
    ...selectionParams(ofGrains(selection, RETENTION_GRAINS), SELECTED),
    ...Object.fromEntries(given({ ...rules, churn })),
    ...Object.fromEntries(given(numbers).map(([name, value]) => [name, Number(value)])),
    ...(by === "" ? {} : { by: [by] }),
  };
}

/** What a segment of a cell needs to know of the answer. */
export interface CellRules {
  readonly start: string | null;
  readonly back: string | null;
  readonly cohort: string;
  readonly clock: string;
  readonly criterion: string;
  readonly times: number;
  readonly grain: string;
  readonly periods: number;
}

/** Periods after the start, `to` exclusive, and how many events there must be in them. */
interface Span {
  readonly from?: number;
  readonly to: number;
  readonly least?: number;
}

/** The users of a cell as a segment of the project file; null where segments cannot say it: rolling periods, hours. */
export function segmentText({ outcome, cohort, column }: ListedCell, name: string, rules: CellRules): string | null {
  const { start, back, clock, grain, criterion, times, periods } = rules;
  if (clock !== "calendar" || grain === "hour") return null;
  const day = (n: number): string => addPeriods(cohort.slice(0, 10), n, grain as CalendarGrain);
  const did = (event: string | null, { from, to, least = 1 }: Span): string =>
    `{${[
      ...(event === null ? [] : [`event: ${JSON.stringify(event)}`]),
      ...(from === undefined ? [] : [`from: ${day(from)}`]),
      `to: ${day(to)}`,
      ...(least === 1 ? [] : [`at_least: ${least}`]),
    ].join(", ")}}`;
  const returned = {
    on: [did(back, { from: column, to: column + 1, least: times })],
    "on-or-after": [did(back, { from: column, to: periods + 1, least: times })],
    "on-or-before": [did(back, { from: 1, to: column + 1, least: times })],
    streak: Array.from({ length: column }, (_, n) => did(back, { from: n + 1, to: n + 2, least: times })),
  }[criterion];
  if (returned === undefined) return null;
  const came = returned.length === 1 ? (returned[0] ?? "") : `[${returned.join(", ")}]`;
  return [
    "segments:",
    `  ${name}:`,
    "    all:",
    `      - did: ${did(start, { from: 0, to: 1 })}`,
    ...(rules.cohort === "first" ? [`      - did_not: ${did(start, { to: 0 })}`] : []),
    ...(outcome === "retained" ? [`      - did: ${came}`] : ["      - not:", `          did: ${came}`]),
  ].join("\n");
}
