import { expect, test } from "vitest";
import { clip, displayWidth, printable } from "./display-width.ts";
import { isCut, type OutputTable, writeTable } from "./write-table.ts";

const table: OutputTable = {
  columns: [
    { name: "event", type: "VARCHAR" },
    { name: "n", type: "BIGINT" },
    { name: "share", type: "DOUBLE" },
  ],
  rows: [
    ["view", 17055, 0.9783],
    ["cart", 165, 1],
    [null, "9007199254740993", null],
    ["", 0, 12.5],
  ],
};

test("a text table aligns numbers right and on the decimal point", () => {
  expect(writeTable(table, "table")).toBe(
    [
      "event                 n    share",
      "-----  ----------------  -------",
      "view              17055   0.9783",
      "cart                165   1",
      "∅      9007199254740993   ∅",
      "                      0  12.5",
    ].join("\n"),
  );
});

test("json is an array of row objects; big integers are text and nothing is NaN", () => {
  expect(JSON.parse(writeTable(table, "json"))).toEqual([
    { event: "view", n: 17055, share: 0.9783 },
    { event: "cart", n: 165, share: 1 },
    { event: null, n: "9007199254740993", share: null },
    { event: "", n: 0, share: 12.5 },
  ]);
  expect(writeTable({ ...table, rows: [] }, "json")).toBe("[]");
});

test("equal column names stay apart in json", () => {
  const twice = {
    columns: [
      { name: "a", type: "INTEGER" },
      { name: "a", type: "INTEGER" },
    ],
    rows: [[1, 2]],
  };
  expect(writeTable(twice, "jsonl")).toBe('{"a":1,"a_2":2}');
});

test("jsonl is one object per line", () => {
  expect(writeTable(table, "jsonl").split("\n")).toHaveLength(4);
  expect(writeTable({ ...table, rows: [] }, "jsonl")).toBe("");
});

test("csv follows RFC 4180 and tells null from empty text", () => {
  const odd = {
    columns: [{ name: "a,b", type: "VARCHAR" }],
    rows: [['say "hi"'], ["two\nlines"], [null], [""], ["plain"]],
  };
  expect(writeTable(odd, "csv")).toBe('"a,b"\r\n"say ""hi"""\r\n"two\nlines"\r\n\r\n""\r\nplain\r');
});

test("markdown escapes what would break the table", () => {
  const odd = {
    columns: [
      { name: "a|b", type: "VARCHAR" },
      { name: "n", type: "INTEGER" },
    ],
    rows: [
      ["x|y\nz\\", 1],
      [null, 2],
    ],
  };
  expect(writeTable(odd, "md")).toBe(
    ["| a\\|b | n |", "| ---- | ---: |", "| x\\|y<br>z\\\\ | 1 |", "| ∅ | 2 |"].join("\n"),
  );
});

test("data cannot steer the terminal", () => {
  const hostile = { columns: [{ name: "x", type: "VARCHAR" }], rows: [["\u001b[31mred\u001b[0m\r\n\u009b2J\u202e"]] };
  expect(writeTable(hostile, "table")).toContain("␛[31mred␛[0m␍␊\ufffd2J\ufffd");
});

test("a table fits the terminal by cutting its widest cells, and says so", () => {
  const wide = {
    columns: [
      { name: "id", type: "INTEGER" },
      { name: "text", type: "VARCHAR" },
    ],
    rows: [[1, "a".repeat(100)]],
  };
  const lines = writeTable(wide, "table", { maxWidth: 40 }).split("\n");
  expect(Math.max(...lines.map(displayWidth))).toBe(40);
  expect(lines[2]).toMatch(/…$/);
  expect(isCut(wide, 40)).toBe(true);
  expect(isCut(wide, 200)).toBe(false);
  expect(isCut(wide, undefined)).toBe(false);
});

test("wide and combining characters keep columns straight", () => {
  expect([displayWidth("日本"), displayWidth("e\u0301"), displayWidth("👩"), displayWidth("abc")]).toEqual([
    4, 1, 2, 3,
  ]);
  expect(clip("日本語", 5)).toBe("日本…");
  expect(printable("a\tb")).toBe("a␉b");
});
