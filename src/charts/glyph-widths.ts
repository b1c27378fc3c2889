// made by scripts/assets/make-fonts.py from Inter

/** Ranges of code points, ends included, whose widths the texts below hold one after the other. */
export const MEASURED_RANGES: readonly (readonly [first: number, last: number])[] = [
  [0x20, 0x17f],
  [0x370, 0x45f],
  [0x2010, 0x2044],
  [0x20a0, 0x20bf],
  [0x2190, 0x2193],
  [0x25b2, 0x25bc],
];

/** Advance widths by weight: the code of each character less 0x23, in 1/48 of the font's size. */
export const GLYPH_WIDTHS: Readonly<Record<400 | 600, string>> = {
  400:
    "119ABRB155;C1914BBBBBBBBBB11CCC<QDBFF@?GG0>C>NGHBHBBBGDRDDA545:92>@>@?5@?//=/M?@@@5<3?>J=>>737C@@@@@@@@@@@@@@@" +
    "@@@@@@@@@@@@@@@@@@11>@F=0>?O9?C@C:9C882?@102:?JLM<DDDDDDSF@@@@0000FGHHHHHCHGGGGDBA>>>>>>O>????////??@@@@@C@???" +
    "?>@>D>D>D>F>F>F>F>FEF@@?@?@?@?@?G@G@G@G@G?H?0/0/0/0/0/K:>/C=<>/>/>3>4@/G?G?G?@G?H@H@H@SSB5B5B5B<B<B<B<B3B5B3G?" +
    "G?G?G?G?G?RJD>DA>A>A>2@@@@00G@@@0>>>1>@@@@0CD1FM6@L@MM0DB?D@AGH0CDNGCHGB@DBDMDMH0DC=?0?C@>?=;?A0<B??>@@@>A9?F>" +
    "HJ0?@?JCAACLCDJ<@@@@?=@@@@@@@@@@@@@@@@@@FA>/H99@@FN@@FFF@@K?FB00>XYMCGAFDBB?J@QAGGCGNGHGBFBAKDFEQRJMBFTB>?>8@?" +
    "J;??=?H?@?@>9>D=@?JKBF>>K>???8><///ON?=?>?44B;SS:900/08878;;>>1?L1@@@@@@@,[[.8C.8C955B?;=JJ9F>,FFF@@LHQYQJ@CEB" +
    "[@CGDAF@@B=@@FEFBQKQKTT@@OO@@OOT",
  600:
    "/2<BBSC355=C2925BBBBBBBBBB23CCC=SFCFF@?GG0?E>OGHBHBBCFFTFEB555::4?A?A?6A@00>0N@@AA6=4@?K>?>949C@@@@@@@@@@@@@@@" +
    "@@@@@@@@@@@@@@@@@@/2?AG>2>@O9AC@C99C994@@233:AKMO=FFFFFFTF@@@@0000GGHHHHHCHFFFFECB??????O?????0000?@@@@@@C@@@@" +
    "@?A?F?F?F?F?F?F?F?FFGA@?@?@?@?@?GAGAGAGAG@I@0000000000L<?0E>>>0>0>5>7@0G@G@G@@G@H@H@H@TSB6B6B6B=B=B=B=C4C7C4F@" +
    "F@F@F@F@F@TKE?EB>B>B>3@@@@11G@@@1???3?@@@@2EF2HO8@N@PO1FC?F@BGH0EFOGCHGB@DCENFNH0ED=@1@D@?@=<@A1>C@@>@AA?B;@H?" +
    "JK1@@@KECCDNDFN>@@@@@=@@@@@@@@@@@@@@@@@@GC?0H::@@FO@AFFF@@L?FB00?YYNEGCFFBC?L@UBGGEGOGHGBFCCKFGERSKOCFUB?@>8B?" +
    "L<@@>@I@@@A?;?G>B?LMCI??L>??@8?=000PO@>@?@77B;SS=91101;;:;>>;;2BQ2@@@@@@@+[[/<H/<H<77GB=<KK:G;-GFF@ALHSZTNADHC" +
    "[@EGFEF@@C>A@GFGCQMQMUU@@PP@@PPU",
};
