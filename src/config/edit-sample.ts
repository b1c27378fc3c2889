import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import type { Project } from "../contract/project/project.ts";
import type { Sample } from "../contract/project/sample.ts";
import { environment } from "./environment.ts";
import { PROJECT_FILE, parseProject } from "./project-file.ts";

/**
 * Writes the `sample` section of the project file, or takes it out; everything else, comments too, stays.
 * @returns the project as it is now
 * @throws AppError CONFIG_INVALID when the file was not valid; it is then as it was
 */
export function editSample(root: string, sample: Sample | null): Project {
  const path = join(root, PROJECT_FILE);
  const document = parseDocument(readFileSync(path, "utf8"));
  if (sample === null) document.delete("sample");
  else document.set("sample", document.createNode({ ...sample }));
  const text = document.toString({ lineWidth: 0 });
  const project = parseProject(text, path, environment());
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
  return project;
}
