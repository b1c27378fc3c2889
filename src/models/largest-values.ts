import { OTHER } from "../contract/selection.ts";

/**
 * The largest values in order, equal ones by name. A value that is itself called Other is never among them: it goes into
 * Other, as two lines of one name would be taken for one.
 */
export function largestValues(sizes: ReadonlyMap<string, number>, top: number): readonly string[] {
  return [...sizes]
    .filter(([value]) => value !== OTHER)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, top)
    .map(([value]) => value);
}
