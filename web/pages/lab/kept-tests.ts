import type { SavedView } from "../../../src/contract/api/views.ts";
import type { Envelope } from "../../../src/contract/envelope.ts";
import { adjustedPValues, type Correction } from "../../../src/stats/multiple-testing/adjusted-p.ts";
import { oneOf, parseSearch } from "../../state/search.ts";

export type { Correction };

/** Where the state of an entry holds the id of its result. */
export const KEPT = "kept";

export const keptId = ({ state }: Pick<SavedView, "state">): string => oneOf(parseSearch(state), KEPT) ?? "";

export const CORRECTIONS: readonly { readonly value: Correction; readonly label: string }[] = [
  { value: "holm", label: "Holm: no false claim among them" },
  { value: "bh", label: "Benjamini-Hochberg: few false ones among the claims" },
  { value: "none", label: "not corrected" },
];

type Tested = Pick<Envelope, "findings">;

/** The p-value of the main test of an answer; null when it holds none. */
const mainP = (envelope: Tested | undefined): number | null =>
  envelope?.findings.find(({ pValue }) => pValue !== undefined)?.pValue ?? null;

const pText = (p: number): string => (p < 0.0001 ? "< 0.0001" : p.toFixed(4));

/** The main test of each answer, alone and corrected for standing beside the others; null for answers without one. */
export function correctedTests(
  envelopes: readonly (Tested | undefined)[],
  correction: Correction,
): readonly ({ readonly alone: string; readonly corrected: string } | null)[] {
  const alone = envelopes.map(mainP);
  const corrected = adjustedPValues(
    alone.filter((p) => p !== null),
    correction,
  );
  let at = 0;
  return alone.map((p) => (p === null ? null : { alone: pText(p), corrected: pText(corrected[at++] ?? p) }));
}
