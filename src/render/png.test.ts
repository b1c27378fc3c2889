import { Resvg } from "@resvg/resvg-js";
import { expect, test } from "vitest";
import { ellipsis, type Font, textWidth, wrapText } from "../charts/text-width.ts";
import { assetPath } from "./asset.ts";

/** Width of a text as the renderer draws it, from its ink; bars on both sides keep side bearings out of it. */
function drawnWidth(text: string, { size, weight = 400 }: Font): number {
  const inkOf = (content: string): number => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="2000" height="200"><text x="10" y="100" font-family="Inter" font-weight="${weight}" font-size="${size}">${content}</text></svg>`;
    const fontFiles = [assetPath("fonts/inter-400.ttf"), assetPath("fonts/inter-600.ttf")];
    return new Resvg(svg, { font: { loadSystemFonts: false, fontFiles } }).getBBox()?.width ?? 0;
  };
  return inkOf(`|${text}|`) - inkOf("||");
}

test.each([
  ["Users rose by 8 % after the release", { size: 16, weight: 600 }],
  ["1,234,567.89 EUR", { size: 12 }],
  ["Пользователи за неделю", { size: 12 }],
  ["Größe, Ærø, Łódź, Ελλάδα", { size: 13 }],
  ["▲ +12.1 % − 3 → 4", { size: 12 }],
] as const)("the table of widths is that of the bundled font: %s", (text, font) => {
  const drawn = drawnWidth(text, font);
  expect(drawn).toBeGreaterThan(40);
  expect(Math.abs(textWidth(text, font) - drawn) / drawn).toBeLessThan(0.05);
});

test("all figures are equally wide in both weights", () => {
  for (const weight of [400, 600] as const) {
    const widths = [..."0123456789"].map((digit) => drawnWidth(digit.repeat(20), { size: 20, weight }));
    expect(Math.max(...widths) - Math.min(...widths)).toBeLessThan(0.5);
  }
});

test("texts are cut and wrapped to a width", () => {
  const font = { size: 12 };
  expect(ellipsis("short", 100, font)).toBe("short");
  const cut = ellipsis("a text that is much too long for its place", 80, font);
  expect(cut).toMatch(/^a text that.*…$/);
  expect(textWidth(cut, font)).toBeLessThanOrEqual(80);
  expect(ellipsis("🎉🎉🎉🎉", 30, font)).toBe("🎉…");
  expect(wrapText("one two three four", 60, { ...font, maxLines: 2 })).toEqual(["one two", "three four"]);
  expect(wrapText("one two three four five six", 60, { ...font, maxLines: 2 })[1]).toMatch(/…$/);
  expect(wrapText("   ", 60, { ...font, maxLines: 2 })).toEqual([]);
});
