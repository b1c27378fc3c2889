import { expect, test } from "vitest";
import { goldenSeries } from "../../../test/golden/forecast-series.ts";
import { normals } from "../../../test/golden/notebook.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { detectPeriods } from "./detect-periods.ts";

const found = (values: Float64Array, candidates?: readonly number[]): readonly number[] =>
  okay(detectPeriods(values, candidates === undefined ? {} : { candidates })).periods.map(({ period }) => period);

test.each([
  ["notebook y", [7]],
  ["AirPassengers", [12]],
  ["nottem", [12]],
  ["USAccDeaths", [12]],
  ["UKgas", [4]],
  ["drivers", [12]],
  ["M4 H1", [24]],
  ["M4 H400", [24, 168]],
  ["Nile", []],
  ["WWWusage", []],
  ["LakeHuron", []],
] as const)("%s has the periods %j, whether they are asked for or not", (name, periods) => {
  const values = goldenSeries(name);
  expect(found(values)).toEqual(periods);
  expect(found(values, name.startsWith("M4") ? [24, 168] : [periods[0] ?? 12, 31])).toEqual(periods);
});

test("neither noise nor a walk has a season", () => {
  let seasons = 0;
  for (let seed = 1; seed <= 40; seed++) {
    const noise = Float64Array.from(normals(seed, 300));
    let sum = 0;
    const walk = noise.map((value) => {
      sum += value;
      return sum;
    });
    seasons += found(noise).length + found(walk, [7, 24]).length + found(walk).length;
  }
  expect(seasons).toBeLessThanOrEqual(2);
});

test("a season says how strong it is; missing and equal values are undetermined", () => {
  const values = Float64Array.from(normals(4, 140), (z, i) => z + 3 * Math.sin((2 * Math.PI * i) / 7));
  const [season] = okay(detectPeriods(values)).periods;
  expect(season?.share).toBeGreaterThan(0.75);
  expect(season?.correlation).toBeGreaterThan(0.6);
  expect(detectPeriods(new Float64Array(50)).status).toBe("undetermined");
  expect(detectPeriods(Float64Array.of(1, 2, Number.NaN, 4, 5, 6)).status).toBe("undetermined");
});
