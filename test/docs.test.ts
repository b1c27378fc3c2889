import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { expect, test } from "vitest";
import { REFERENCE_PAGES } from "../scripts/reference-pages.ts";
import { ANALYSES } from "../src/analyses/registry.ts";
import { ROOT } from "./harness/cli.ts";

test.each(Object.entries(REFERENCE_PAGES))("%s is what the code generates (`npm run docs` writes it)", (path, text) => {
  expect(readFileSync(join(ROOT, path), "utf8")).toBe(text());
});

const pages = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"].concat(
  readdirSync(join(ROOT, "docs"), { recursive: true })
    .map(String)
    .filter((path) => path.endsWith(".md"))
    .map((path) => `docs/${path}`),
);

test.each(pages)("links in %s lead somewhere", (page) => {
  const text = readFileSync(join(ROOT, page), "utf8");
  const targets = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map((match) => match[1] ?? "");
  const local = targets.filter((target) => !/^[a-z]+:/.test(target));
  expect(local.filter((target) => !existsSync(resolve(ROOT, dirname(page), target)))).toEqual([]);
});

test("every runtime and development dependency has its reason", () => {
  const manifest = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as Record<
    string,
    Record<string, string>
  >;
  const reasons = readFileSync(join(ROOT, "docs/dependencies.md"), "utf8");
  const names = Object.keys({ ...manifest["dependencies"], ...manifest["devDependencies"] });
  expect(names.filter((name) => !reasons.includes(`| \`${name}\` |`))).toEqual([]);
});

test("decision records are short and have context, decision and consequences", () => {
  const folder = join(ROOT, "docs/decisions");
  for (const name of readdirSync(folder)) {
    const text = readFileSync(join(folder, name), "utf8");
    expect(text.split("\n").length, name).toBeLessThan(41);
    for (const heading of ["## Context", "## Decision", "## Consequences"]) expect(text, name).toContain(heading);
  }
});

test.each(ANALYSES.map(({ id }) => id))("analysis %s has a method card", (id) => {
  const card = readFileSync(join(ROOT, `docs/analyses/${id}.md`), "utf8");
  for (const heading of ["## Question", "## Definition", "## When not to use", "## Example"])
    expect(card).toContain(heading);
});
