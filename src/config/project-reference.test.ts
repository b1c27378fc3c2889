import { expect, test } from "vitest";
import { knownKeysAt, knownValuesAt } from "./known-keys.ts";
import { parseProject } from "./project-file.ts";
import { projectReferencePage } from "./project-reference.ts";

const SMALL = "project: {name: x}\nsources: {log: {path: a.csv, events: {time: t, name: n}}}\n";

test("every section and key of the schema is on the page", () => {
  const page = projectReferencePage();
  for (const section of knownKeysAt([])) {
    expect(page).toContain(`## ${section}\n`);
    const below = section === "project" || section === "engine" ? [section] : [section, "id"];
    for (const key of knownKeysAt(below)) expect(page).toMatch(new RegExp(`\`(<id>\\.)?${key}\``));
  }
});

test("keys and words are known at every depth", () => {
  expect(knownKeysAt(["sources", "shop", "events"])).toContain("session");
  expect(knownKeysAt(["sources", "shop", "columns", "price"])).toContain("nulls");
  expect(knownKeysAt(["dimensions", "d", "rules", 0, "when", "brand"])).toContain("prefix");
  expect(knownKeysAt(["segments", "s", "all", 0, "any", 1, "not", "did"])).toContain("at_least");
  expect(knownValuesAt(["metrics", "m", "kind"])).toContain("ratio");
  expect(knownValuesAt(["project", "name"])).toEqual([]);
});

test("a rule within a rule is documented once, and the example is a valid section", () => {
  const page = projectReferencePage();
  expect(page).toContain("| `<id>.all` | list of keys of a rule | all of these must hold |");
  expect(page).not.toMatch(/`<id>\.(all|any|not)\b.+`/);
  const example = /```yaml\n(segments:.*?)```/s.exec(page)?.[1] ?? "";
  expect(Object.keys(parseProject(`${SMALL}${example}`, "tidemark.yml", {}).segments)).toHaveLength(3);
});
