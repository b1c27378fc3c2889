import { expect, test } from "vitest";
import { knownKeysAt, knownValuesAt } from "./known-keys.ts";
import { projectReferencePage } from "./project-reference.ts";

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
  expect(knownValuesAt(["metrics", "m", "kind"])).toContain("ratio");
  expect(knownValuesAt(["project", "name"])).toEqual([]);
});
