import { expect, test } from "vitest";
import { createRng } from "../../core/rng.ts";
import type { Forecaster, Series } from "../forecaster.ts";
import { seasonalNaive } from "../naive/lag-walk.ts";
import { arimaWithEvents, prophetWithEvents } from "./event-regressors.ts";
import type { KnownEvent } from "./known-event.ts";
import { eventEffects, withEvents } from "./with-events.ts";

const DAY = 86_400_000;
const N = 98;
const SALES = [16, 17, 40, 41, 64, 65, 88, 89, 102, 103];
const HORIZON = 14;
const times = Float64Array.from({ length: N + HORIZON }, (_, i) => i * DAY);

/** A weekly season with noise; a sale adds 25, the day after it takes 8 off. */
function series(noise: number): Series {
  const rng = createRng(5);
  const values = Float64Array.from({ length: N }, (_, i) => {
    const event = SALES.includes(i) ? 25 : SALES.includes(i - 1) ? -8 : 0;
    return 50 + 6 * Math.sin((2 * Math.PI * i) / 7) + event + noise * (rng() - 0.5);
  });
  return { values, periods: [7], times: times.subarray(0, N) };
}

const sale: KnownEvent = { name: "sale", offset: 0, times: SALES.map((i) => i * DAY) };
const after: KnownEvent = { name: "sale", offset: 1, times: [18, 42, 66, 90, 104].map((i) => i * DAY) };
const launch: KnownEvent = { name: "launch", offset: 0, times: [(N + 2) * DAY] };
const events = [sale, after, launch];

test("effects are found with standard errors, window days by themselves; an unknown event has none", () => {
  const effects = eventEffects(series(4), events);
  expect(effects.map(({ name }) => name)).toEqual(["event sale", "event sale +1 d"]);
  const [added, later] = effects;
  expect(Math.abs((added?.value ?? 0) - 25)).toBeLessThan(3 * (added?.se ?? 0));
  expect(Math.abs((later?.value ?? 0) + 8)).toBeLessThan(3 * (later?.se ?? 0));
  expect(added?.se).toBeLessThan(2);
  const noisier = eventEffects(series(16), events)[0]?.se ?? 0;
  expect(noisier / (added?.se ?? 1)).toBeCloseTo(4, 0);
});

test.each<readonly [string, Forecaster, number]>([
  ["any model", withEvents(seasonalNaive(), events), 3],
  ["ARIMA by regressors", arimaWithEvents(events), 2.5],
  ["Prophet by regressors", prophetWithEvents(events, { steps: [...times] }), 2.5],
])("%s expects of a sale to come what it did before, and nothing of a launch", (_, forecaster, within) => {
  const fit = forecaster.fit(series(2));
  if (fit.status !== "ok") throw new Error(fit.reason);
  const { mean, components } = fit.model.predict(HORIZON, { times: times.subarray(N) });
  for (const [h, value] of mean.entries()) {
    const i = N + h;
    const event = SALES.includes(i) ? 25 : i === 104 ? -8 : 0;
    expect(Math.abs(value - 50 - 6 * Math.sin((2 * Math.PI * i) / 7) - event)).toBeLessThan(within);
  }
  expect(components["event sale"]?.[4]).toBeGreaterThan(20);
  const effect = fit.model.diagnostics.parameters.find(({ name }) => name === "event sale");
  expect(Math.abs((effect?.value ?? 0) - 25)).toBeLessThan(2);
  expect(effect?.se).toBeGreaterThan(0);
  expect(effect?.se).toBeLessThan(2);
});

test("events on the same steps share what is there: together they add it once", () => {
  const twin: KnownEvent = { ...sale, name: "twin" };
  const alone = eventEffects(series(0), [sale])[0]?.value ?? Number.NaN;
  expect(alone).toBeCloseTo(25, 0);
  const both = eventEffects(series(0), [sale, twin]).map(({ value }) => value);
  expect(both[0]).toBe(both[1]);
  expect((both[0] ?? 0) + (both[1] ?? 0)).toBeCloseTo(alone, 9);
});

test("an event that sometimes falls on another's steps has its own effect", () => {
  const [only, shared] = [
    [8, 30, 52, 76],
    [16, 40],
  ];
  const extra: KnownEvent = { name: "extra", offset: 0, times: [...only, ...shared].map((i) => i * DAY) };
  const { values, ...rest } = series(0);
  const more = values.map((value, i) => value + ([...only, ...shared].includes(i) ? 10 : 0));
  const found = eventEffects({ ...rest, values: more }, [sale, after, extra]);
  expect(found.find(({ name }) => name === "event sale")?.value).toBeCloseTo(25, 0);
  expect(found.find(({ name }) => name === "event extra")?.value).toBeCloseTo(10, 0);
});
