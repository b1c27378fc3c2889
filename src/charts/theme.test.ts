import { describe, expect, test } from "vitest";
import { contrast } from "./color-ramp.ts";
import { seriesColors, THEMES } from "./theme.ts";

/** Linear RGB as people with each kind of colour blindness see it (Machado, Oliveira, Fernandes 2009, severity 1). */
const VISION: Readonly<Record<string, readonly (readonly [number, number, number])[]>> = {
  ordinary: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function linear(color: string): readonly number[] {
  return [1, 3, 5].map((i) => {
    const share = Number.parseInt(color.slice(i, i + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
}

function oklab(color: string, vision: string): readonly number[] {
  const rgb = linear(color);
  const [r = 0, g = 0, b = 0] = (VISION[vision] ?? []).map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum, weight, i) => sum + weight * (rgb[i] ?? 0), 0),
      ),
    ),
  );
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function distance(a: string, b: string, vision: string): number {
  const [p, q] = [oklab(a, vision), oklab(b, vision)];
  return Math.hypot(...p.map((v, i) => v - (q[i] ?? 0)));
}

describe.each(Object.entries(THEMES))("%s", (_, theme) => {
  test.each(Object.keys(VISION))("eight colours, better and worse can be told apart: %s", (vision) => {
    const { categorical } = theme;
    expect(categorical).toHaveLength(8);
    const pairs = categorical.flatMap((a, i) => categorical.slice(i + 1).map((b) => distance(a, b, vision)));
    // Okabe and Ito's palette has 0.076
    expect(Math.min(...pairs)).toBeGreaterThan(0.1);
    expect(distance(theme.better, theme.worse, vision)).toBeGreaterThan(0.1);
  });

  test("texts are readable (WCAG AA)", () => {
    for (const ink of [theme.text, theme.muted, theme.better, theme.worse, theme.accent])
      expect(contrast(ink, theme.surface)).toBeGreaterThan(4.5);
  });
});

test("Other and what is beyond the palette is grey, one series has the accent", () => {
  const { light } = THEMES;
  expect(seriesColors(["Other"], light)).toEqual([light.accent]);
  expect(seriesColors(["a", "Other", "b"], light)).toEqual([light.categorical[0], light.other, light.categorical[1]]);
  expect(
    seriesColors(
      Array.from({ length: 10 }, (__, i) => `s${i}`),
      light,
    ).slice(8),
  ).toEqual([light.other, light.other]);
});
