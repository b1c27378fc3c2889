import type { Rng } from "../../core/rng.ts";
import type { Margins } from "./table.ts";

/**
 * Cells of a random table with given margins, row after row, with the probability it has when rows and columns are independent
 * (Patefield 1981): each cell is hypergeometric given those before it.
 * @param log log factorials of whole numbers up to the total
 */
export function randomTable(
  { rows, columns, total }: Margins,
  log: (k: number) => number,
  rng: Rng,
): readonly number[] {
  const cells: number[] = [];
  const left = [...columns];
  let below = total;
  for (const row of rows) {
    let [open, population] = [row, below];
    for (const [j, column] of left.entries()) {
      const count = drawn({ population, successes: column, draws: open }, log, rng);
      cells.push(count);
      left[j] = column - count;
      open -= count;
      population -= column;
    }
    below -= row;
  }
  return cells;
}

interface Urn {
  readonly population: number;
  readonly successes: number;
  readonly draws: number;
}

/** A hypergeometric number by inversion, outwards from its mode: as many steps as it is likely to be away from it. */
function drawn({ population, successes, draws }: Urn, log: (k: number) => number, rng: Rng): number {
  const low = Math.max(0, draws + successes - population);
  const high = Math.min(draws, successes);
  if (low === high) return low;
  const rest = population - successes;
  const mode = Math.min(high, Math.max(low, Math.floor(((draws + 1) * (successes + 1)) / (population + 2))));
  const logMass =
    log(successes) - log(mode) - log(successes - mode) + log(rest) - log(draws - mode) - log(rest - draws + mode);
  const top = Math.exp(logMass - log(population) + log(draws) + log(population - draws));
  let u = rng() - top;
  let [up, down, above, beneath] = [mode, mode, top, top];
  while (u >= 0 && (up < high || down > low)) {
    if (up < high) {
      above *= ((successes - up) * (draws - up)) / ((up + 1) * (rest - draws + up + 1));
      up++;
      u -= above;
      if (u < 0) return up;
    }
    if (down > low) {
      beneath *= (down * (rest - draws + down)) / ((successes - down + 1) * (draws - down + 1));
      down--;
      u -= beneath;
      if (u < 0) return down;
    }
  }
  return mode;
}
