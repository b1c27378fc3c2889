import fc from "fast-check";
import { expect, test } from "vitest";
import { okay } from "../../../test/golden/ok-answer.ts";
import { coxRegression } from "./cox.ts";
import { kaplanMeier, survivalAt } from "./kaplan-meier.ts";
import { lifeTable, lifeTableOfCounts } from "./life-table.ts";
import { logRank, stratifiedLogRank } from "./log-rank.ts";
import { restrictedMean } from "./restricted-mean.ts";

const subject = fc.record({ time: fc.integer({ min: 1, max: 30 }), event: fc.constantFrom(0, 1) });
const sample = fc.array(subject, { minLength: 2, maxLength: 60 });
type Sample = readonly { readonly time: number; readonly event: number }[];
const tableOf = (all: Sample) =>
  lifeTable({ times: all.map(({ time }) => time), events: all.map(({ event }) => event) });

test("a curve by hand: 1 of 5 dies, one is censored, 1 of 3 dies, the last two are censored", () => {
  const curve = okay(kaplanMeier(lifeTable({ times: [2, 3, 5, 8, 8], events: [1, 0, 1, 0, 0] })));
  expect(curve.points.map(({ time, atRisk, events, censored }) => [time, atRisk, events, censored])).toEqual([
    [2, 5, 1, 0],
    [3, 4, 0, 1],
    [5, 3, 1, 0],
    [8, 2, 0, 2],
  ]);
  expect(curve.points.map(({ survival }) => survival)).toEqual([0.8, 0.8, 0.8 * (1 - 1 / 3), 0.8 * (1 - 1 / 3)]);
  expect(curve.points[0]?.se).toBeCloseTo(0.8 * Math.sqrt(1 / 20), 15);
  expect(curve.median.value).toBeNull();
  expect(curve.warnings).toContain("the curve does not reach one half: there is no median yet");
  expect([1.9, 2, 4.9, 100].map((time) => survivalAt(curve.points, time))).toEqual([1, 0.8, 0.8, 0.8 * (1 - 1 / 3)]);
});

test("without censoring the curve is the share alive, its error the binomial one", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 50 }), (times) => {
      const curve = okay(kaplanMeier(lifeTable({ times, events: times.map(() => 1) })));
      for (const { time, survival, se } of curve.points) {
        const share = times.filter((other) => other > time).length / times.length;
        expect(survival).toBeCloseTo(share, 12);
        expect(se).toBeCloseTo(Math.sqrt((share * (1 - share)) / times.length), 12);
      }
    }),
  );
});

test("counts give the same table as subjects, in any order", () => {
  fc.assert(
    fc.property(sample, (all) => {
      const table = tableOf(all);
      expect(tableOf([...all].reverse())).toEqual(table);
      expect(lifeTableOfCounts(table)).toEqual(table);
      expect(table.events.reduce((a, b) => a + b, 0) + table.censored.reduce((a, b) => a + b, 0)).toBe(all.length);
    }),
  );
});

test("the restricted mean is the mean of times cut at the horizon where nobody is censored", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 50 }), (times) => {
      const mean = okay(restrictedMean(lifeTable({ times, events: times.map(() => 1) }), 12));
      expect(mean.mean.value).toBeCloseTo(times.reduce((sum, t) => sum + Math.min(t, 12), 0) / times.length, 10);
    }),
  );
  expect(restrictedMean(lifeTable({ times: [1, 4], events: [1, 0] }), 5).status).toBe("undetermined");
});

test("the log-rank test does not depend on the order of groups, and observed add up to expected", () => {
  fc.assert(
    fc.property(sample, sample, sample, (a, b, c) => {
      const forward = logRank([a, b, c].map(tableOf));
      const backward = logRank([c, b, a].map(tableOf));
      expect(forward.status).toBe(backward.status);
      if (forward.status !== "ok" || backward.status !== "ok") return;
      expect(backward.statistic).toBeCloseTo(forward.statistic, 8);
      const [observed, expected] = [0, 0].map((_, side) =>
        forward.groups.reduce((sum, group) => sum + (side === 0 ? group.observed : group.expected), 0),
      );
      expect(expected).toBeCloseTo(observed ?? 0, 9);
    }),
  );
});

test("one stratum is no stratum; the same subjects twice in two strata are twice the evidence", () => {
  const [a, b] = [
    [3, 5, 7, 9, 11],
    [8, 12, 14, 15, 19],
  ].map((times) => lifeTable({ times, events: [1, 1, 0, 1, 1] }));
  if (a === undefined || b === undefined) throw new Error("two tables");
  const [once, twice] = [
    logRank([a, b]),
    stratifiedLogRank([
      [a, b],
      [a, b],
    ]),
  ];
  if (once.status !== "ok" || twice.status !== "ok") throw new Error("determined");
  expect(twice.statistic).toBeCloseTo(2 * once.statistic, 12);
});

test("a score test of Cox with one 0/1 predictor and no ties is the log-rank test", () => {
  const times = [1.5, 2.25, 3, 4.5, 5, 6.25, 7, 8.5, 9, 10];
  const events = [1, 1, 0, 1, 1, 1, 0, 1, 1, 0];
  const arm = [0, 1, 0, 0, 1, 0, 1, 0, 1, 1];
  const fit = coxRegression({ times, events, predictors: [{ name: "arm", values: arm }] });
  const groups = [0, 1].map((wanted) =>
    lifeTable({ times: times.filter((_, i) => arm[i] === wanted), events: events.filter((_, i) => arm[i] === wanted) }),
  );
  const apart = logRank(groups);
  if (fit.status !== "ok" || apart.status !== "ok") throw new Error("determined");
  expect(fit.score.statistic).toBeCloseTo(apart.statistic, 12);
});

test("what cannot be answered says why", () => {
  expect(kaplanMeier(lifeTable({ times: [], events: [] }))).toMatchObject({ status: "undetermined", n: 0 });
  const never = kaplanMeier(lifeTable({ times: [1, 2], events: [0, 0] }));
  expect(never).toMatchObject({ status: "ok", warnings: [expect.stringContaining("no event")] });
  const one = lifeTable({ times: [1, 2], events: [0, 0] });
  expect(logRank([one, one])).toMatchObject({ status: "undetermined", n: 4 });
  expect(logRank([one])).toMatchObject({ reason: "a comparison needs two groups" });
  expect(() => lifeTable({ times: [1, Number.NaN], events: [1, 1] })).toThrow("time holds NaN at position 1");
  expect(() => lifeTable({ times: [1, -1], events: [1, 1] })).toThrow("time is -1 in row 1");
  expect(() => lifeTable({ times: [1, 2], events: [1, 2] })).toThrow("event is 2 in row 1");
  expect(() => lifeTableOfCounts({ times: [2, 1], events: [1, 1], censored: [0, 0] })).toThrow("time 1 follows 2");
});

test("Cox says when there is no estimate, and leaves out what others explain", () => {
  const times = Array.from({ length: 12 }, (_, i) => i + 1);
  const events = times.map(() => 1);
  // those of arm 1 all have their event first
  const first = times.map((t) => (t <= 6 ? 1 : 0));
  const monotone = coxRegression({ times, events, predictors: [{ name: "first", values: first }] });
  expect(monotone).toMatchObject({ status: "undetermined", reason: expect.stringContaining("first") });
  const mixed = times.map((t) => (t * 7) % 5);
  const fit = coxRegression({
    times,
    events,
    predictors: [
      { name: "a", values: mixed },
      { name: "twice", values: mixed.map((x) => 2 * x + 1) },
    ],
  });
  expect(fit).toMatchObject({ status: "ok", aliased: ["twice"] });
  expect(
    coxRegression({ times, events: times.map(() => 0), predictors: [{ name: "a", values: mixed }] }),
  ).toMatchObject({ reason: "no event happened" });
  expect(coxRegression({ times, events, predictors: [{ name: "one", values: events }] }).status).toBe("undetermined");
});
