import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Document, parseDocument } from "yaml";
import type { Project } from "../contract/project/project.ts";
import { environment } from "./environment.ts";
import { PROJECT_FILE, parseProject } from "./project-file.ts";

/**
 * Changes the project file; what the change leaves alone stays, comments too.
 * @param check looks at what the project would be, and throws where it must not be so
 * @returns the project as it is now
 * @throws AppError CONFIG_INVALID when the file is not valid, before or after; it is then as it was
 */
export function editProject(
  root: string,
  change: (document: Document) => void,
  check?: (project: Project) => void,
): Project {
  const path = join(root, PROJECT_FILE);
  const document = parseDocument(readFileSync(path, "utf8"));
  change(document);
  const text = document.toString({ lineWidth: 0 });
  const project = parseProject(text, path, environment());
  check?.(project);
  writeFileSync(`${path}.new`, text);
  renameSync(`${path}.new`, path);
  return project;
}
