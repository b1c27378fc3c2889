import { isDay, isTimeZone } from "../../core/calendar.ts";
import { AppError } from "../../core/errors.ts";
import type { ResolvedOptions } from "./options.ts";

const RESERVED = ["trend", "yearly", "weekly", "daily"];

/** @throws AppError USAGE for scales that are not positive, names used twice, logistic growth without a cap ... */
export function requireOptions(options: ResolvedOptions): void {
  const { growth, cap, changepointCount, changepointRange, samples, zone } = options;
  requireThat(growth !== "logistic" || cap !== undefined, "logistic growth has no cap", "give the cap it saturates at");
  requireThat(isWhole(changepointCount, 0), `changepointCount is ${changepointCount}`, "give a whole number from 0");
  requireThat(
    changepointRange > 0 && changepointRange <= 1,
    `changepointRange is ${changepointRange}`,
    "give a share above 0 and up to 1",
  );
  requireThat(isWhole(samples, 1), `samples is ${samples}`, "give a whole number from 1");
  requireThat(isTimeZone(zone), `the zone "${zone}" is unknown`, "give a name of the IANA database");
  requireScales(options);
  requireSeasons(options);
  requireHolidays(options);
  requireNames(options);
}

function requireScales(options: ResolvedOptions): void {
  const { changepointPriorScale, seasonalityPriorScale, holidaysPriorScale } = options;
  const scales: readonly (readonly [string, number | undefined])[] = [
    ["changepointPriorScale", changepointPriorScale],
    ["seasonalityPriorScale", seasonalityPriorScale],
    ["holidaysPriorScale", holidaysPriorScale],
    ...[...options.seasonalities, ...options.holidays, ...options.regressors].map(
      ({ name, priorScale }) => [`priorScale of ${name}`, priorScale] as const,
    ),
  ];
  for (const [name, scale] of scales) {
    if (scale === undefined) continue;
    requireThat(scale > 0 && Number.isFinite(scale), `${name} is ${scale}`, "give a positive number");
  }
}

function requireSeasons({ yearly, weekly, daily, seasonalities }: ResolvedOptions): void {
  for (const order of [yearly, weekly, daily]) {
    if (typeof order === "number") {
      requireThat(isWhole(order, 0), `the order of a seasonality is ${order}`, "give a whole number from 0");
    }
  }
  for (const { name, periodDays, order } of seasonalities) {
    requireThat(periodDays > 0, `the period of ${name} is ${periodDays} days`, "give a positive number of days");
    requireThat(isWhole(order, 1), `the order of ${name} is ${order}`, "give a whole number from 1");
  }
}

function requireHolidays({ holidays }: ResolvedOptions): void {
  const scales = new Map<string, number | undefined>();
  for (const { name, day, before = 0, after = 0, priorScale } of holidays) {
    requireThat(isDay(day), `${name} is on "${day}"`, "write days as YYYY-MM-DD");
    const whole = isWhole(before, 0) && isWhole(after, 0);
    requireThat(whole, `the window of ${name} is ${before} and ${after} days`, "give whole numbers from 0");
    const same = !scales.has(name) || scales.get(name) === priorScale;
    requireThat(same, `${name} has two prior scales`, "give all days of a name the same priorScale");
    scales.set(name, priorScale);
  }
}

/** Names are those of components, so each is used once; a custom seasonality may replace a built-in one. */
function requireNames({ seasonalities, holidays, regressors }: ResolvedOptions): void {
  const seasons = seasonalities.map(({ name }) => name);
  const others = [...new Set(holidays.map(({ name }) => name)), ...regressors.map(({ name }) => name)];
  const all = [...seasons, ...others];
  const twice = all.find((name, i) => all.indexOf(name) !== i);
  requireThat(twice === undefined, `the name "${twice}" is used twice`, "give every component a name of its own");
  const reserved = [...others.filter((name) => RESERVED.includes(name)), ...seasons.filter((name) => name === "trend")];
  requireThat(reserved.length === 0, `"${reserved[0]}" is a component of the model`, "choose another name");
}

function isWhole(value: number, from: number): boolean {
  return Number.isSafeInteger(value) && value >= from;
}

function requireThat(holds: boolean, message: string, hint: string): void {
  if (!holds) throw new AppError("USAGE", `prophet: ${message}`, { hint });
}
