import { chiSquared } from "../distributions/chi-squared.ts";
import { type Inferred, undetermined } from "../inference.ts";
import { Cholesky } from "../linear-algebra/cholesky.ts";
import { Matrix } from "../linear-algebra/matrix.ts";
import { type LifeTable, subjects } from "./life-table.ts";

export interface LogRankGroup {
  readonly n: number;
  /** Weighted where `rho` is not 0. */
  readonly observed: number;
  /** Events the group would have if all had the hazard of the pool. */
  readonly expected: number;
}

export interface LogRank {
  readonly statistic: number;
  readonly df: number;
  readonly pValue: number;
  readonly groups: readonly LogRankGroup[];
}

export interface LogRankOptions {
  /** Fleming and Harrington's weight S(t)^rho: 0 is the log-rank test, 1 the Peto-Prentice test of early differences. */
  readonly rho?: number;
}

/** Whether groups have the same hazard at all times (Mantel 1966): chi-squared with one degree less than groups. */
export function logRank(groups: readonly LifeTable[], options: LogRankOptions = {}): Inferred<LogRank> {
  return stratifiedLogRank([groups], options);
}

/** The log-rank test within strata: one list of tables per stratum, the groups in the same order in each. */
export function stratifiedLogRank(
  strata: readonly (readonly LifeTable[])[],
  { rho = 0 }: LogRankOptions = {},
): Inferred<LogRank> {
  const count = strata[0]?.length ?? 0;
  const method = `${strata.length > 1 ? "stratified " : ""}${rho === 0 ? "log-rank test" : `Fleming-Harrington test, rho ${rho}`}`;
  const sizes = Array.from({ length: count }, (_, g) =>
    strata.reduce((sum, tables) => sum + subjects(tables[g] as LifeTable), 0),
  );
  const n = sizes.reduce((sum, size) => sum + size, 0);
  if (count < 2) return undetermined(method, n, "a comparison needs two groups");
  const sums: Sums = {
    observed: new Float64Array(count),
    expected: new Float64Array(count),
    covariance: new Matrix(count, count),
  };
  for (const tables of strata) addStratum(sums, tables, rho);
  // a group whose count of events is certain says nothing
  const free = sizes.map((_, g) => g).filter((g) => sums.covariance.at(g, g) > 0);
  if (free.length < 2) return undetermined(method, n, "no event happened while two groups were at risk");
  const tested = free.slice(1);
  const factor = Cholesky.of(sums.covariance.principal(tested));
  if (factor === null) return undetermined(method, n, "groups were never at risk at the same time");
  const differences = tested.map((g) => (sums.observed[g] as number) - (sums.expected[g] as number));
  const statistic = factor.solve(differences).reduce((sum, x, i) => sum + x * (differences[i] as number), 0);
  return {
    status: "ok",
    method,
    n,
    assumptions: ["censoring does not depend on the group's hazard", "enough events for the chi-squared approximation"],
    warnings: free.length < count ? [`${count - free.length} groups could not have an event and are left out`] : [],
    statistic,
    df: tested.length,
    pValue: chiSquared(tested.length).sf(statistic),
    groups: sizes.map((size, g) => ({
      n: size,
      observed: sums.observed[g] as number,
      expected: sums.expected[g] as number,
    })),
  };
}

interface Sums {
  readonly observed: Float64Array;
  readonly expected: Float64Array;
  readonly covariance: Matrix;
}

function addStratum({ observed, expected, covariance }: Sums, tables: readonly LifeTable[], rho: number): void {
  const rows = tables.map(() => 0);
  let survival = 1;
  for (const time of eventTimes(tables)) {
    const atRisk = tables.map((table, g) => {
      let row = rows[g] as number;
      while (row < table.times.length && (table.times[row] as number) < time) row++;
      rows[g] = row;
      return table.atRisk[row] ?? 0;
    });
    const events = tables.map(
      ({ times, events }, g) => (times[rows[g] as number] === time ? events[rows[g] as number] : 0) ?? 0,
    );
    const total = atRisk.reduce((sum, x) => sum + x, 0);
    const happened = events.reduce((sum, x) => sum + x, 0);
    const weight = rho === 0 ? 1 : survival ** rho;
    survival *= 1 - happened / total;
    const spread = total > 1 ? (weight * weight * happened * (total - happened)) / (total - 1) : 0;
    for (let g = 0; g < tables.length; g++) {
      const share = (atRisk[g] as number) / total;
      observed[g] = (observed[g] as number) + weight * (events[g] as number);
      expected[g] = (expected[g] as number) + weight * happened * share;
      for (let h = 0; h < tables.length; h++) {
        covariance.add(g, h, spread * share * ((g === h ? 1 : 0) - (atRisk[h] as number) / total));
      }
    }
  }
}

function eventTimes(tables: readonly LifeTable[]): Float64Array {
  const times = new Set<number>();
  for (const { times: all, events } of tables) {
    for (let i = 0; i < all.length; i++) if ((events[i] as number) > 0) times.add(all[i] as number);
  }
  return Float64Array.from(times).sort();
}
