import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectClose } from "../../../test/golden/golden.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { dataFile } from "../../../test/harness/data.ts";
import { momentsOf } from "../descriptive/moments.ts";
import { studentTTest, welchTTest } from "../two-sample/t-test.ts";
import { bartlett } from "./bartlett.ts";
import { dunn } from "./dunn.ts";
import { kruskalWallis } from "./kruskal-wallis.ts";
import { levene } from "./levene.ts";
import { oneWayAnova } from "./one-way-anova.ts";
import { gamesHowell, tukeyHsd } from "./tukey.ts";
import { welchAnova } from "./welch-anova.ts";

const moments = (groups: readonly (readonly number[])[]) => groups.map((values) => momentsOf(values));

/** Values of one column by the groups of another, in order of appearance. */
function columnBy(file: string, value: string, group: string): readonly (readonly number[])[] {
  const [header = "", ...lines] = readFileSync(file, "utf8").trim().split("\n");
  const [at, by] = [header.split(",").indexOf(value), header.split(",").indexOf(group)];
  const groups = new Map<string, number[]>();
  for (const cells of lines.map((line) => line.split(","))) {
    const key = cells[by] ?? "";
    groups.set(key, [...(groups.get(key) ?? []), Number(cells[at])]);
  }
  return [...groups.values()];
}

const iris = dataFile("r_base", "iris.csv");

test.runIf(iris)("iris, sepal length by species, as R has it", () => {
  const groups = columnBy(iris ?? "", "Sepal.Length", "Species");
  const near = { relative: 1e-12 };
  const anova = okay(oneWayAnova(moments(groups)));
  expectClose(anova.statistic, 119.26450218450462, near);
  expectClose(anova.pValue, 1.669669190769422e-31, { relative: 1e-10 });
  const welch = okay(welchAnova(moments(groups)));
  expectClose(welch.statistic, 138.90828526893822, near);
  expectClose(welch.dfWithin, 92.21114532045738, near);
  expectClose(welch.pValue, 1.5050589627450978e-28, { relative: 1e-10 });
  const ranks = okay(kruskalWallis(groups));
  expectClose(ranks.statistic, 96.93743600064822, near);
  expectClose(ranks.pValue, 8.918734332462456e-22, { relative: 1e-10 });
  const spread = okay(bartlett(moments(groups)));
  expectClose(spread.statistic, 16.005701874401474, near);
  expectClose(spread.pValue, 0.0003345076070163084, { relative: 1e-10 });
  const { pairs } = okay(tukeyHsd(moments(groups)));
  const ends = pairs.map(({ difference: { value, interval } }) => [
    -value,
    -(interval?.high ?? 0),
    -(interval?.low ?? 0),
  ]);
  [
    [0.93, 0.6862272941421115, 1.173772705857888],
    [1.582, 1.3382272941421116, 1.8257727058578879],
    [0.652, 0.4082272941421119, 0.8957727058578879],
  ].forEach((expected, i) => {
    expected.forEach((value, j) => {
      expectClose(ends[i]?.[j] ?? Number.NaN, value, { relative: 1e-8 });
    });
  });
});

const sprays = dataFile("r_base", "InsectSprays.csv");

test.runIf(sprays)("InsectSprays: the printed values of R's manual pages", () => {
  const groups = columnBy(sprays ?? "", "count", "spray");
  const ranks = okay(kruskalWallis(groups));
  expect(ranks.statistic).toBeCloseTo(54.691, 3);
  expect(ranks.df).toBe(5);
  expect(ranks.pValue).toBeCloseTo(1.511e-10, 13);
  const spread = okay(bartlett(moments(groups)));
  expect(spread.statistic).toBeCloseTo(25.96, 2);
  expect(spread.pValue).toBeCloseTo(9.085e-5, 8);
});

describe("too little to say", () => {
  test.each([
    ["no groups", []],
    ["one group", [[1, 2, 3]]],
    ["only empty groups beside one", [[1, 2, 3], [], []]],
  ])("%s", (_, groups) => {
    const answers = [oneWayAnova, welchAnova, bartlett, tukeyHsd, gamesHowell].map((method) => method(moments(groups)));
    const ofValues = [kruskalWallis, levene, dunn].map((method) => method(groups));
    for (const { status } of [...answers, ...ofValues]) expect(status).toBe("undetermined");
  });

  test("groups without variance", () => {
    const flat = moments([
      [2, 2, 2],
      [3, 3],
    ]);
    for (const method of [oneWayAnova, welchAnova, bartlett, tukeyHsd, gamesHowell]) {
      expect(method(flat).status).toBe("undetermined");
    }
    const equal = [
      [5, 5],
      [5, 5, 5],
    ];
    expect(kruskalWallis(equal).status).toBe("undetermined");
    expect(dunn(equal).status).toBe("undetermined");
    expect(levene(equal)).toMatchObject({ status: "undetermined", method: "Levene test (median, Brown-Forsythe)" });
  });

  test("one value in each group", () => {
    expect(oneWayAnova(moments([[1], [2], [4]]))).toMatchObject({ status: "undetermined", n: 3 });
    expect(welchAnova(moments([[1], [2], [4]])).status).toBe("undetermined");
    expect(kruskalWallis([[1], [2], [4]])).toMatchObject({ status: "ok", etaSquared: 0 });
  });
});

test("missing values and impossible moments are refused by name", () => {
  expect(() => kruskalWallis([[1, 2], [Number.NaN]])).toThrow(/group 1 holds NaN at position 0/);
  expect(() => oneWayAnova([{ n: 3, mean: 1, m2: -1 }])).toThrow(/group 0/);
  expect(() =>
    tukeyHsd(
      moments([
        [1, 2],
        [2, 4],
      ]),
      { level: 1 },
    ),
  ).toThrow(/level is 1/);
});

test("empty groups are left out, with a warning, and keep their place", () => {
  const groups = [[1, 2, 3], [], [2, 4, 7]];
  expect(okay(oneWayAnova(moments(groups))).warnings).toContain("1 group is empty and left out");
  expect(okay(tukeyHsd(moments(groups))).pairs).toMatchObject([{ first: 0, second: 2 }]);
  expect(okay(dunn(groups)).pairs).toMatchObject([{ first: 0, second: 2 }]);
});

const VALUES = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 3, maxLength: 9 });
const GROUPS = fc
  .array(VALUES, { minLength: 2, maxLength: 5 })
  .filter((groups) => groups.every((values) => new Set(values).size > 1));

describe("properties", () => {
  test("two groups: F is the square of t, and the p-values agree", () => {
    fc.assert(
      fc.property(GROUPS, ([a = [], b = []]) => {
        const [ma, mb] = [momentsOf(a), momentsOf(b)];
        const pairs = [
          [okay(oneWayAnova([ma, mb])), okay(studentTTest(ma, mb))],
          [okay(welchAnova([ma, mb])), okay(welchTTest(ma, mb))],
        ] as const;
        for (const [f, t] of pairs) {
          expectClose(f.statistic, t.statistic ** 2, { relative: 1e-10, absolute: 1e-12 });
          expectClose(f.dfWithin, t.df, { relative: 1e-10 });
          expectClose(f.pValue, t.pValue, { relative: 1e-9, absolute: 1e-12 });
        }
        expectClose(okay(tukeyHsd([ma, mb])).pairs[0]?.pValue ?? Number.NaN, pairs[0][1].pValue, {
          relative: 1e-7,
          absolute: 1e-10,
        });
        expectClose(okay(gamesHowell([ma, mb])).pairs[0]?.pValue ?? Number.NaN, pairs[1][1].pValue, {
          relative: 1e-7,
          absolute: 1e-10,
        });
      }),
      { numRuns: 40 },
    );
  });

  test("scale and shift change no statistic; rank tests keep theirs under any increasing change", () => {
    fc.assert(
      fc.property(
        GROUPS,
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: -1000, max: 1000 }),
        (groups, scale, shift) => {
          const moved = groups.map((values) => values.map((value) => value * scale + shift));
          for (const method of [oneWayAnova, welchAnova, bartlett]) {
            const [before, after] = [okay(method(moments(groups))), okay(method(moments(moved)))];
            expectClose(after.statistic, before.statistic, { relative: 1e-9, absolute: 1e-9 });
          }
          const bent = groups.map((values) => values.map((value) => value ** 3));
          expect(okay(kruskalWallis(bent)).statistic).toBe(okay(kruskalWallis(groups)).statistic);
          expect(okay(dunn(bent)).pairs).toEqual(okay(dunn(groups)).pairs);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("the order of groups and of values does not matter", () => {
    fc.assert(
      fc.property(GROUPS, (groups) => {
        const turned = [...groups].reverse().map((values) => [...values].reverse());
        for (const method of [oneWayAnova, welchAnova, bartlett]) {
          expectClose(okay(method(moments(turned))).pValue, okay(method(moments(groups))).pValue, { relative: 1e-9 });
        }
        expectClose(okay(kruskalWallis(turned)).pValue, okay(kruskalWallis(groups)).pValue, { relative: 1e-9 });
      }),
      { numRuns: 60 },
    );
  });
});
