import { AppError } from "../../core/errors.ts";

/** How a column of numbers is cut into bins. */
export type BinMethod =
  | { readonly kind: "median" }
  | { readonly kind: "quantiles"; readonly bins: number }
  | { readonly kind: "equal"; readonly bins: number }
  | { readonly kind: "fixed"; readonly cuts: readonly number[] };

export interface BinSpec {
  readonly column: string;
  readonly method: BinMethod;
}

const FORMS = "bin:column:median, bin:column:quantiles:4, bin:column:equal:5, bin:column:fixed:10:20";
const MOST_BINS = 50;

/**
 * Bins as people write them; null for a text that does not begin with `bin:`.
 * @throws AppError USAGE that shows the forms
 */
export function parseBins(text: string): BinSpec | null {
  if (!text.startsWith("bin:")) return null;
  const [, column = "", kind = "", ...rest] = text.split(":");
  const numbers = rest.map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  const method = methodOf(kind, numbers);
  if (column !== "" && method !== null) return { column, method };
  const natural =
    kind === "jenks"
      ? "natural breaks need the values: `tidemark run bin --method jenks` says at which cuts to make fixed bins; "
      : "";
  throw new AppError("USAGE", `"${text}" does not say how to bin`, {
    hint: `${natural}write ${FORMS}; at most ${MOST_BINS} bins, cuts by rising value`,
  });
}

function methodOf(kind: string, numbers: readonly number[]): BinMethod | null {
  const [bins = Number.NaN] = numbers;
  const count = numbers.length === 1 && Number.isInteger(bins) && bins >= 2 && bins <= MOST_BINS;
  switch (kind) {
    case "median":
      return numbers.length === 0 ? { kind } : null;
    case "quantiles":
    case "equal":
      return count ? { kind, bins } : null;
    case "fixed":
      return ascending(numbers) && numbers.length < MOST_BINS ? { kind, cuts: numbers } : null;
    default:
      return null;
  }
}

const ascending = (cuts: readonly number[]): boolean =>
  cuts.length > 0 && cuts.every((cut, i) => Number.isFinite(cut) && (i === 0 || cut > (cuts[i - 1] ?? cut)));

/** The text that `parseBins` reads as these bins. */
export function binText({ column, method }: BinSpec): string {
  const parts = method.kind === "fixed" ? method.cuts : "bins" in method ? [method.bins] : [];
  return ["bin", column, method.kind, ...parts].join(":");
}
