import { expect, test } from "vitest";
import { csvText, fileName } from "./download.ts";

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

test("a file is named after what it shows, and after the sample that it is of", () => {
  expect(fileName({ title: "Retention: week 1, of users", sample: null })).toBe("retention-week-1-of-users");
  expect(fileName({ title: "Retention", sample: { share: "10%" } })).toBe("retention-sample-10pct");
  expect(fileName({ title: "?", sample: { share: "0.5 %" } })).toBe("table-sample-0.5pct");
});
