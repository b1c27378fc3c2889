import { expect, test } from "vitest";
import { markdownBlocks } from "./markdown-blocks.ts";

test("a card's headings, paragraphs, lists, code and tables", () => {
  const text = [
    "# Title",
    "",
    "Two lines",
    "of one paragraph.",
    "- first",
    "  goes on",
    "- second",
    "",
    "1. one",
    "2. two",
    "",
    "```",
    "# no heading",
    "```",
    "",
    "| a | b |",
    "| --- | --- |",
    "| 1 | x \\| y |",
  ].join("\n");
  expect(markdownBlocks(text)).toEqual([
    { kind: "heading", level: 1, text: "Title" },
    { kind: "paragraph", text: "Two lines of one paragraph." },
    { kind: "list", ordered: false, items: ["first goes on", "second"] },
    { kind: "list", ordered: true, items: ["one", "two"] },
    { kind: "code", text: "# no heading" },
    { kind: "table", head: ["a", "b"], rows: [["1", "x \\| y"]] },
  ]);
});
