import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS } from "../../core/calendar.ts";
import { changepointPlaces } from "./changepoint-places.ts";
import { holidayColumn, holidayWindows } from "./holiday-windows.ts";
import { type ProphetOptions, withDefaults } from "./options.ts";
import { fixedRegressor } from "./regressor-scale.ts";
import { calendarMask, fourierColumns, seasonalitiesFor } from "./seasonality.ts";
import { wallClock } from "./wall-clock.ts";

const every = (count: number, stepMs: number, startMs = 0): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => startMs + i * stepMs);

describe("built-in seasonalities", () => {
  const names = (times: Float64Array, options: ProphetOptions = {}) =>
    seasonalitiesFor(withDefaults(options), times).map(({ name, order }) => `${name} ${order}`);

  it("are on where the history is long and fine enough", () => {
    expect(names(every(48, HOUR_MS))).toEqual([]);
    expect(names(every(49, HOUR_MS))).toEqual(["daily 4"]);
    expect(names(every(15, DAY_MS))).toEqual(["weekly 3"]);
    expect(names(every(14, DAY_MS))).toEqual([]);
    expect(names(every(731, DAY_MS))).toEqual(["yearly 10", "weekly 3"]);
    expect(names(every(200, 7 * DAY_MS))).toEqual(["yearly 10"]);
  });

  it("are on, off or of another order where asked", () => {
    expect(names(every(15, DAY_MS), { yearly: true, weekly: false, daily: 2 })).toEqual(["yearly 10", "daily 2"]);
  });

  it("give way to a custom one of their name", () => {
    const custom = { name: "weekly", periodDays: 7, order: 5 };
    expect(names(every(30, DAY_MS), { seasonalities: [custom] })).toEqual(["weekly 5"]);
  });
});

it("counts periods in days, whatever the step", () => {
  const [sine, cosine] = fourierColumns({ periodDays: 1, order: 1 }, every(3, 6 * HOUR_MS));
  expect([...(sine ?? [])].map((value) => value.toFixed(9))).toEqual(["0.000000000", "1.000000000", "0.000000000"]);
  expect(cosine?.[2]).toBeCloseTo(-1, 12);
});

it("holds a condition where all its parts hold", () => {
  const monday = Date.UTC(2024, 0, 1);
  const mask = calendarMask({ weekdays: [1, 7], hours: [9], months: [1] }, every(8 * 24, HOUR_MS, monday));
  expect([...mask].flatMap((value, i) => (value === 1 ? [i] : []))).toEqual([9, 6 * 24 + 9, 7 * 24 + 9]);
});

it("gives a holiday one effect per day of its window, shared by its days, all day long", () => {
  const days = ["2024-01-03", "2024-01-10"];
  const windows = holidayWindows(
    days.map((day) => ({ name: "promo", day, before: 1, after: 0 })),
    10,
  );
  expect(windows.map(({ offset }) => offset)).toEqual([-1, 0]);
  const [before] = windows;
  const column = before && holidayColumn(before, every(24, 12 * HOUR_MS, Date.UTC(2024, 0, 1)));
  expect([...(column ?? [])].flatMap((value, i) => (value === 1 ? [i] : []))).toEqual([2, 3, 16, 17]);
});

it("follows the clock of a zone through a change to summer time", () => {
  const wall = wallClock(every(3, HOUR_MS, Date.UTC(2024, 2, 31)), "Europe/Berlin");
  expect([...wall].map((time) => new Date(time).getUTCHours())).toEqual([1, 3, 4]);
});

describe("changepoints", () => {
  it("are spread over the first part of the observed steps", () => {
    const options = withDefaults({ changepointCount: 4 });
    expect(changepointPlaces(options, every(50, 1))).toEqual([10, 19, 29, 39]);
  });

  it("are fewer where there is no room", () => {
    expect(changepointPlaces(withDefaults({}), every(5, 1))).toEqual([1, 2, 3]);
    expect(changepointPlaces(withDefaults({}), every(2, 1))).toEqual([]);
  });

  it("are those given, inside the history", () => {
    expect(changepointPlaces(withDefaults({ changepoints: [30, 7] }), every(50, 1))).toEqual([7, 30]);
    expect(() => changepointPlaces(withDefaults({ changepoints: [51] }), every(50, 1))).toThrow(/outside the history/);
  });
});

it("scales regressors by what the history holds, but leaves zeros and ones and constants alone", () => {
  const scaleOf = (values: readonly number[], standardize: boolean | "auto" = "auto") => {
    const history = Float64Array.from(values);
    const regressor = { name: "x", times: history, values: history, standardize };
    const { centre, spread } = fixedRegressor(regressor, history, withDefaults({}));
    return [centre, spread];
  };
  expect(scaleOf([1, 2, 3])).toEqual([2, 1]);
  expect(scaleOf([0, 1, 1, 0])).toEqual([0, 1]);
  expect(scaleOf([7, 7, 7])).toEqual([0, 1]);
  expect(scaleOf([0, 2, 0, 2], false)).toEqual([0, 1]);
});
