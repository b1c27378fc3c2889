import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { ANALYSES } from "../src/analyses/registry.ts";
import type { SampleRow } from "../src/build/sample-lake.ts";
import { analysedProject } from "./harness/analysed-project.ts";
import { ROOT } from "./harness/cli.ts";

/** An example of docs/semantics.md: a heading, a table of events, a question with its answer. */
const Example = z.strictObject({
  ask: z.string(),
  with: z.record(z.string(), z.unknown()),
  answer: z.record(z.string(), z.unknown()),
  /** Sections of the project file that the example needs. */
  project: z.record(z.string(), z.unknown()).default({}),
});

const COLUMNS: Readonly<Record<string, string>> = {
  time: "event_time",
  user: "user_id",
  session: "session_id",
  item: "item_id",
};
const NUMBERS = new Set(["user_id", "session_id", "item_id", "value", "score"]);
const NOTHING: SampleRow = {
  ...{ event_time: null, event: null, user_id: null, session_id: null, item_id: null, value: null },
  ...{ plan: null, country: null, city: null, invoice: null, score: null },
};

const page = readFileSync(join(ROOT, "docs/semantics.md"), "utf8");
const examples = page
  .split(/^#### /m)
  .slice(1)
  .map((section) => {
    const [title = ""] = section.split("\n");
    const lines = section.split("\n").filter((line) => line.startsWith("|"));
    const cells = lines.map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
    const [head = [], , ...body] = cells;
    const rows = body.map(
      (row): SampleRow => ({
        ...NOTHING,
        ...Object.fromEntries(head.map((name, i) => cellOf(COLUMNS[name] ?? name, row[i] ?? ""))),
      }),
    );
    const [, json = "null"] = /```json\n([^`]*)```/.exec(section) ?? [];
    return { title, rows, ...Example.parse(JSON.parse(json)) };
  });

function cellOf(column: string, text: string): readonly [string, string | number | null] {
  if (text === "") return [column, null];
  if (column === "event_time") return [column, text.length === 16 ? `${text}:00` : text];
  return [column, NUMBERS.has(column) ? Number(text) : text];
}

const at = (value: unknown, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>(
      (inner, key) => (typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined),
      value,
    );

test("every example has at most ten events", () => {
  expect(examples.length).toBeGreaterThan(20);
  for (const { title, rows } of examples) expect(rows.length, title).toBeLessThanOrEqual(10);
});

test.each(examples)("$title", async ({ rows, ask, with: params, answer, project }) => {
  const sections = {
    project: { name: "semantics", timezone: "UTC" },
    dimensions: { plan: {}, country: {} },
    metrics: {},
    segments: {},
    funnels: {},
    ...project,
  };
  await using analysed = await analysedProject({ rows, sections });
  const analysis = ANALYSES.find(({ id }) => id === ask);
  const evaluated = await analysis?.evaluate(params, analysed.context, (query) => analysed.fetch(query));
  const { result } = z.object({ status: z.literal("ok"), result: z.unknown() }).parse(evaluated);
  expect(Object.fromEntries(Object.keys(answer).map((path) => [path, at(result, path)]))).toEqual(answer);
});
