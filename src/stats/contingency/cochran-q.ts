import { AppError } from "../../core/errors.ts";
import { chiSquared } from "../distributions/chi-squared.ts";
import { type Inferred, undetermined } from "../inference.ts";
import { requireCounts } from "../input.ts";

export interface CochranQ {
  readonly statistic: number;
  readonly df: number;
  readonly pValue: number;
}

/** What Cochran's test needs of a table of yes-or-no answers. */
export interface BinaryTotals {
  /** Yes answers to each question. */
  readonly columns: readonly number[];
  /** `units[y]`: how many units said yes `y` times, from 0 to the number of questions. */
  readonly units: readonly number[];
}

const METHOD = "Cochran Q test";

/** Cochran's test of rows of answers, one row for each unit, 1 for yes and 0 for no; see {@link cochranQOfTotals}. */
export function cochranQ(rows: readonly ArrayLike<number>[]): Inferred<CochranQ> {
  const questions = rows[0]?.length ?? 0;
  const columns = new Array<number>(questions).fill(0);
  const units = new Array<number>(questions + 1).fill(0);
  rows.forEach((row, at) => {
    const answers = Array.from(row);
    if (answers.length !== questions || answers.some((answer) => answer !== 0 && answer !== 1)) {
      throw new AppError("USAGE", `row ${at} does not hold ${questions} answers of 0 or 1`, {
        hint: "leave out units with missing answers",
      });
    }
    answers.forEach((answer, j) => {
      columns[j] = (columns[j] as number) + answer;
    });
    const yes = answers.reduce((sum, answer) => sum + answer, 0);
    units[yes] = (units[yes] as number) + 1;
  });
  return cochranQOfTotals({ columns, units });
}

/**
 * Whether questions that the same units answer have the same share of yes (Cochran 1950). Undetermined with fewer than two
 * questions or when every unit answers all questions alike.
 */
export function cochranQOfTotals({ columns, units }: BinaryTotals): Inferred<CochranQ> {
  requireCounts(columns, "columns");
  requireCounts(units, "units");
  const k = columns.length;
  const n = units.reduce((sum, count) => sum + count, 0);
  if (k < 2) return undetermined(METHOD, n, "there are fewer than two questions");
  const mean = columns.reduce((sum, yes) => sum + yes, 0) / k;
  const between = columns.reduce((sum, yes) => sum + (yes - mean) ** 2, 0);
  const within = units.reduce((sum, count, yes) => sum + count * yes * (k - yes), 0);
  if (within === 0) return undetermined(METHOD, n, "every unit answers all questions alike");
  const mixed = n - (units[0] ?? 0) - (units[k] ?? 0);
  const statistic = (k * (k - 1) * between) / within;
  return {
    status: "ok",
    method: METHOD,
    n,
    assumptions: ["independent units"],
    warnings: mixed * k < 24 ? [`only ${mixed} units answer differently: the p-value is approximate`] : [],
    statistic,
    df: k - 1,
    pValue: chiSquared(k - 1).sf(statistic),
  };
}
