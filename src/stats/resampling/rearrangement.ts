import type { Rng } from "../../core/rng.ts";
import { drawBelow } from "./replicate-rng.ts";
import { type Columns, rowsOf, type Samples, takeRows } from "./samples.ts";

/** The rows of all groups, one under the other. */
export function pool(samples: Samples): Columns {
  const [first = []] = samples;
  return first.map((_, i) => Float64Array.from(samples.flatMap((columns) => [...(columns[i] as Float64Array)])));
}

function deal(samples: Samples, pooled: Columns, order: Uint32Array): Samples {
  let from = 0;
  return samples.map((columns) => {
    const to = from + rowsOf(columns);
    const part = takeRows(pooled, order.subarray(from, to));
    from = to;
    return part;
  });
}

/** The pooled rows dealt to the groups anew, each group keeping its size (Fisher-Yates). */
export function shuffleGroups(samples: Samples, pooled: Columns, rng: Rng): Samples {
  const order = new Uint32Array(rowsOf(pooled));
  for (let i = 0; i < order.length; i++) order[i] = i;
  for (let i = order.length - 1; i > 0; i--) {
    const j = drawBelow(rng, i + 1);
    const held = order[i] as number;
    order[i] = order[j] as number;
    order[j] = held;
  }
  return deal(samples, pooled, order);
}

/** Number of ways to choose `size` of `n`, exact below 2^53. */
export function choices(n: number, size: number): number {
  let count = 1;
  for (let i = 1; i <= Math.min(size, n - size); i++) count = Math.round((count * (n - i + 1)) / i);
  return count;
}

/** The `index`-th way of dealing the pooled rows to two groups, in lexicographic order: 0 leaves them as they are. */
export function dealGroups(samples: Samples, pooled: Columns, index: number): Samples {
  const n = rowsOf(pooled);
  const [first = []] = samples;
  let open = rowsOf(first);
  let left = index;
  const chosen: number[] = [];
  const rest: number[] = [];
  for (let row = 0; row < n; row++) {
    const withRow = open === 0 ? 0 : choices(n - row - 1, open - 1);
    if (open > 0 && left < withRow) {
      chosen.push(row);
      open--;
    } else {
      rest.push(row);
      left -= withRow;
    }
  }
  return deal(samples, pooled, Uint32Array.from([...chosen, ...rest]));
}

/** Pairs of rows exchanged between two groups of equal size where `isSwapped` says so. */
export function swapPairs(samples: Samples, isSwapped: (row: number) => boolean): Samples {
  const [first = [], second = []] = samples;
  const swaps = Uint8Array.from({ length: rowsOf(first) }, (_, row) => (isSwapped(row) ? 1 : 0));
  const mixed = (own: Columns, other: Columns): Columns =>
    own.map((column, i) => column.map((value, row) => (swaps[row] === 1 ? (other[i]?.[row] as number) : value)));
  return [mixed(first, second), mixed(second, first)];
}
