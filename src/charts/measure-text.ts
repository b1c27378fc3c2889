import { textWidth } from "./text-width.ts";

/**
 * How wide a text is, as ECharts asks for it. Everywhere the same, so that charts come out the same: Node has nothing to
 * measure with, and a browser without an East Asian font would make lines too low.
 */
export function measureText(text: string, font = ""): { readonly width: number } {
  const size = Number(/([\d.]+)px/.exec(font)?.[1] ?? 12);
  const weight = /\b(bold|[6-9]00)\b/.test(font) ? 600 : 400;
  return { width: textWidth(text, { size, weight }) };
}
