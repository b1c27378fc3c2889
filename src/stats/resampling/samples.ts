import { AppError } from "../../core/errors.ts";
import { requireFinite } from "../input.ts";

/** The rows of one group as columns of equal length: one column for a mean, two for a ratio or a correlation. */
export type Columns = readonly Float64Array[];

/** The groups a statistic is made of; rows are drawn within each. */
export type Samples = readonly Columns[];

/** What is resampled. */
export interface Statistic {
  value(samples: Samples): number;
  /** Analytic standard error for studentised intervals; without it the jackknife gives one, n times dearer. */
  standardError?(samples: Samples): number;
}

export function rowsOf(columns: Columns): number {
  return columns[0]?.length ?? 0;
}

/** Fails with `USAGE` unless each group has columns of equal length with finite values. */
export function requireSamples(samples: Samples): void {
  samples.forEach((columns, group) => {
    columns.forEach((column, i) => {
      requireFinite(column, `column ${i} of group ${group}`);
      if (column.length === rowsOf(columns)) return;
      throw new AppError("USAGE", `columns of group ${group} have ${rowsOf(columns)} and ${column.length} rows`, {
        hint: "give every column one value per row",
      });
    });
  });
}

/** The rows at `positions`, in that order. */
export function takeRows(columns: Columns, positions: ArrayLike<number>): Columns {
  return columns.map((column) => {
    const taken = new Float64Array(positions.length);
    for (let i = 0; i < taken.length; i++) taken[i] = column[positions[i] as number] as number;
    return taken;
  });
}
