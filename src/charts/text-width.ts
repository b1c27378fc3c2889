import { GLYPH_WIDTHS, MEASURED_RANGES } from "./glyph-widths.ts";

export interface Font {
  /** Pixels. */
  readonly size: number;
  readonly weight?: 400 | 600;
}

const OFFSETS = MEASURED_RANGES.map(([first], i) => {
  const before = MEASURED_RANGES.slice(0, i).reduce((sum, [low, high]) => sum + high - low + 1, 0);
  return before - first;
});
const COMBINING = /\p{M}|\p{Cf}/u;

function glyphWidth(code: number, widths: string): number {
  const range = MEASURED_RANGES.findIndex(([first, last]) => code >= first && code <= last);
  if (range >= 0) return (widths.charCodeAt(code + (OFFSETS[range] ?? 0)) - 0x23) / 48;
  if (COMBINING.test(String.fromCodePoint(code))) return 0;
  // East Asian scripts and emoji are about as wide as they are high
  return code >= 0x1100 ? 1 : 0.6;
}

/** Width of one line of text in Inter with tabular figures, in pixels; a little too wide rather than too narrow. */
export function textWidth(text: string, { size, weight = 400 }: Font): number {
  let width = 0;
  for (const char of text) width += glyphWidth(char.codePointAt(0) ?? 0, GLYPH_WIDTHS[weight]);
  return width * size;
}

/** The text cut to a width, with an ellipsis where something is missing. */
export function ellipsis(text: string, width: number, font: Font): string {
  if (textWidth(text, font) <= width) return text;
  const chars = [...text];
  let room = width - textWidth("…", font);
  let kept = 0;
  for (const char of chars) {
    room -= textWidth(char, font);
    if (room < 0) break;
    kept++;
  }
  return `${chars.slice(0, kept).join("").trimEnd()}…`;
}

/** Lines of words, at most `maxLines`; the last one is cut when words are left. */
export function wrapText(
  text: string,
  width: number,
  { maxLines, ...font }: Font & { readonly maxLines: number },
): readonly string[] {
  const lines: string[] = [];
  const words = text.split(/\s+/u).filter((word) => word !== "");
  while (words.length > 0) {
    if (lines.length === maxLines - 1) {
      lines.push(ellipsis(words.join(" "), width, font));
      break;
    }
    let line = words.shift() ?? "";
    while (words[0] !== undefined && textWidth(`${line} ${words[0]}`, font) <= width) line += ` ${words.shift()}`;
    lines.push(ellipsis(line, width, font));
  }
  return lines;
}
