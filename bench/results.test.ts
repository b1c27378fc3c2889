import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { renderBench } from "./render.ts";
import { BenchResult } from "./result.ts";

const FOLDER = join(import.meta.dirname, "results");
const files = existsSync(FOLDER) ? readdirSync(FOLDER) : [];

test("every committed page is rendered from the JSON beside it, and every JSON has its page", () => {
  const names = (ending: string): readonly string[] =>
    files.filter((file) => file.endsWith(ending)).map((file) => file.slice(0, -ending.length));
  expect(names(".md")).toEqual(names(".json"));
  for (const name of names(".json")) {
    const result = BenchResult.parse(JSON.parse(readFileSync(join(FOLDER, `${name}.json`), "utf8")));
    expect(result.name).toBe(name);
    expect(readFileSync(join(FOLDER, `${name}.md`), "utf8"), `${name}.md`).toBe(renderBench(result));
  }
});
