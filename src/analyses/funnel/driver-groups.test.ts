import fc from "fast-check";
import { expect, test } from "vitest";
import type { DriverRow } from "../../models/funnel/funnel-drivers.ts";
import { driverGroups } from "./driver-groups.ts";

interface OneUser {
  readonly a1: number;
  readonly x1: number;
  readonly a2: number;
  readonly x2: number;
}

const side = fc.tuple(fc.nat(5), fc.nat(5)).map(([converted, lost]) => [converted + lost, converted] as const);
const user = fc.tuple(side, side).map(([[a1, x1], [a2, x2]]): OneUser => ({ a1, x1, a2, x2 }));

/** The sums that the engine makes of users. */
function sumsOf(users: readonly OneUser[]): DriverRow {
  const sum = (of: (user: OneUser) => number): number => users.reduce((all, one) => all + of(one), 0);
  const count = (of: (user: OneUser) => boolean): number => users.filter(of).length;
  return {
    ...{ kind: "event", name: "search", value: "" },
    ...{ users1: count(({ a1 }) => a1 > 0), users2: count(({ a2 }) => a2 > 0) },
    users12: count(({ a1, a2 }) => a1 > 0 && a2 > 0),
    ...{ a1: sum(({ a1 }) => a1), x1: sum(({ x1 }) => x1), a2: sum(({ a2 }) => a2), x2: sum(({ x2 }) => x2) },
    ...{ a1a1: sum(({ a1 }) => a1 * a1), a1x1: sum(({ a1, x1 }) => a1 * x1), x1x1: sum(({ x1 }) => x1 * x1) },
    ...{ a2a2: sum(({ a2 }) => a2 * a2), a2x2: sum(({ a2, x2 }) => a2 * x2), x2x2: sum(({ x2 }) => x2 * x2) },
    ...{ a1a2: sum(({ a1, a2 }) => a1 * a2), a1x2: sum(({ a1, x2 }) => a1 * x2) },
    ...{ x1a2: sum(({ x1, a2 }) => x1 * a2), x1x2: sum(({ x1, x2 }) => x1 * x2) },
  };
}

test("users who never have something are those of all attempts less those who have it", () =>
  fc.assert(
    fc.property(fc.array(user, { minLength: 1 }), (users) => {
      const all = sumsOf(users.map(({ a1, x1, a2, x2 }) => ({ a1: a1 + a2, x1: x1 + x2, a2: 0, x2: 0 })));
      const having = sumsOf(users.filter(({ a2 }) => a2 > 0));
      const direct = sumsOf(users);
      expect(driverGroups(having, all).first).toEqual({
        ...{ users: direct.users1, trials: direct.a1, successes: direct.x1 },
        ...{ trials2: direct.a1a1, both: direct.a1x1, successes2: direct.x1x1 },
      });
    }),
  ));
