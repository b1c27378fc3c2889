import { expect, test } from "vitest";
import { expectClose } from "../../../test/golden/golden.ts";
import { csvColumns, numbers } from "../../../test/harness/csv-table.ts";
import { survivalCurves } from "./curves.ts";
import { survivalSentence } from "./findings.ts";
import { coxPart } from "./hazards.ts";

const lung = csvColumns("survival", "cancer.csv");

/** Rows of a group counted by their time. */
function counted(group: string, times: readonly number[], events: readonly number[]) {
  const distinct = [...new Set(times)].sort((a, b) => a - b);
  const count = (kind: number): readonly number[] =>
    distinct.map((time) => times.filter((own, i) => own === time && events[i] === kind).length);
  return { group, times: distinct, events: count(1), censored: count(0) };
}

function lungData() {
  const table = lung ?? new Map();
  const times = [...numbers(table, "time")];
  const events = [...numbers(table, "status")].map((status) => status - 1);
  const sex = [...numbers(table, "sex")];
  return { times, events, sex };
}

const sentenceOf = (curves: ReturnType<typeof survivalCurves>): string =>
  survivalSentence({
    ...{ table: "lung", duration: "time", event: "status", by: "sex", level: 0.95, leftOut: 0 },
    ...{ ...curves, cox: null, coxReason: null },
  });

test.skipIf(lung === null)("lung: median 310 of all, 270 and 426 by sex, log-rank 10.3", () => {
  const { times, events, sex } = lungData();
  const options = { level: 0.95, horizon: undefined };
  const all = survivalCurves([counted("all", times, events)], options);
  expect(all).toMatchObject({ n: 228, events: 165 });
  expect(all.groups[0]?.median.value).toBe(310);
  const of = (value: number) =>
    counted(
      String(value),
      times.filter((_, i) => sex[i] === value),
      events.filter((_, i) => sex[i] === value),
    );
  const both = survivalCurves([of(1), of(2)], options);
  expect(both.groups.map(({ median }) => median.value)).toEqual([270, 426]);
  expectClose(both.logRank?.statistic ?? 0, 10.3267, { relative: 1e-4 });
  expect(both.logRank?.groups.map(({ observed }) => observed)).toEqual([112, 53]);
  expect(both.times[0]).toBe(0);
  expect(both.groups[0]?.survival[0]).toBe(1);
  expect(both.horizon).toBe(Math.min(...[1, 2].map((v) => Math.max(...times.filter((_, i) => sex[i] === v)))));
  expect(sentenceOf(both)).toBe("sex 2 goes longest without the event, 1 shortest");
});

test.skipIf(lung === null)("lung: Cox's coefficient of sex, and the test of its constancy", () => {
  const { times, events, sex } = lungData();
  const part = coxPart(
    { times, events, predictors: [{ name: "sex", values: sex }] },
    { level: 0.95, sampled: false, references: [] },
  );
  if ("undetermined" in part) throw new Error(part.undetermined);
  expectClose(part.lines[0]?.coefficient ?? 0, -0.531, { relative: 1e-4 });
  expectClose(part.lines[0]?.se ?? 0, 0.1672, { relative: 1e-3 });
  expectClose(part.lines[0]?.ratio ?? 0, Math.exp(-0.531), { relative: 1e-4 });
  expect(part.lines[0]?.proportional).toBeGreaterThan(0.05);
});

test("a curve is told up to the last time of its group, and its risk sets shrink", () => {
  const found = survivalCurves([counted("a", [1, 2, 3], [1, 1, 0]), counted("b", [2, 5], [0, 1])], {
    level: 0.95,
    horizon: undefined,
  });
  expect(found.times).toEqual([0, 1, 2, 3, 5]);
  expect(found.groups[0]?.survival.map((s) => (s === null ? null : Math.round(s * 1e6) / 1e6))).toEqual([
    1,
    0.666667,
    0.333333,
    0.333333,
    null,
  ]);
  expect(found.groups[0]?.atRisk).toEqual([3, 3, 2, 1, 0]);
  expect(found.horizon).toBe(3);
});

test("groups are ranked only by means up to one horizon", () => {
  const many = Array.from({ length: 40 }, (_, i) => i + 1);
  // most of a are never seen with the event, but nobody longer than 20
  const a = counted(
    "a",
    many.map((i) => Math.min(i, 20)),
    many.map((i) => (i === 5 || i === 10 ? 1 : 0)),
  );
  const b = counted(
    "b",
    many,
    many.map(() => 1),
  );
  const far = survivalCurves([a, b], { level: 0.95, horizon: 30 });
  expect(far.logRank?.pValue).toBeLessThan(0.01);
  expect(far.groups.map(({ mean }) => mean === null)).toEqual([true, false]);
  expect(sentenceOf(far)).toBe("The curves differ by sex");
  expect(sentenceOf(survivalCurves([a, b], { level: 0.95 }))).toBe("sex a goes longest without the event, b shortest");
});

test("groups that could not be compared are not said to be alike", () => {
  const apart = survivalCurves([counted("a", [1, 1], [0, 0]), counted("b", [5, 6], [1, 1])], { level: 0.95 });
  expect(apart.logRank).toBeNull();
  expect(sentenceOf(apart)).toBe(
    "The curves by sex could not be compared: no event happened while two groups were at risk",
  );
});
