import type { ChartSpec } from "../contract/chart-spec.ts";
import { type Drawing, element, escapeXml, textElement, wellFormed } from "./draw/svg.ts";
import { wrapText } from "./text-width.ts";
import { THEMES, type ThemeName } from "./theme.ts";

const PADDING = 16;
const TITLE = { size: 16, weight: 600, maxLines: 3 } as const;
const SUBTITLE = { size: 13, maxLines: 3 } as const;
const NOTE = { size: 11, maxLines: 3 } as const;

export interface FrameOptions {
  readonly theme: ThemeName;
  /** Pixels of the whole picture. */
  readonly width: number;
}

/** Pixels that a frame leaves for the chart in it. */
export function innerWidth(width: number): number {
  return width - 2 * PADDING;
}

interface Framed {
  readonly svg: string;
  readonly height: number;
}

/** A chart as a picture of its own: its title, subtitle, drawing and notes, named for people who do not see it. */
export function frameChart(
  { title, subtitle, alt }: Pick<ChartSpec, "title" | "subtitle" | "alt">,
  { body, height, notes }: Drawing,
  { theme: name, width }: FrameOptions,
): Framed {
  const theme = THEMES[name];
  const inner = innerWidth(width);
  const parts: string[] = [];
  let y = PADDING;
  const write = (text: string, font: typeof TITLE | typeof SUBTITLE | typeof NOTE, fill: string): void => {
    for (const line of wrapText(text, inner, font)) {
      parts.push(textElement(line, { x: PADDING, y: y + font.size, ...font, fill }));
      y += Math.round(font.size * 1.4);
    }
  };
  write(title, TITLE, theme.text);
  if (subtitle !== "") write(subtitle, SUBTITLE, theme.muted);
  y += 12;
  parts.push(element("g", { transform: `translate(${PADDING} ${y})` }, body));
  y += height;
  if (notes.length > 0) {
    y += 8;
    write(notes.join(" "), NOTE, theme.muted);
  }
  y += PADDING;
  const size = { xmlns: "http://www.w3.org/2000/svg", width, height: y, viewBox: `0 0 ${width} ${y}` };
  const named = `<title>${escapeXml(title)}</title><desc>${escapeXml(alt)}</desc>`;
  const surface = element("rect", { width, height: y, fill: theme.surface });
  return {
    svg: wellFormed(element("svg", { ...size, role: "img" }, [named, surface, ...parts].join("\n"))),
    height: y,
  };
}

/** Pictures of the same width under each other, as one. */
export function stackPictures(pictures: readonly Framed[], { width }: FrameOptions): string {
  const [only] = pictures;
  if (only !== undefined && pictures.length === 1) return only.svg;
  let y = 0;
  const placed = pictures.map(({ svg, height }) => {
    const nested = svg.replace("<svg ", `<svg y="${y}" `);
    y += height;
    return nested;
  });
  const size = { xmlns: "http://www.w3.org/2000/svg", width, height: y, viewBox: `0 0 ${width} ${y}` };
  return element("svg", size, placed.join("\n"));
}
