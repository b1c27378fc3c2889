import { expect, test } from "vitest";
import type { Finding } from "../../contract/envelope.ts";
import { analysisText } from "./analysis-text.ts";

const finding = (text: string): Finding => ({ text, effect: null, interval: null, n: null });

const table = {
  columns: [
    { name: "user_id", type: "number" },
    { name: "plan", type: "text" },
    { name: "value", type: "number" },
    { name: "note", type: "text" },
  ] as const,
  rows: [
    [1234567, "pro", 1234567.891, null],
    [2, null, 0.03456, ""],
  ],
};

test("findings, then the table rounded for people; ids are not rounded, empty columns are left out", () => {
  expect(analysisText({ findings: [finding("All is well.")], charts: [] }, table)).toBe(
    [
      "All is well.",
      "",
      "user_id  plan  value",
      "-------  ----  -----",
      "1234567  pro   1.23M",
      "      2  ∅      0.03",
    ].join("\n"),
  );
});

test("long answers are cut with a count: findings everywhere, rows in a terminal, cells to its width", () => {
  const many = { ...table, rows: Array.from({ length: 100 }, (_, i) => [i, "p".repeat(50), i, null]) };
  const findings = Array.from({ length: 20 }, (_, i) => finding(`Finding ${i}.`));
  const text = analysisText({ findings, charts: [] }, many, { maxWidth: 40 });
  expect(text).toContain("... and 8 more: --format json has all");
  expect(text).toContain("... and 40 more rows");
  expect(
    Math.max(
      ...text
        .split("\n")
        .filter((line) => line.includes("pp"))
        .map((line) => line.length),
    ),
  ).toBe(40);
  expect(analysisText({ findings: [], charts: [] }, many).split("\n")).toHaveLength(102);
});

test("an answer that is all tiles is told as tiles", () => {
  const item = {
    label: "Users",
    value: 12,
    unit: "users",
    good: "up",
    change: 0.5,
    comparedWith: "2024-01-01",
  } as const;
  const series = [{ day: "2024-01-08", value: 12 }];
  const charts = [{ kind: "stat" as const, title: "t", subtitle: "s", alt: "a", items: [{ ...item, series }] }];
  expect(analysisText({ findings: [finding("Users 12.")], charts }, table)).toMatch(
    /Users +12 users +\+50\.0 % better/,
  );
});
