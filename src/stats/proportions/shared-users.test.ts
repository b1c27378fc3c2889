import { describe, expect, test } from "vitest";
import { expectClose, readGolden } from "../../../test/golden/golden.ts";
import { okay } from "../../../test/golden/ok-answer.ts";
import { createRng } from "../../core/rng.ts";
import { proportionDifference } from "./difference.ts";
import { sharedDifference, sharedProportionTest, type UserGroups, userShareInterval } from "./shared-users.ts";
import { twoProportionTest } from "./two-proportion-test.ts";
import { designEffect } from "./user-sums.ts";

/** Trials and successes of one user in the first and in the second group. */
type User = readonly [a: number, x: number, b: number, y: number];

interface Case {
  readonly name: string;
  readonly users: readonly User[];
  readonly difference: number;
  readonly se: number;
  readonly correlation: number;
  readonly interval: readonly [number, number];
  readonly effects: readonly [number, number];
  readonly test: readonly [statistic: number, pValue: number] | null;
}

function groupsOf(users: readonly User[]): UserGroups {
  const sum = (of: (user: User) => number): number => users.reduce((all, user) => all + of(user), 0);
  const own = (t: 0 | 2, s: 1 | 3): UserGroups["first"] => ({
    users: sum((user) => (user[t] > 0 ? 1 : 0)),
    trials: sum((user) => user[t]),
    successes: sum((user) => user[s]),
    trials2: sum((user) => user[t] ** 2),
    both: sum((user) => user[t] * user[s]),
    successes2: sum((user) => user[s] ** 2),
  });
  return {
    first: own(0, 1),
    second: own(2, 3),
    shared: {
      users: sum(([a, , b]) => (a > 0 && b > 0 ? 1 : 0)),
      trials: sum(([a, , b]) => a * b),
      trialsSuccesses: sum(([a, , , y]) => a * y),
      successesTrials: sum(([, x, b]) => x * b),
      successes: sum(([, x, , y]) => x * y),
    },
  };
}

const { cases } = readGolden<Case>("proportions/shared-users.json");
const close = { relative: 1e-9, absolute: 1e-12 };

describe.each(cases)("$name", ({ users, ...golden }) => {
  const groups = groupsOf(users);

  test("difference and interval equal the reference", () => {
    const { difference, correlation } = okay(sharedDifference(groups));
    expectClose(difference.value, golden.difference, close);
    expectClose(difference.se ?? Number.NaN, golden.se, close);
    expectClose(correlation, golden.correlation, close);
    expectClose(difference.interval?.low ?? Number.NaN, golden.interval[0], close);
    expectClose(difference.interval?.high ?? Number.NaN, golden.interval[1], close);
    expectClose(designEffect(groups.first), golden.effects[0], close);
    expectClose(designEffect(groups.second), golden.effects[1], close);
  });
});

const classical = cases.flatMap((one) => (one.test === null ? [] : [{ ...one, expected: one.test }]));

test.each(classical)("$name: the test is the classical one", ({ users, expected }) => {
  const { statistic, pValue } = okay(sharedProportionTest(groupsOf(users)));
  expectClose(statistic, expected[0], close);
  expectClose(pValue, expected[1], close);
});

test("one unit each and nobody in both: Newcombe's interval, the pooled test and Wilson's intervals", () => {
  const users = Array.from({ length: 90 }, (_, i): User => (i < 50 ? [1, i % 3 ? 0 : 1, 0, 0] : [0, 0, 1, i % 2]));
  const groups = groupsOf(users);
  const plain = proportionDifference(groups.first, groups.second);
  expect(okay(sharedDifference(groups)).difference).toEqual(okay(plain).difference);
  const [own, known] = [okay(sharedProportionTest(groups)), okay(twoProportionTest(groups.first, groups.second))];
  expect([own.statistic, own.pValue]).toEqual([known.statistic, known.pValue]);
});

test("each user twice with the same outcome is as sure as each user once", () => {
  const once = Array.from({ length: 60 }, (_, i): User => [1, i % 4 ? 0 : 1, 0, 0]);
  const twice = once.map(([a, x]): User => [2 * a, 2 * x, 0, 0]);
  expect(designEffect(groupsOf(twice).first)).toBeCloseTo(2, 12);
  const [one, two] = [userShareInterval(groupsOf(once).first), userShareInterval(groupsOf(twice).first)];
  expect(two?.low).toBeCloseTo(one?.low ?? Number.NaN, 12);
});

test("too little is undetermined, not 0 or 1", () => {
  const few = Array.from({ length: 200 }, (_, i): User => (i < 100 ? [1, i < 3 ? 1 : 0, 0, 0] : [0, 0, 1, 0]));
  expect(sharedProportionTest(groupsOf(few))).toMatchObject({
    status: "undetermined",
    reason: expect.stringContaining("1.5 successes"),
  });
  const none = groupsOf(few.slice(0, 100));
  expect(sharedDifference(none).status).toBe("undetermined");
  expect(sharedProportionTest(none).status).toBe("undetermined");
  const same = Array.from({ length: 100 }, (_, i): User => [1, i % 2, 1, i % 2]);
  expect(sharedProportionTest(groupsOf(same))).toMatchObject({
    status: "undetermined",
    reason: expect.stringContaining("same users"),
  });
  expect(okay(sharedDifference(groupsOf(same))).difference.interval).toMatchObject({ low: 0, high: 0 });
});

/** How often, of 400 pairs of groups with the same true share, the interval holds 0 and p is below 0.05. */
function simulated(several: number, [onlyFirst, onlySecond]: readonly [number, number]) {
  const rng = createRng(11);
  const runs = 400;
  const found = { covered: 0, rejected: 0, asIfIndependent: 0 };
  for (let run = 0; run < runs; run++) {
    const users = Array.from({ length: 150 }, (_, i): User => {
      const liking = rng() ** 2;
      const units = (given: boolean): [number, number] => {
        const n = given ? 1 + Math.floor(rng() * several) : 0;
        return [n, Array.from({ length: n }, () => rng()).filter((draw) => draw < liking).length];
      };
      return [...units(i < 150 - onlySecond), ...units(i >= onlyFirst)];
    });
    const groups = groupsOf(users);
    const { low = 1, high = -1 } = okay(sharedDifference(groups)).difference.interval ?? {};
    found.covered += low <= 0 && high >= 0 ? 1 / runs : 0;
    found.rejected += okay(sharedProportionTest(groups)).pValue < 0.05 ? 1 / runs : 0;
    found.asIfIndependent += okay(twoProportionTest(groups.first, groups.second)).pValue < 0.05 ? 1 / runs : 0;
  }
  return found;
}

test("with users in both the interval covers, where the plain test hardly ever rejects", () => {
  const { covered, rejected, asIfIndependent } = simulated(1, [30, 30]);
  expect(Math.abs(covered - 0.95)).toBeLessThan(0.025);
  expect(Math.abs(rejected - 0.05)).toBeLessThan(0.025);
  expect(asIfIndependent).toBeLessThan(0.03);
});

test("with several units each the interval covers, where the plain test rejects too often", () => {
  const { covered, rejected, asIfIndependent } = simulated(8, [75, 75]);
  expect(Math.abs(covered - 0.95)).toBeLessThan(0.025);
  expect(Math.abs(rejected - 0.05)).toBeLessThan(0.025);
  expect(asIfIndependent).toBeGreaterThan(0.15);
});
