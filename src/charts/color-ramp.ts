function channels(color: string): readonly number[] {
  return [1, 3, 5].map((i) => Number.parseInt(color.slice(i, i + 2), 16));
}

/** The colour at a place from 0 to 1 of a ramp, as ECharts mixes it. */
export function rampColor(ramp: readonly string[], place: number): string {
  const at = Math.min(1, Math.max(0, place)) * (ramp.length - 1);
  const [from, to] = [Math.floor(at), Math.ceil(at)].map((i) => channels(ramp[i] ?? "#000000"));
  const mixed = (from ?? []).map((v, i) => Math.round(v + ((to?.[i] ?? v) - v) * (at - Math.floor(at))));
  return `#${mixed.map((v) => v.toString(16).padStart(2, "0")).join("")}`;
}

/** WCAG relative luminance. */
function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = channels(color).map((v) => {
    const share = v / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG contrast of two colours, from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((p, q) => q - p);
  return (light + 0.05) / (dark + 0.05);
}

/** Black or white, whichever is easier to read on a colour. */
export function inkOn(color: string): string {
  return contrast("#16191d", color) >= contrast("#ffffff", color) ? "#16191d" : "#ffffff";
}
