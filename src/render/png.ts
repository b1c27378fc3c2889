import { Resvg } from "@resvg/resvg-js";
import { assetPath } from "./asset.ts";

// not Latin, Greek, Cyrillic, punctuation or signs: not in the bundled font
const FOREIGN = /[^\s\u0020-\u024f\u0370-\u052f\u1e00-\u1eff\u2000-\u22ff\u25a0-\u25ff]/;

/** A picture of an SVG document at twice its size, drawn with the bundled font. */
export function svgToPng(svg: string): Uint8Array {
  const font = {
    // other scripts need whatever fonts the machine has
    loadSystemFonts: FOREIGN.test(svg),
    fontFiles: [assetPath("fonts/inter-400.ttf"), assetPath("fonts/inter-600.ttf")],
    defaultFontFamily: "Inter",
    sansSerifFamily: "Inter",
  };
  return new Resvg(svg, { fitTo: { mode: "zoom", value: 2 }, font }).render().asPng();
}
