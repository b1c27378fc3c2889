import type { Finding } from "../../contract/envelope.ts";
import { formatQuantity } from "../../core/quantity.ts";
import { otherLevel } from "../../models/geo/imputation.ts";
import { type GeoLine, type GeoResult, lineFor } from "./compute.ts";

const NOUNS = { city: "cities", region: "regions" } as const;

const count = (n: number): string => n.toLocaleString("en-US");
const share = (value: number | null): string => (value === null ? "undetermined" : formatQuantity(value, "share"));

export function baselineText({ countryBaseline, otherBaseline }: GeoLine, level: GeoResult["level"]): string {
  return `the mode of the country ${share(countryBaseline)}, of country and ${otherLevel(level)} ${share(otherBaseline)}`;
}

/** Accuracy against the baselines, abstentions, what was imputed, and the borders. */
export function geoFindings(result: GeoResult): readonly Finding[] {
  const { level, unknown, placeless, imputed, mismatches, unit, percent } = result;
  const noun = NOUNS[level];
  const all = lineFor(result, "all");
  const recovered = lineFor(result, "recovered");
  const abstained = lineFor(result, "abstained");
  const found: Finding[] = [];
  const filled = imputed.reduce((sum, { cells }) => sum + cells, 0);
  const left = placeless === 0 ? "" : `; ${count(placeless)} of them have no country and stay unknown`;
  found.push({
    text: `Of ${count(unknown)} unknown ${noun}, ${count(filled)} are imputed${left}.`,
    effect: unknown === 0 ? null : filled / unknown,
    interval: null,
    n: unknown,
  });
  if (all !== null && recovered !== null) {
    found.push({
      text: `Of ${count(all.cells)} masked ${noun} (${percent} % of ${unit}s), ${count(recovered.cells)} got a value, ${share(recovered.accuracy)} of them the right one; on the same cells, ${baselineText(recovered, level)}.`,
      effect: recovered.accuracy,
      interval: recovered.interval,
      n: recovered.cells,
    });
  }
  if (abstained !== null) {
    found.push({
      text: `${count(abstained.cells)} masked ${noun} stay unknown for want of evidence; there, ${baselineText(abstained, level)} would have been right.`,
      effect: null,
      interval: null,
      n: abstained.cells,
    });
  }
  found.push({
    text: `Country mismatches: ${count(mismatches)}.`,
    effect: mismatches,
    interval: null,
    n: filled + (recovered?.cells ?? 0),
  });
  return found;
}
