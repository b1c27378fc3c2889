import type { CohortCounts } from "../../models/retention/cohort-counts.ts";
import { fourfoldTest, leastExpected } from "../../stats/contingency/fourfold-test.ts";
import type { FourfoldTable } from "../../stats/contingency/table.ts";
import { normal } from "../../stats/distributions/normal.ts";
import { adjustedWhereKnown } from "../../stats/multiple-testing/adjusted-p.ts";
import { FEWEST_EXPECTED, type Proportion } from "../../stats/proportions/proportion.ts";
import { type Rate, rate } from "../../stats/proportions/rate.ts";
import { twoProportionTest } from "../../stats/proportions/two-proportion-test.ts";
import { symmetricPValue } from "../../stats/two-sample/alternative.ts";
import type { AskedRetention } from "./request.ts";
import type { ColumnEffect } from "./spread.ts";

/** A period of the calendar seen in a cohort: what it does to one column, and to other cohorts. */
export interface Echo {
  /** The target's share in the periods before and after. */
  readonly neighbours: Rate;
  /** P-value of the target's column against them, adjusted over the columns. */
  readonly adjusted: number | null;
  /** Returns of other cohorts in that period, relative to the mean of the periods around it: 0.8 is a fifth less. */
  readonly others: { readonly ratio: number; readonly adjusted: number | null } | null;
}

/** Other cohorts must differ by this ratio, and beyond chance, for a period to be unusual. */
const OTHERS_RATIO = 0.85;
/** The target's own column must differ by this ratio. */
const OWN_RATIO = 1.5;
const LEVEL = 0.01;

/** How many times the variance of a column's share is that of independent units: within one cohort, and over several. */
export interface EchoEffects {
  readonly within: ColumnEffect;
  readonly pooled: ColumnEffect;
}

/** Columns of the target that lie on a period which is unusual for other cohorts, or stand out beyond chance themselves. */
export function echoesOf(
  target: CohortCounts,
  cohorts: readonly CohortCounts[],
  { clock, request, effects }: AskedRetention & { readonly effects: EchoEffects },
): ReadonlyMap<number, Echo> {
  if (request.clock !== "calendar" || request.criterion !== "on" || request.brackets !== null) return new Map();
  const columns = target.retained
    .map((_, column) => column)
    .slice(2, -1)
    .filter((column) => clock.state(target.p0, column + 1) === "complete");
  const own = columns.map((column) => ({ here: rateOf([target], column), around: around([target], () => column) }));
  const others = columns.map((column) => {
    const period = target.p0 + column;
    const followed = cohorts.filter(({ p0, retained }) => {
      const n = period - p0;
      return p0 !== target.p0 && n >= 2 && n + 1 < retained.length && clock.state(p0, n + 1) === "complete";
    });
    const at = ({ p0 }: CohortCounts): number => period - p0;
    return { here: shareAt(followed, at), around: around(followed, at) };
  });
  const [ownTests, otherTests] = [
    testsOf(own, columns.map(effects.within)),
    testsOf(others, columns.map(effects.pooled)),
  ];
  const found = new Map<number, Echo>();
  const ranked = columns
    .map((column, i) => ({ column, i }))
    .sort((x, y) => (ownTests[x.i] ?? 1) - (ownTests[y.i] ?? 1));
  for (const { column, i } of ranked) {
    const isUnusual = isFar(others[i], 1 / OTHERS_RATIO) && (otherTests[i] ?? 1) <= LEVEL;
    const standsOut = isFar(own[i], OWN_RATIO) && (ownTests[i] ?? 1) <= LEVEL;
    // beside a peak everything looks low
    if ((!isUnusual && !standsOut) || found.has(column - 1) || found.has(column + 1)) continue;
    const ratio = ratioOf(others[i]);
    found.set(column, {
      neighbours: rate(own[i]?.around.count ?? 0, own[i]?.around.of ?? 0, effects.within(column)),
      adjusted: ownTests[i] ?? null,
      others: ratio === null ? null : { ratio, adjusted: otherTests[i] ?? null },
    });
  }
  return found;
}

interface Compared {
  readonly here: Rate;
  readonly around: Rate;
}

/** Units of some cohorts retained in a column that each has by itself, by all units. */
function shareAt(cohorts: readonly CohortCounts[], column: (one: CohortCounts) => number): Rate {
  return rate(
    cohorts.reduce((sum, one) => sum + (one.retained[column(one)] ?? 0), 0),
    cohorts.reduce((sum, { retained }) => sum + (retained[0] ?? 0), 0),
  );
}

export const rateOf = (cohorts: readonly CohortCounts[], column: number): Rate => shareAt(cohorts, () => column);

function around(cohorts: readonly CohortCounts[], column: (one: CohortCounts) => number): Rate {
  const [before, after] = [-1, 1].map((step) => shareAt(cohorts, (one) => column(one) + step));
  return rate((before?.count ?? 0) + (after?.count ?? 0), (before?.of ?? 0) + (after?.of ?? 0));
}

function ratioOf(compared: Compared | undefined): number | null {
  const [here, near] = [compared?.here.value ?? null, compared?.around.value ?? null];
  return here === null || near === null || near === 0 ? null : here / near;
}

function isFar(compared: Compared | undefined, factor: number): boolean {
  const ratio = ratioOf(compared);
  return ratio !== null && (ratio >= factor || ratio <= 1 / factor);
}

/**
 * p-values of both shares being the same, adjusted by Benjamini and Hochberg.
 * @param effects how many times the variance of a share is that of independent units
 */
const testsOf = (list: readonly Compared[], effects: readonly number[]): readonly (number | null)[] =>
  adjustedWhereKnown(
    list.map((compared, i) => pValueOf(compared, effects[i] ?? 1)),
    "bh",
  );

/** Null where there is no variance, or where users count several times and few returns are expected. */
function pValueOf({ here, around: near }: Compared, effect: number): number | null {
  const table: FourfoldTable = [
    [here.count, here.of - here.count],
    [near.count, near.of - near.count],
  ];
  if (effect === 1) {
    const test = fourfoldTest(table);
    return test.status === "ok" ? test.pValue : null;
  }
  if (leastExpected(table) / effect < FEWEST_EXPECTED) return null;
  const test = twoProportionTest(proportion(near), proportion(here));
  return test.status === "ok" ? symmetricPValue(test.statistic / Math.sqrt(effect), normal(), "two-sided") : null;
}

const proportion = ({ count, of }: Rate): Proportion => ({ successes: count, trials: of });
