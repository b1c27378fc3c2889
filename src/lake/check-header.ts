import type { Source } from "../contract/project/source.ts";
import { AppError } from "../core/errors.ts";
import { didYouMean } from "../core/nearest.ts";

/**
 * Compares a file's header with the one the source was declared or first loaded with: same names, same order, same count.
 * @throws AppError HEADER_MISMATCH naming the first difference
 */
export function checkHeader(
  path: string,
  found: readonly string[],
  { source, known }: { source: Source; known: readonly string[] | null },
): void {
  const expected = Array.isArray(source.header) ? source.header : known;
  if (expected === null) return;
  const missing = expected.filter((name) => !found.includes(name));
  const extra = found.filter((name) => !expected.includes(name));
  const hint =
    "nothing was loaded; give files of another layout a source of their own, or correct the file or `header` in tidemark.yml";
  if (missing.length > 0) {
    const names = missing.map((name) => `"${name}"${didYouMean(name, extra)}`).join(", ");
    throw new AppError("HEADER_MISMATCH", `${path}: the header lacks ${names}`, { hint });
  }
  if (extra.length > 0) {
    throw new AppError(
      "HEADER_MISMATCH",
      `${path}: the header has ${extra.map((name) => `"${name}"`).join(", ")}, which the source does not know`,
      { hint },
    );
  }
  if (source.header === "any_order") return;
  const at = expected.findIndex((name, i) => found[i] !== name);
  if (at >= 0) {
    throw new AppError(
      "HEADER_MISMATCH",
      `${path}: column ${at + 1} of the header is "${found[at]}" where "${expected[at]}" was expected; the columns are swapped`,
      {
        hint: "nothing was loaded; if only the order differs and every value stands under its name, declare `header: any_order`",
      },
    );
  }
}
