import { expect, test } from "vitest";
import { readHeader, sniffCsvDialect } from "./csv-dialect.ts";

const sniff = (text: string) => sniffCsvDialect(Buffer.from(text));

test.each([
  ["comma", "id,name,price\n1,a,2.5\n2,b,3.5\n", ","],
  ["semicolon with decimal commas", "id;name;price\n1;a;2,5\n2;b;3,5\n", ";"],
  ["tab", "id\tname, full\n1\ta, b\n2\tc, d\n", "\t"],
  ["pipe", "id|name|x\n1|a|b\n2|c|d\n", "|"],
  ["control character", "id\u0001name\n1\u0001a\n", "\u0001"],
  ["single column", "id\n1\n2\n", ","],
])("the delimiter is found: %s", (_, text, delimiter) => {
  const dialect = sniff(text);
  expect(dialect).toMatchObject({ delimiter, quote: '"', hasHeader: true });
  expect(dialect.names[0]).toBe("id");
});

test("delimiters, line ends and doubled quotes inside quotes belong to the field", () => {
  const dialect = sniff('a,b\n1,"x; ""y"",\nz;;"\n2,"p; q"\n3,\n');
  expect(dialect).toMatchObject({ delimiter: ",", quote: '"', escape: '"', hasHeader: true, names: ["a", "b"] });
});

test("a backslash escapes where doubling does not explain the quotes", () => {
  expect(sniff('a,b\n1,"say \\"hi\\", then"\n2,"\\"x\\" y"\n').escape).toBe("\\");
});

test("quotes that open words but never enclose fields are letters", () => {
  const titles = ["id\ttitle", '1\t"Heroes" (song)', '2\t"Low" (album)', '3\t"Lodger" again'].join("\n");
  expect(sniff(`${titles}\n`).quote).toBe("none");
});

test("one unclosed quote does not turn quoting off: the file is broken, and ingest must say so", () => {
  const lines = Array.from({ length: 200 }, (_, i) => (i === 51 ? `${i},"unclosed,3` : `${i},word,3`));
  expect(sniff(`id,name,n\n${lines.join("\n")}\n`)).toMatchObject({
    delimiter: ",",
    quote: '"',
    names: ["id", "name", "n"],
  });
});

test("a byte order mark and CRLF are no part of the names", () => {
  expect(sniff("\ufeffid,name\r\n1,a\r\n")).toMatchObject({ names: ["id", "name"], hasHeader: true });
  expect(readHeader(Buffer.from("\ufeffid,name\r\n1,a\r\n"), { delimiter: ",", quote: '"', escape: '"' })).toEqual([
    "id",
    "name",
  ]);
});

test("UTF-16 is recognised by its mark", () => {
  expect(sniffCsvDialect(Buffer.from("\ufeffid,name\n1,a\n", "utf16le")).names).toEqual(["id", "name"]);
});

test.each([
  ["numbers below words", "year,n\n2010,4\n", true],
  ["numbers only", "1,2\n3,4\n", false],
  ["words that look like the rows below", "session_4795;doc_154\nsession_4797;doc_3d6\nsession_479a;doc_16f\n", false],
  ["a first cell that recurs below", "red,apple\nblue,pear\nred,plum\n", false],
  ["words over other words", "country,city\nDE,Berlin\nFR,Paris\n", true],
  ["one line of words", "user,event,time\n", true],
  ["one line with a number", "u1,view,2019\n", false],
  ["years as names of numbers", "country,2010,2011\nDE,1,2\nFR,3,4\n", false],
])("header or data: %s", (_, text, hasHeader) => {
  expect(sniff(text).hasHeader).toBe(hasHeader);
});

test("columns without names are numbered, repeated names are told apart", () => {
  expect(sniff('"",x,x,X\n1,2,3,4\n2,3,4,5\n').names).toEqual(["column_1", "x", "x_2", "X_3"]);
  expect(sniff("1,2\n3,4\n").names).toEqual(["column_1", "column_2"]);
});

test("a sample that ends in the middle of a record is no evidence against its delimiter", () => {
  expect(sniff("a,b,c\n1,2,3\n4,5,6\n7,8").delimiter).toBe(",");
});

test("an empty file has no columns", () => {
  expect(sniff("")).toMatchObject({ names: [], hasHeader: false });
});
