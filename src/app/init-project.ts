import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { environment } from "../config/environment.ts";
import { PROJECT_FILE, parseProject } from "../config/project-file.ts";
import { projectSchemaText } from "../config/project-reference.ts";
import { AppError } from "../core/errors.ts";
import { projectText } from "../lake/propose/project-text.ts";
import type { ProjectProposal } from "../lake/propose/proposal.ts";
import { proposeProject } from "../lake/propose/propose-project.ts";
import { openDuckDB } from "../warehouse/duckdb/instance.ts";

export interface InitOptions {
  /** The project's folder, made if it is missing. */
  readonly root: string;
  readonly cwd: string;
  readonly from: readonly string[];
  /** Overwrite an existing project file. */
  readonly force?: boolean;
}

const SCHEMA_FILE = ".tidemark/project.schema.json";
const IGNORED = [".tidemark/", "lake/"];
const SAMPLE_MEMORY_BYTES = 1e9;

/**
 * Proposes a project from files and writes `tidemark.yml`, `.gitignore` and the JSON Schema for editors.
 * Nothing is written when anything fails.
 * @throws AppError PROJECT_EXISTS unless `force`, and those of `proposeProject`
 */
export async function initProject({ root, cwd, from, force = false }: InitOptions): Promise<ProjectProposal> {
  const file = join(root, PROJECT_FILE);
  if (existsSync(file) && !force) {
    throw new AppError("PROJECT_EXISTS", `${root} already has a ${PROJECT_FILE}`, { hint: "--force overwrites it" });
  }
  if (statSync(root, { throwIfNoEntry: false })?.isFile())
    throw new AppError("USAGE", `${root} is a file, not a folder`);
  const proposal = await proposedFrom(from, { root, cwd });
  const text = projectText(proposal, { schemaPath: SCHEMA_FILE });
  parseProject(text, file, environment());
  try {
    mkdirSync(join(root, ".tidemark"), { recursive: true });
    writeFileSync(join(root, SCHEMA_FILE), projectSchemaText());
    ignore(join(root, ".gitignore"));
    writeFileSync(file, text);
  } catch (error) {
    throw new AppError("FILE_UNREADABLE", `cannot write in ${root}`, {
      cause: error,
      hint: "choose a folder you may write in",
    });
  }
  return proposal;
}

async function proposedFrom(
  from: readonly string[],
  { root, cwd }: { readonly root: string; readonly cwd: string },
): Promise<ProjectProposal> {
  const tempDir = mkdtempSync(join(tmpdir(), "tidemark-init-"));
  try {
    await using warehouse = await openDuckDB({
      path: ":memory:",
      spillDir: tempDir,
      memoryLimitBytes: SAMPLE_MEMORY_BYTES,
    });
    return await proposeProject(from, { warehouse, tempDir, root, cwd, name: basename(resolve(root)) || "project" });
  } finally {
    rmSync(tempDir, { recursive: true, force: true });
  }
}

/** Adds the lake and the state folder to what git leaves alone, once. */
function ignore(path: string): void {
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  const missing = IGNORED.filter((line) => !text.split("\n").includes(line));
  if (missing.length === 0) return;
  writeFileSync(path, `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${missing.join("\n")}\n`);
}
