import { FONT_FAMILY } from "../option.ts";
import { type Font, textWidth } from "../text-width.ts";

/** A piece of SVG, and the pixels it takes from top to bottom. */
export interface Drawing {
  readonly body: string;
  readonly height: number;
  /** What the picture leaves out, in sentences. */
  readonly notes: readonly string[];
}

// what XML cannot hold, even escaped: control characters but tab and line ends
const FORBIDDEN = /[^\P{Cc}\t\n\r]|[\ufffe\uffff]/gu;

/** Makes a whole document acceptable to XML parsers. */
export function wellFormed(svg: string): string {
  return svg.toWellFormed().replace(FORBIDDEN, "\ufffd");
}

export function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

type Attributes = Readonly<Record<string, string | number | undefined>>;

const round = (value: string | number): string =>
  typeof value === "number" ? String(Math.round(value * 100) / 100) : escapeXml(value);

/** An element with numbers to a hundredth of a pixel; `children` is SVG already. */
export function element(name: string, attributes: Attributes, children?: string): string {
  const list = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${round(value)}"`],
  );
  return children === undefined ? `<${name}${list.join("")}/>` : `<${name}${list.join("")}>${children}</${name}>`;
}

export interface TextLook extends Font {
  readonly x: number;
  /** The baseline. */
  readonly y: number;
  readonly fill: string;
  readonly anchor?: "start" | "middle" | "end";
  /** Outline that keeps text readable on lines. */
  readonly halo?: string;
}

/** One line of text. It is placed by its measured start, so that every renderer puts it at the same place. */
export function textElement(
  text: string,
  { x, y, size, weight = 400, fill, anchor = "start", halo }: TextLook,
): string {
  const width = anchor === "start" ? 0 : textWidth(text, { size, weight });
  const start = anchor === "end" ? x - width : anchor === "middle" ? x - width / 2 : x;
  return element(
    "text",
    {
      x: start,
      y,
      fill,
      "font-family": FONT_FAMILY,
      "font-size": size,
      "font-weight": weight === 400 ? undefined : weight,
      ...(halo === undefined
        ? {}
        : { stroke: halo, "stroke-width": 3, "stroke-linejoin": "round", "paint-order": "stroke" }),
    },
    escapeXml(text),
  );
}
