import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { AppError } from "../core/errors.ts";
import { findProjectRoot, loadProject, parseProject } from "./project-file.ts";

const GOOD = `project:
  name: shop
sources:
  shop:
    path: a.csv
    events:
      time: t
      name: e
`;

function problemOf(text: string): AppError {
  try {
    parseProject(text, "tidemark.yml", {});
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("the text is a valid project");
}

/** The good project with text after one of its lines. */
const after = (line: string, ...more: readonly string[]): string => GOOD.replace(line, [line, ...more].join("\n"));

test("a small project gets its defaults", () => {
  const project = parseProject(GOOD, "tidemark.yml", {});
  expect(project.project).toEqual({ name: "shop", timezone: "UTC", week_start: "monday" });
  expect(project.sources["shop"]).toMatchObject({
    dedupe_window_days: 30,
    changed: "error",
    late_days: 0,
  });
});

test.each([
  ["metricz:\n  a: {kind: count}", 9, 'unknown key "metricz" (did you mean "metrics"?)'],
  [
    "metrics:\n  a:\n    kind: count\n    filtr: {event: x}",
    12,
    'unknown key "filtr" in metrics.a (did you mean "filter"?)',
  ],
  [
    "metrics:\n  a: {kind: count, filter: {event: {eq: a, prefx: b}}}",
    10,
    'unknown key "prefx" in metrics.a.filter.event (did you mean "prefix"?)',
  ],
  [
    "metrics:\n  a:\n    kind: cuont",
    11,
    'metrics.a.kind: "cuont" is not one of count, distinct, sum, mean, quantile, ratio (did you mean "count"?)',
  ],
  ["metrics:\n  a:\n    of: x", 10, "metrics.a.kind is missing"],
  ["metrics:\n  a: {kind: sum, of: 5}", 10, "metrics.a.of: expected text, found a number (5)"],
  ["metrics:\n  a: {kind: sum, of: price *}", 10, "metrics.a.of: not an expression: the expression ends too early"],
  [
    "metrics:\n  views: {kind: count}\n  r: {kind: ratio, numerator: view, denominator: views}",
    11,
    '"view" is not declared (did you mean "views"?); declared: views, r',
  ],
  [
    "metrics:\n  a: {kind: count, on: shoop}",
    10,
    'metrics.a.on: "shoop" is not declared (did you mean "shop"?); declared: shop',
  ],
  ["metrics:", 9, "metrics: expected keys with values, found nothing"],
  [
    "dimensions:\n  d:\n    rules:\n      - when: {a: 1}\n        than: x",
    13,
    'unknown key "than" in dimensions.d.rules.0 (did you mean "then"?)',
  ],
  ["dimensions:\n  d: {parent: country}", 10, '"country" is not declared; declared: d'],
  [
    "segments:\n  s:\n    any:\n      - did: {event: x}\n      - not: {lst_seen: {within: 3d}}",
    13,
    'unknown key "lst_seen" in segments.s.any.1.not (did you mean "last_seen"?)',
  ],
  [
    "segments:\n  s:\n    all:\n      - all:\n          - not: {did: {event: x, at_lest: 2}}",
    13,
    'unknown key "at_lest" in segments.s.all.0.all.0.not.did (did you mean "at_least"?)',
  ],
  [
    "segments:\n  s: {sequence: {first: {event: a}, then: {event: b}, within: 3 days}}",
    10,
    "segments.s.sequence.within: a duration is a number and m, h, d or w",
  ],
  ["segments:\n  s: {all: [{segment: byers}]}\n  buyers: {did: {event: x}}", 10, '(did you mean "buyers"?)'],
  [
    "segments:\n  s: {where: {user_id: 1234567890123456789}}",
    10,
    "segments.s.where.user_id: a whole number so large loses digits; write it in quotes",
  ],
  [
    "checks:\n  c: {check: accepted, column: a, on: shop, values: [1, 9007199254740993]}",
    10,
    "checks.c.values.1: a whole number so large loses digits; write it in quotes",
  ],
  [
    "checks:\n  c: {check: range, column: a, on: shop, max: 9007199254740993}",
    10,
    "checks.c.max: a whole number so large loses digits; bounds go to 9007199254740991",
  ],
  [
    "segments:\n  s: {where: {user_id: {gte: 9007199254740993}}}",
    10,
    "segments.s.where.user_id.gte: a whole number so large loses digits; bounds go to 9007199254740991",
  ],
  [
    "funnels:\n  f: {steps: [a, {event: b, value: {expr: n, gt: 9007199254740993}}]}",
    10,
    "funnels.f.steps.1.value.gt: a whole number so large loses digits; bounds go to 9007199254740991",
  ],
  ["checks:\n  c: {check: not_nul, column: a, on: shop}", 10, '(did you mean "not_null"?)'],
])("%s: line %i says %s", (text, line, message) => {
  const error = problemOf(`${GOOD}${text}\n`);
  expect(error).toMatchObject({ code: "CONFIG_INVALID", exitCode: 3 });
  expect(error.message).toContain(`tidemark.yml:${line}: `);
  expect(error.message).toContain(message);
});

test.each([
  [
    after("    path: a.csv", "    delimeter: ','"),
    6,
    'unknown key "delimeter" in sources.shop (did you mean "delimiter"?)',
  ],
  [after("      name: e", "      usr: u"), 9, 'unknown key "usr" in sources.shop.events (did you mean "user"?)'],
  [after("    path: a.csv", "    dedupe: exakt"), 6, '"exakt" is not one of exact, id, none (did you mean "exact"?)'],
  [after("    path: a.csv", "    format: cvs"), 6, '(did you mean "csv"?)'],
  [after("    path: a.csv", "    late_days: two"), 6, 'expected a number, found text ("two")'],
  [after("      name: e", "    columns:", "      a: integr"), 10, '"integr" is not a type (did you mean "integer"?)'],
  [
    after("      name: e", "    columns:", "      a: {typ: integer}"),
    10,
    'unknown key "typ" in sources.shop.columns.a (did you mean "type"?)',
  ],
  [
    after("      name: e", "    columns:", "      a: {type: integer, nulls: '-'}"),
    10,
    'a.nulls: expected a list, found text ("-")',
  ],
  [
    after("      name: e", "      value: {expr: 'abs(x)', events: [a]}"),
    9,
    'unknown function "abs"; known: coalesce, lower, trim',
  ],
  [after("  name: shop", "  timezone: Europe/Berln"), 3, '"Europe/Berln" is not a known IANA time zone'],
  [after("      name: e", "    table: {key: a}"), 4, "a source has exactly one of `events`"],
  [GOOD.replace("  shop:\n", "  Shop-1:\n"), 4, "an id is lower-case letters"],
])("problem %#: line and words", (text, line, message) => {
  const error = problemOf(text);
  expect(error.message).toContain(`tidemark.yml:${line}: `);
  expect(error.message).toContain(message);
});

test.each([
  [`${GOOD}metrics:\n  a: {kind: count\n`, 11, "Flow map"],
  ["project:\n\tname: x\n", 2, "Tabs are not allowed"],
  [`${GOOD}metrics:\n  a: {kind: count}\n  a: {kind: count}\n`, 11, "Map keys must be unique"],
  ["", 1, "the file: expected keys with values, found nothing"],
])("what is not YAML, or not a project, is said with its line", (text, line, message) => {
  expect(problemOf(text).message).toMatch(new RegExp(`^tidemark.yml:${line}: .*${message}`));
});

test("a variable of the environment is read, and missed by name, key and line", () => {
  const text = GOOD.replace("a.csv", `\${DATA_DIR}/a.csv`);
  expect(parseProject(text, "tidemark.yml", { DATA_DIR: "/data" }).sources["shop"]?.path).toBe("/data/a.csv");
  const error = problemOf(text);
  expect(error.message).toBe("tidemark.yml:5: sources.shop.path: the environment variable DATA_DIR is not set");
  expect(error.hint).toContain("DATA_DIR");
});

test("several problems are all listed", () => {
  expect(problemOf(`${GOOD}metricz: {}\ndimension: {}\n`).message.split("\n")).toHaveLength(2);
});

test("the nearest folder upwards with a project file is the project", () => {
  const root = mkdtempSync(join(tmpdir(), "tidemark-root-"));
  try {
    mkdirSync(join(root, "a", "b"), { recursive: true });
    expect(() => findProjectRoot(join(root, "a", "b"))).toThrow(/no tidemark.yml/);
    writeFileSync(join(root, "tidemark.yml"), GOOD);
    expect(findProjectRoot(join(root, "a", "b"))).toBe(root);
    expect(loadProject(root).project.project.name).toBe("shop");
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
