"""Makes assets/fonts/ and src/charts/glyph-widths.ts: Inter for pictures, subset, with tabular figures as its only figures.

PNG renderers ignore OpenType features, so `tnum` is baked in: the digits of the character map are the tabular ones.

    pip install fonttools==4.55.3
    npm pack @expo-google-fonts/inter@0.4.2 && tar xf expo-google-fonts-inter-0.4.2.tgz
    python3 scripts/assets/make-fonts.py package
"""

import pathlib
import shutil
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOURCE = pathlib.Path(sys.argv[1])
FILES = {400: "400Regular/Inter_400Regular.ttf", 600: "600SemiBold/Inter_600SemiBold.ttf"}
# Latin, Greek, Cyrillic; punctuation, superscripts, currencies, arrows, mathematics, shapes
RANGES = [(0x20, 0x24F), (0x370, 0x52F), (0x1E00, 0x1EFF), (0x2000, 0x20BF), (0x2100, 0x22FF), (0x25A0, 0x25FF)]
MEASURED = [(0x20, 0x17F), (0x370, 0x45F), (0x2010, 0x2044), (0x20A0, 0x20BF), (0x2190, 0x2193), (0x25B2, 0x25BC)]
# characters of the generated text: one per width, in 1/48 of the font's size; no quotes, no backslash
FIRST = 0x23


def tabular(font: TTFont) -> dict[str, str]:
    gsub = font["GSUB"].table
    lookups = {i for f in gsub.FeatureList.FeatureRecord if f.FeatureTag == "tnum" for i in f.Feature.LookupListIndex}
    mapping: dict[str, str] = {}
    for index in lookups:
        for table in gsub.LookupList.Lookup[index].SubTable:
            mapping.update(getattr(table, "ExtSubTable", table).mapping)
    return mapping


def make(weight: int, file: str) -> list[str]:
    font = TTFont(SOURCE / file, recalcTimestamp=False)
    figures = tabular(font)
    for table in font["cmap"].tables:
        for code in range(ord("0"), ord("9") + 1):
            if code in table.cmap:
                table.cmap[code] = figures.get(table.cmap[code], table.cmap[code])
    options = subset.Options(layout_features=["kern", "mark", "mkmk", "ccmp", "locl"], hinting=False, name_IDs=["*"])
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[c for low, high in RANGES for c in range(low, high + 1)])
    subsetter.subset(font)
    font.save(ROOT / "assets" / "fonts" / f"inter-{weight}.ttf")
    cmap, em = font.getBestCmap(), font["head"].unitsPerEm
    widths = []
    for low, high in MEASURED:
        for code in range(low, high + 1):
            width = font["hmtx"][cmap[code]][0] / em if code in cmap else 0.6
            widths.append(chr(FIRST + min(56, round(width * 48))))
    return widths


def literal(widths: list[str]) -> str:
    lines = ["".join(widths[i : i + 110]) for i in range(0, len(widths), 110)]
    return " +\n    ".join('"' + line + '"' for line in lines)


(ROOT / "assets" / "fonts").mkdir(parents=True, exist_ok=True)
shutil.copy(SOURCE / "LICENSE_FONT", ROOT / "assets" / "fonts" / "LICENSE")
texts = {weight: literal(make(weight, file)) for weight, file in FILES.items()}
ranges = ", ".join(f"[{low:#x}, {high:#x}]" for low, high in MEASURED)
(ROOT / "src" / "charts" / "glyph-widths.ts").write_text(
    f"""// made by scripts/assets/make-fonts.py from Inter

/** Ranges of code points, ends included, whose widths the texts below hold one after the other. */
export const MEASURED_RANGES: readonly (readonly [first: number, last: number])[] = [{ranges}];

/** Advance widths by weight: the code of each character less {FIRST:#x}, in 1/48 of the font's size. */
export const GLYPH_WIDTHS: Readonly<Record<400 | 600, string>> = {{
  400: {texts[400]},
  600: {texts[600]},
}};
"""
)
