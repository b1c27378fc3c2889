import type { DriverRow } from "../../models/funnel/funnel-drivers.ts";
import { sharedProportionTest, type UserGroups } from "../../stats/proportions/shared-users.ts";
import { groupsOf } from "../group-comparison.ts";

/** The attempts that do not have something, those that do, and the users who have both; `all` are the sums of all attempts. */
export function driverGroups(row: DriverRow, all: DriverRow): UserGroups {
  return groupsOf({
    ...row,
    users1: all.users1 - row.users2 + row.users12,
    a1: all.a1 - row.a2,
    x1: all.x1 - row.x2,
    a1a1: all.a1a1 - 2 * row.a1a2 - row.a2a2,
    a1x1: all.a1x1 - row.a1x2 - row.x1a2 - row.a2x2,
    x1x1: all.x1x1 - 2 * row.x1x2 - row.x2x2,
  });
}

/** Whether attempts convert alike with it and without, where a user has several. */
export function usersPValue(groups: UserGroups): number | null {
  const test = sharedProportionTest(groups);
  return test.status === "ok" ? test.pValue : null;
}
