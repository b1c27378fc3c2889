import { a, column, each, holds } from "./case-table.ts";
import type { DialectCase } from "./dialect-case.ts";

const WORDS = ["abc", "50% off", "a_b", "it's", "Köln", "Ko\u0308ln", "ABC", "", null];

const words = column("text", ...WORDS);
const places = [" \u00a0New\t \u2009York\n", "Jose\u0301", "Wałbrzych", " \u3000 ", "", "\u{1d4b3}  x", null];

export const TEXTS: readonly DialectCase[] = [
  each(
    "startsWith",
    "takes no wildcards",
    words,
  )(
    holds((d) => d.startsWith(a, "50%")),
    [false, true, false, false, false, false, false, false, null],
  ),
  each(
    "startsWith",
    "looks at the case",
    words,
  )(
    holds((d) => d.startsWith(a, "A")),
    [false, false, false, false, false, false, true, false, null],
  ),
  each(
    "startsWith",
    "with nothing",
    words,
  )(
    holds((d) => d.startsWith(a, "")),
    [...Array<boolean>(8).fill(true), null],
  ),
  each(
    "contains",
    "takes no wildcards",
    words,
  )(
    holds((d) => d.contains(a, "_")),
    [false, false, true, false, false, false, false, false, null],
  ),
  each(
    "contains",
    "a quote",
    words,
  )(
    holds((d) => d.contains(a, "'")),
    [false, false, false, true, false, false, false, false, null],
  ),
  each(
    "contains",
    "composed is not decomposed",
    words,
  )(
    holds((d) => d.contains(a, "ö")),
    [false, false, false, false, true, false, false, false, null],
  ),
  each(
    "matches",
    "anywhere",
    words,
  )(
    holds((d) => d.matches(a, "b")),
    [true, false, true, false, false, false, false, false, null],
  ),
  each(
    "matches",
    "from the beginning, whatever the case",
    words,
  )(
    holds((d) => d.matches(a, "^(?i)ab")),
    [true, false, false, false, false, false, true, false, null],
  ),
  each(
    "matches",
    "one character of any script",
    words,
  )(
    holds((d) => d.matches(a, "^K.ln$")),
    [false, false, false, false, true, false, false, false, null],
  ),
  each(
    "matches",
    "a backslash and a quote",
    column("text", "a\\b", "a'b", "ab"),
  )(
    holds((d) => d.matches(a, "a[\\\\']b")),
    [true, true, false],
  ),
  each(
    "isAscii",
    "of every script",
    words,
  )(
    holds((d) => d.isAscii(a)),
    [true, true, true, true, false, false, true, true, null],
  ),
  each(
    "lower",
    "letters of every script",
    column("text", "Köln ÉCOLE", "E\u0301", "\u0416\u0423\u041a", "\uff21 1", "", null),
  )((d) => d.lower(a), ["köln école", "e\u0301", "\u0436\u0443\u043a", "\uff41 1", "", null]),
  each(
    "trim",
    "every white space at the ends, none between",
    column("text", " a  b ", "\t\r\nx\n", "\u00a0\u2009y\u3000", "\u3000", "it's", null),
  )((d) => d.trim(a), ["a  b", "x", "y", "", "it's", null]),
  each(
    "tidyText",
    "white space and normal form",
    column("text", ...places),
  )((d) => d.tidyText(a), ["New York", "José", "Wałbrzych", null, null, "\u{1d4b3} x", null]),
  {
    member: "jsonKeys",
    what: "of objects, not of what is inside",
    types: ["json"],
    rows: [['{"b": 1, "a": {"c": 2}, "é \'": null}'], ["{}"], [null]],
    over: "list",
    ask: (d) => d.jsonKeys(a),
    expected: ["a", "b", "é '"],
  },
];
