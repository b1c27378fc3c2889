import { addDays, type Day, isDay } from "./calendar.ts";

/** Calendar days from `first` to `last`, both included. */
export interface DaySpan {
  readonly first: Day;
  readonly last: Day;
}

/** What a rule may look like, for messages. */
export const CALENDAR_RULE_FORMS =
  "2024-11-29, 2024-11-29..2024-12-02, 12-25, 12-24..12-26, easter, easter-2..easter+1, 4th thursday of november+1, last monday of may, 15th of every month or last day of every month";

const MONTHS = "january february march april may june july august september october november december".split(" ");
const WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split(" ");

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const YEARLY = /^\d{2}-\d{2}$/;
const EASTER = /^easter([+-]\d{1,3})?$/;
const WEEKDAY = new RegExp(
  `^(?:([1-5])(?:st|nd|rd|th)|last) (${WEEKDAYS.join("|")}) of (${MONTHS.join("|")})([+-]\\d{1,2})?$`,
);
const MONTHLY = /^(?:(\d{1,2})(?:st|nd|rd|th)|last day) of every month$/;

/** How many years away a year's days may lie: as far as 999 days from Easter, and to the end of a span over New Year. */
const YEARS_BESIDE = 3;

/** The days that an end of a rule names in a year, in order. */
type DaysOfYear = (year: number) => readonly Day[];

/** True when a text says on which days something happens; see `CALENDAR_RULE_FORMS`. */
export const isCalendarRule = (text: string): boolean => ruleOf(text) !== undefined;

/** The spans of days that a rule names and that touch `within`, in order; none for a text that is no rule. */
export function spansOfRule(text: string, within: DaySpan): readonly DaySpan[] {
  const rule = ruleOf(text);
  if (rule === undefined) return [];
  const { dates } = rule;
  if (dates !== undefined) return dates.last >= within.first && dates.first <= within.last ? [dates] : [];
  const to = Number(within.last.slice(0, 4)) + YEARS_BESIDE;
  const found: DaySpan[] = [];
  for (let year = Number(within.first.slice(0, 4)) - YEARS_BESIDE; year <= to; year++) {
    for (const first of rule.first(year)) {
      const last = rule.last === rule.first ? first : endAfter(first, rule, year);
      if (last !== undefined && last >= within.first && first <= within.last) found.push({ first, last });
    }
  }
  return found;
}

/** None where the year in which the span should end has no such day: the next one is more than a year away. */
function endAfter(first: Day, { last }: Rule, year: number): Day | undefined {
  const own = last(year);
  const isNear = (day: Day): boolean => own.length > 0 || day <= addDays(first, 365);
  return own.find((day) => day >= first) ?? last(year + 1).find((day) => day >= first && isNear(day));
}

interface Rule {
  readonly first: DaysOfYear;
  readonly last: DaysOfYear;
  /** Of a rule of dates, which no year repeats: its only days. */
  readonly dates?: DaySpan | undefined;
}

function ruleOf(text: string): Rule | undefined {
  const [one = "", other, ...more] = text.trim().toLowerCase().split("..");
  const first = endOf(one);
  if (first === undefined || more.length > 0) return undefined;
  const datesTo = (end: Day): DaySpan | undefined => (first.kind === "date" ? { first: one, last: end } : undefined);
  if (other === undefined) return { first: first.days, last: first.days, dates: datesTo(one) };
  const last = endOf(other);
  const isSpan = last?.kind === first.kind && first.kind !== "month" && !(first.kind === "date" && one > other);
  if (!isSpan) return undefined;
  return { first: first.days, last: other === "02-29" ? endOfFebruary : last.days, dates: datesTo(other) };
}

type End = { readonly kind: "date" | "year" | "easter" | "month"; readonly days: DaysOfYear };

function endOf(text: string): End | undefined {
  if (DATE.test(text)) {
    const days: DaysOfYear = (year) => (Number(text.slice(0, 4)) === year ? [text] : []);
    return isDay(text) ? { kind: "date", days } : undefined;
  }
  if (YEARLY.test(text))
    return isDay(`2024-${text}`) ? { kind: "year", days: (year) => real([`${fourDigits(year)}-${text}`]) } : undefined;
  const easter = EASTER.exec(text);
  if (easter !== null) return { kind: "easter", days: (year) => [addDays(easterSunday(year), Number(easter[1] ?? 0))] };
  const [, nth, weekday, month, plus = 0] = WEEKDAY.exec(text) ?? [];
  if (weekday !== undefined && month !== undefined) {
    const place = { nth: nth === undefined ? null : Number(nth), weekday, month };
    return { kind: "year", days: (year) => weekdayOfMonth(year, place).map((day) => addDays(day, Number(plus))) };
  }
  const monthly = MONTHLY.exec(text);
  const day = Number(monthly?.[1] ?? 31);
  return monthly === null || day < 1 || day > 31
    ? undefined
    : { kind: "month", days: (year) => everyMonth(year, monthly[1]) };
}

const fourDigits = (year: number): string => String(year).padStart(4, "0");
const twoDigits = (part: number | string): string => String(part).padStart(2, "0");
const real = (days: readonly Day[]): readonly Day[] => days.filter(isDay);

/** A day of each month that has it; the last one where none is named. */
function everyMonth(year: number, day: string | undefined): readonly Day[] {
  const months = MONTHS.map((_, i) => `${fourDigits(year)}-${twoDigits(i + 1)}`);
  if (day !== undefined) return real(months.map((month) => `${month}-${twoDigits(day)}`));
  return months.map((month) => lastDayOf(month));
}

const lastDayOf = (month: string): Day =>
  real(["31", "30", "29", "28"].map((day) => `${month}-${day}`))[0] ?? `${month}-28`;

const endOfFebruary: DaysOfYear = (year) => [lastDayOf(`${fourDigits(year)}-02`)];

function weekdayOfMonth(
  year: number,
  { nth, weekday, month }: { readonly nth: number | null; readonly weekday: string; readonly month: string },
): readonly Day[] {
  const name = `${fourDigits(year)}-${twoDigits(MONTHS.indexOf(month) + 1)}`;
  const all = real(Array.from({ length: 31 }, (_, i) => `${name}-${twoDigits(i + 1)}`)).filter(
    (day) => WEEKDAYS[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7] === weekday,
  );
  const day = nth === null ? all.at(-1) : all[nth - 1];
  return day === undefined ? [] : [day];
}

/** Easter Sunday of the Gregorian calendar (the anonymous algorithm in Meeus, Astronomical Algorithms, 1991). */
function easterSunday(year: number): Day {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const [d, e, f] = [Math.floor(b / 4), b % 4, Math.floor((b + 8) / 25)];
  const g = Math.floor((b - f + 1) / 3);
  const h = (19 * a + b - d - g + 15) % 30;
  const l = (32 + 2 * e + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return `${fourDigits(year)}-${twoDigits(Math.floor(n / 31))}-${twoDigits((n % 31) + 1)}`;
}
