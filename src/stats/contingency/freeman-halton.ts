import type { Rng } from "../../core/rng.ts";
import { type Inferred, undetermined } from "../inference.ts";
import { lgamma } from "../special/gamma.ts";
import { randomTable } from "./random-table.ts";
import { type ContingencyTable, type Margins, marginsOf, withoutEmpty } from "./table.ts";

export interface FreemanHalton {
  readonly pValue: number;
  /** Standard error of a simulated p-value; null where it is exact. */
  readonly standardError: number | null;
  /** Tables with these margins that were looked at: all of them, or those drawn. */
  readonly tables: number;
}

export interface FreemanHaltonOptions {
  /** Draws tables where there are too many to look at all. */
  readonly rng: Rng;
  /** Tables to draw; default 20,000. */
  readonly draws?: number;
  /** Up to so many tables with the margins the p-value is exact; default a million. */
  readonly exactUpTo?: number;
}

/** Tables this much more probable than the one observed, on a log scale, still count as no more probable. */
const ALLOWANCE = 1e-7;

/**
 * Fisher's exact test of a table of any size (Freeman and Halton 1951): the probability, with all margins given, of tables that are
 * no more probable than the one observed. Where there are too many tables the p-value is (1 + hits) / (1 + draws) of random ones,
 * with its standard error. Empty rows and columns are left out. Undetermined when fewer than two of either remain.
 */
export function freemanHalton(
  table: ContingencyTable,
  { rng, draws = 20_000, exactUpTo = 1_000_000 }: FreemanHaltonOptions,
): Inferred<FreemanHalton> {
  const { table: used, removed } = withoutEmpty(table);
  const margins = marginsOf(used);
  const method = "Fisher-Freeman-Halton exact test";
  if (margins.rows.length < 2 || margins.columns.length < 2)
    return undetermined(method, margins.total, "fewer than two rows or columns hold counts");
  const logFactorials = Float64Array.from({ length: margins.total + 1 }, (_, k) => lgamma(k + 1));
  const log = (k: number): number => logFactorials[k] as number;
  const observed = -used.flat().reduce((sum, count) => sum + log(count), 0) + ALLOWANCE;
  const said = {
    status: "ok" as const,
    n: margins.total,
    assumptions: ["independent units", "row and column totals taken as given"],
    warnings: removed > 0 ? [`${removed} empty rows or columns are left out`] : [],
  };
  const exact = new Enumeration(margins, { log, observed, most: exactUpTo }).tail();
  if (exact !== null) return { ...said, method, standardError: null, ...exact };
  let hits = 0;
  for (let i = 0; i < draws; i++) {
    const drawn = randomTable(margins, log, rng);
    if (-drawn.reduce((sum, count) => sum + log(count), 0) <= observed) hits++;
  }
  const pValue = (hits + 1) / (draws + 1);
  const standardError = Math.sqrt((pValue * (1 - pValue)) / draws);
  return { ...said, method: `${method}, simulated`, pValue, standardError, tables: draws };
}

interface EnumerationOptions {
  /** Log factorial. */
  readonly log: (k: number) => number;
  /** Minus the log factorials of the cells: tables up to it count. */
  readonly observed: number;
  readonly most: number;
}

/** All tables with given margins, cell after cell, the last row and the last column being what is left. */
class Enumeration {
  readonly #left: number[];
  readonly #columns: readonly number[];
  readonly #options: EnumerationOptions;
  /** Of a table's probability, what its margins alone decide. */
  readonly #constant: number;
  #tables = 0;
  #tail = 0;

  constructor({ rows, columns, total }: Margins, options: EnumerationOptions) {
    this.#left = [...rows];
    // the widest column last: it is not walked through
    this.#columns = [...columns].sort((a, b) => a - b);
    this.#options = options;
    this.#constant = [...rows, ...columns].reduce((sum, count) => sum + options.log(count), -options.log(total));
  }

  /** Null when there are more tables than may be looked at. */
  tail(): Pick<FreemanHalton, "pValue" | "tables"> | null {
    return this.#column(0, 0) ? { pValue: Math.min(1, this.#tail), tables: this.#tables } : null;
  }

  #column(j: number, sum: number): boolean {
    if (j < this.#columns.length - 1) return this.#cell(j, 0, { left: this.#columns[j] as number, sum });
    const { log, observed, most } = this.#options;
    const whole = this.#left.reduce((found, count) => found - log(count), sum);
    if (whole <= observed) this.#tail += Math.exp(this.#constant + whole);
    return ++this.#tables <= most;
  }

  #cell(j: number, i: number, { left, sum }: { readonly left: number; readonly sum: number }): boolean {
    const { log } = this.#options;
    const here = this.#left[i] as number;
    let below = 0;
    for (let k = i + 1; k < this.#left.length; k++) below += this.#left[k] as number;
    for (let count = Math.max(0, left - below); count <= Math.min(left, here); count++) {
      this.#left[i] = here - count;
      const next = { left: left - count, sum: sum - log(count) };
      const goOn = i === this.#left.length - 1 ? this.#column(j + 1, next.sum) : this.#cell(j, i + 1, next);
      if (!goOn) return false;
    }
    this.#left[i] = here;
    return true;
  }
}
