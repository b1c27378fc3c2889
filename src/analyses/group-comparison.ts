import type { PairSumsRow } from "../models/group-pair/pair-sums.ts";
import type { Interval } from "../stats/inference.ts";
import { adjustedWhereKnown } from "../stats/multiple-testing/adjusted-p.ts";
import type { Rate } from "../stats/proportions/rate.ts";
import {
  sharedDifference,
  sharedProportionTest,
  type UserGroups,
  userShareInterval,
} from "../stats/proportions/shared-users.ts";
import type { UserSums } from "../stats/proportions/user-sums.ts";

/** One share of the group asked about beside that of the other. */
export interface ComparedShare {
  readonly label: string;
  /** The step (from 1) or column that the share stands beside in a table; null for shares of other steps. */
  readonly place: number | null;
  readonly asked: Rate;
  readonly versus: Rate;
  /** Asked less versus. */
  readonly difference: number | null;
  readonly interval: Interval | null;
  readonly pValue: number | null;
  /** Adjusted by Holm over the shares that have a p-value. */
  readonly adjusted: number | null;
  /** Why there is no p-value; null where there is one. */
  readonly undetermined: string | null;
}

/** Two groups of users side by side. */
export interface GroupComparison {
  /** What the groups are called. */
  readonly asked: string;
  readonly versus: string;
  /** Users of each and of both, where most were counted. */
  readonly users: { readonly asked: number; readonly versus: number; readonly both: number };
  readonly shares: readonly ComparedShare[];
  /** The place of the share that is said first. */
  readonly main: number;
}

/** Below so many users in a group shares are not compared. */
const FEWEST_USERS = 30;

interface Named {
  readonly asked: string;
  readonly versus: string;
  /** What share `m` is called and where it stands; what is not a share of this question is left out. */
  readonly share: (m: number) => Pick<ComparedShare, "label" | "place"> | undefined;
  /** The place of the share that is said first. */
  readonly main: number;
}

/** Differences with intervals and p-values, from sums over users: the first group is the one compared with. */
export function groupComparison(rows: readonly PairSumsRow[], { asked, versus, share, main }: Named): GroupComparison {
  const named = rows.flatMap((row) => {
    const known = share(row.m);
    return known === undefined ? [] : [{ ...known, ...compared(groupsOf(row)) }];
  });
  const adjusted = adjustedWhereKnown(
    named.map(({ pValue }) => pValue),
    "holm",
  );
  const most = (name: "users1" | "users2" | "users12"): number => Math.max(0, ...rows.map((row) => row[name]));
  return {
    asked,
    versus,
    users: { asked: most("users2"), versus: most("users1"), both: most("users12") },
    shares: named.map((one, i) => ({ ...one, adjusted: adjusted[i] ?? null })),
    main,
  };
}

/** The sums of a row by group. */
export function groupsOf(row: Omit<PairSumsRow, "m">): UserGroups {
  const { a1a1, a1x1, x1x1, a2a2, a2x2, x2x2 } = row;
  return {
    first: {
      ...{ users: row.users1, trials: row.a1, successes: row.x1 },
      ...{ trials2: a1a1, both: a1x1, successes2: x1x1 },
    },
    second: {
      ...{ users: row.users2, trials: row.a2, successes: row.x2 },
      ...{ trials2: a2a2, both: a2x2, successes2: x2x2 },
    },
    shared: {
      ...{ users: row.users12, trials: row.a1a2, successes: row.x1x2 },
      ...{ trialsSuccesses: row.a1x2, successesTrials: row.x1a2 },
    },
  };
}

/** The second group's share beside the first's, from `least` users in each on. */
export function compared(
  groups: UserGroups,
  least = FEWEST_USERS,
): Omit<ComparedShare, "label" | "place" | "adjusted"> {
  const { first, second } = groups;
  const known = { asked: rateOf(second), versus: rateOf(first) };
  const none = { ...known, difference: null, interval: null, pValue: null };
  const fewest = Math.min(first.users, second.users);
  if (fewest < least)
    return { ...none, undetermined: `${fewest.toLocaleString("en-US")} users in a group, fewer than ${least}` };
  const difference = sharedDifference(groups);
  if (difference.status !== "ok") return { ...none, undetermined: difference.reason };
  const { value, interval } = difference.difference;
  const test = sharedProportionTest(groups);
  return test.status === "ok"
    ? { ...known, difference: value, interval, pValue: test.pValue, undetermined: null }
    : { ...known, difference: value, interval, pValue: null, undetermined: test.reason };
}

/** The share of a group. */
export function rateOf(sums: UserSums): Rate {
  const { successes, trials } = sums;
  return {
    count: successes,
    of: trials,
    value: trials === 0 ? null : successes / trials,
    interval: userShareInterval(sums),
  };
}

/** Why a comparison that was asked for is not there. */
export const comparisonNotes = (
  comparison: GroupComparison | { readonly missing: string } | null,
): readonly string[] =>
  comparison !== null && "missing" in comparison ? [`no comparison: ${comparison.missing}`] : [];
