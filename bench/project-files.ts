import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { projectPaths } from "../src/config/paths.ts";

/** Every file below a folder. */
export function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile());
}

/** What a project's answers are read from: its warehouse and its lake. */
export function projectFiles(root: string): readonly string[] {
  const { lake, warehouse } = projectPaths(root);
  return [warehouse, ...filesIn(lake)];
}
