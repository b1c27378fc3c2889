import { describe, expect, test } from "vitest";
import { checkTable } from "../../cli/output/check-table.ts";
import type { CheckReport } from "../../contract/quality.ts";
import { PACK_CHECK_IDS } from "../../contract/quality.ts";
import { groupResults, trendText, valueText } from "./groups.ts";
import { junitReport } from "./junit.ts";
import { markdownReport } from "./markdown.ts";
import { checksReference } from "./reference.ts";

type Result = CheckReport["results"][number];

const result = (over: Partial<Result>): Result => ({
  id: "a",
  title: "A",
  origin: "pack",
  severity: "error",
  status: "pass",
  reason: null,
  relation: "fct_events",
  value: 0,
  threshold: 0,
  unit: "rows",
  n: 10,
  sentence: "All is well.",
  sql: "select 1",
  sample: null,
  owner: null,
  description: null,
  muted: null,
  history: [],
  ...over,
});

const NASTY = `<b> & "q" 'a' ]]> \u0000\u001b[31m \ud800 \u{1f600} | \`x\`\nnext`;
const report: CheckReport = {
  at: "2024-01-02T03:04:05.678Z",
  asOf: "2024-01-02T00:00:00.000Z",
  now: "2024-01-02T03:04:05.678Z",
  dataVersion: "abc",
  outcome: "fail",
  partial: false,
  profiles: [],
  results: [
    result({ id: "good" }),
    result({
      id: "bad",
      status: "fail",
      value: 3,
      sentence: `3 rows ${NASTY}`,
      owner: NASTY,
      sample: {
        columns: ["x", NASTY],
        rows: [
          [NASTY, 1],
          [null, 2],
        ],
      },
      history: [{ at: "2024-01-01T00:00:00Z", status: "pass", value: 0 }],
    }),
    result({
      id: "poor",
      status: "warn",
      severity: "warn",
      value: 0.25,
      threshold: 0.1,
      unit: "share",
      sentence: "A quarter.",
    }),
    result({ id: "note", status: "warn", severity: "info", value: 2, unit: "names", sentence: "Two new." }),
    result({
      id: "quiet",
      status: "fail",
      value: 1,
      muted: { until: "2024-02-01", reason: "known" },
      sentence: "Known.",
    }),
    result({ id: "thin", status: "undetermined", value: null, reason: `too few ${NASTY}` }),
    result({ id: "off", status: "skipped", value: null, reason: "not mapped", relation: null }),
  ],
};

/** Parses XML strictly enough to find what a parser would refuse; returns the elements with their attributes. */
function parseXml(
  text: string,
): readonly { readonly name: string; readonly attributes: Readonly<Record<string, string>> }[] {
  expect(text).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
  const elements: { name: string; attributes: Record<string, string> }[] = [];
  const open: string[] = [];
  const rest = text.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>/, "");
  const token = /<(\/)?([a-z-]+)((?:\s+[a-z]+="[^"<]*")*)(\/)?>|([^<]+)/y;
  while (token.lastIndex < rest.length) {
    const match = token.exec(rest);
    if (match === null) throw new Error(`not XML at: ${rest.slice(token.lastIndex || 0, 80)}`);
    const [, closing, name = "", attributes = "", empty, chars] = match;
    for (const part of [attributes, chars ?? ""]) expect(part).not.toMatch(/&(?!(amp|lt|gt|quot|#\d+);)/);
    if (chars !== undefined) {
      expect(chars).not.toContain("]]>");
      continue;
    }
    if (closing !== undefined) expect(open.pop()).toBe(name);
    else {
      const pairs = [...attributes.matchAll(/([a-z]+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value]);
      elements.push({ name, attributes: Object.fromEntries(pairs) });
      if (empty === undefined) open.push(name);
    }
  }
  expect(open).toEqual([]);
  return elements;
}

describe("junit", () => {
  const elements = parseXml(junitReport(report));

  test("is well-formed XML whatever the data holds, with one case per check", () => {
    expect(elements.filter(({ name }) => name === "testcase")).toHaveLength(report.results.length);
  });

  test("counts failures that are not muted, and what could not be judged as skipped", () => {
    const suite = elements.find(({ name }) => name === "testsuite");
    expect(suite?.attributes).toMatchObject({
      tests: "7",
      failures: "1",
      errors: "0",
      skipped: "2",
      timestamp: "2024-01-02T03:04:05",
    });
    expect(elements.filter(({ name }) => name === "failure")).toHaveLength(1);
    expect(elements.filter(({ name }) => name === "system-out")).toHaveLength(3);
  });

  test("keeps the message readable", () => {
    const failure = elements.find(({ name }) => name === "failure");
    expect(failure?.attributes["message"]).toContain("&lt;b&gt; &amp; &quot;q&quot;");
  });
});

test("results are grouped by urgency", () => {
  expect(groupResults(report).map(({ title, results }) => [title, results.map(({ id }) => id)])).toEqual([
    ["Failed", ["bad"]],
    ["Warnings", ["poor"]],
    ["Notes", ["note"]],
    ["Muted", ["quiet"]],
    ["Undetermined", ["thin"]],
    ["Passed", ["good"]],
    ["Not applicable", ["off"]],
  ]);
});

test("the table puts the sentence of what failed first and the count of all last, without control characters", () => {
  const lines = checkTable(report).split("\n");
  expect(lines[0]).toBe("Failed");
  expect(lines[1]).toMatch(/^ {2}3 rows/);
  expect(lines.at(-1)).toBe(
    "1 failed, 1 warned, 1 noted, 1 muted, 1 undetermined, 1 passed, 1 not applicable · data abc · as of 2024-01-02T00:00:00.000Z",
  );
  expect(checkTable(report)).toContain("poor: 25 %, limit 10 %");
  expect(checkTable(report)).toContain("runs: 0 rows, 3 rows");
  expect(checkTable(report)).not.toMatch(/[^\P{Cc}\n]/u);
});

test("markdown escapes what the data holds", () => {
  const text = markdownReport(report);
  expect(text).toMatch(/^# Data quality: 1 failed, 1 warned/);
  expect(text).toContain("\\<b\\>");
  for (const line of text.split("\n").filter((l) => l.startsWith("| "))) expect(line.endsWith(" |")).toBe(true);
});

test("values read in their unit", () => {
  expect([
    valueText(1, "rows"),
    valueText(2, "rows"),
    valueText(0.5, "share"),
    valueText(1.5, "hours"),
    valueText(null, "rows"),
  ]).toEqual(["1 row", "2 rows", "50 %", "1.5 h", ""]);
  expect(trendText(result({ history: [] }))).toBe("");
});

test("the reference page has every built-in check and every contract", () => {
  const page = checksReference();
  for (const id of PACK_CHECK_IDS) expect(page).toContain(`### ${id}\n`);
  for (const kind of [
    "not_null",
    "accepted",
    "range",
    "regex",
    "unique",
    "foreign_key",
    "freshness",
    "row_count_change",
    "reconciliation",
  ]) {
    expect(page).toContain(`### ${kind}\n`);
  }
  expect(page).toContain("| `max_age_hours` | number | required |");
  expect(page).not.toMatch(/\[object|\| undefined/);
});
