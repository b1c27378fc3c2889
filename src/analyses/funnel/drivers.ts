import type { DriverRow } from "../../models/funnel/funnel-drivers.ts";
import { fourfoldTest } from "../../stats/contingency/fourfold-test.ts";
import type { FourfoldTable } from "../../stats/contingency/table.ts";
import { oddsRatio } from "../../stats/effect-size/odds-ratio.ts";
import { phi } from "../../stats/effect-size/phi.ts";
import type { Estimate } from "../../stats/inference.ts";
import { adjustedPValues } from "../../stats/multiple-testing/adjusted-p.ts";
import type { Rate } from "../../stats/proportions/rate.ts";
import type { UserGroups } from "../../stats/proportions/shared-users.ts";
import { rateOf } from "../group-comparison.ts";
import { driverGroups, usersPValue } from "./driver-groups.ts";

/**
 * Something that attempts have or do not have, and how it goes with conversion; where a user has several attempts, odds ratio
 * and phi have no error.
 */
export interface Driver {
  readonly kind: "event" | "dimension";
  readonly name: string;
  /** The dimension's value; empty for events. */
  readonly value: string;
  /** [[had it and converted, had it and did not], [had it not and converted, neither]]. */
  readonly table: FourfoldTable;
  readonly withIt: Rate;
  readonly without: Rate;
  readonly oddsRatio: Estimate;
  readonly phi: Estimate;
  readonly pValue: number;
  /** Benjamini and Hochberg's, over all that were tested. */
  readonly adjusted: number;
}

export interface Drivers {
  /** Those shown. */
  readonly lines: readonly Driver[];
  /** Events and values with enough users on both sides to be tested. */
  readonly tested: number;
  /** Of those tested, shown or not, what is associated with conversion. */
  readonly associated: number;
}

/** Users with an attempt that must have it, and with one that must not, for a comparison. */
const ENOUGH = 30;
const SHOWN = 20;

/** Whether more than chance associates it with conversion, at a false discovery rate of 5 %. */
export const isAssociated = ({ adjusted }: Pick<Driver, "adjusted">): boolean => adjusted <= 0.05;

/** What was tested, that beyond chance first, of it the strongest association. */
export function driversOf(rows: readonly DriverRow[]): Drivers | null {
  const all = rows.find(({ kind }) => kind === "all");
  if (all === undefined) return null;
  const tested = rows.flatMap((row) => {
    const { kind } = row;
    return kind === "all" ? [] : withStatistics({ ...row, kind }, driverGroups(row, all));
  });
  const adjusted = adjustedPValues(
    tested.map(({ pValue }) => pValue),
    "bh",
  );
  const lines = tested
    .map((driver, i) => ({ ...driver, adjusted: adjusted[i] ?? 1 }))
    .sort(
      (a, b) =>
        Number(isAssociated(b)) - Number(isAssociated(a)) ||
        Math.abs(b.phi.value) - Math.abs(a.phi.value) ||
        (a.name + a.value < b.name + b.value ? -1 : 1),
    );
  return { lines: lines.slice(0, SHOWN), tested: tested.length, associated: lines.filter(isAssociated).length };
}

function withStatistics(
  { kind, name, value }: Pick<Driver, "kind" | "name" | "value">,
  groups: UserGroups,
): readonly Omit<Driver, "adjusted">[] {
  const { first, second, shared } = groups;
  if (Math.min(first.users, second.users) < ENOUGH) return [];
  const table: FourfoldTable = [
    [second.successes, second.trials - second.successes],
    [first.successes, first.trials - first.successes],
  ];
  const one = first.trials + second.trials === first.users + second.users - shared.users;
  const [odds, correlation, pValue] = [oddsRatio(table), phi(table), one ? pValueOf(table) : usersPValue(groups)];
  if (odds.status !== "ok" || correlation.status !== "ok" || pValue === null) return [];
  const of = (estimate: Estimate): Estimate => (one ? estimate : { value: estimate.value, se: null, interval: null });
  return [
    {
      ...{ kind, name, value, table, pValue },
      ...{ withIt: rateOf(second), without: rateOf(first) },
      ...{ oddsRatio: of(odds.oddsRatio), phi: of(correlation.phi) },
    },
  ];
}

function pValueOf(table: FourfoldTable): number | null {
  const test = fourfoldTest(table);
  return test.status === "ok" ? test.pValue : null;
}
