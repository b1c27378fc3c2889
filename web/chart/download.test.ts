import { expect, test } from "vitest";
import { csvText } from "./download.ts";

test("every digit, quoted where needed, units in the header, nothing for what is missing", () => {
  const columns = [
    { label: "name", unit: null },
    { label: "value", unit: "EUR" },
  ];
  const rows = [
    ['say "hi", twice', 0.1234567890123],
    ["two\nlines", null],
    ["yes", true],
  ];
  expect(csvText({ columns, rows })).toBe(
    'name,value (EUR)\r\n"say ""hi"", twice",0.1234567890123\r\n"two\nlines",\r\nyes,true\r\n',
  );
});
