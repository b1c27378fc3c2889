import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type Document, isMap, isScalar, LineCounter, type Node, parseDocument } from "yaml";
import type { z } from "zod";
import { Project } from "../contract/project/project.ts";
import { AppError } from "../core/errors.ts";
import { didYouMean } from "../core/nearest.ts";
import { environment } from "./environment.ts";
import { knownKeysAt } from "./known-keys.ts";

export const PROJECT_FILE = "tidemark.yml";

export interface LoadedProject {
  /** Absolute path of the project's folder. */
  readonly root: string;
  readonly project: Project;
}

/** The nearest folder at or above `from` that holds a project file. */
export function findProjectRoot(from: string): string {
  let dir = resolve(from);
  while (!existsSync(join(dir, PROJECT_FILE))) {
    const parent = dirname(dir);
    if (parent === dir) {
      throw new AppError("PROJECT_NOT_FOUND", `no ${PROJECT_FILE} in ${resolve(from)} or above it`, {
        hint: "create one with `tidemark init --from <file>`, or name the folder with --project <dir>",
      });
    }
    dir = parent;
  }
  return dir;
}

/** Reads and checks `<root>/tidemark.yml`. @throws AppError CONFIG_INVALID naming key, file, line and nearest match */
export function loadProject(root: string): LoadedProject {
  const path = join(root, PROJECT_FILE);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new AppError("PROJECT_NOT_FOUND", `cannot read ${path}`, { cause: error, hint: "create it with `tidemark init --from <file>`" });
  }
  return { root: resolve(root), project: parseProject(text, path, environment()) };
}

/**
 * Parses a project file's text.
 * @param path named in errors only
 * @param env values for `${VAR}`
 */
export function parseProject(text: string, path: string, env: Readonly<Record<string, string | undefined>>): Project {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [syntax] = document.errors;
  if (syntax !== undefined) {
    throw new AppError("CONFIG_INVALID", `${path}:${lines.linePos(syntax.pos[0]).line}: ${syntax.message.split("\n")[0]}`);
  }
  const data = interpolate(document.toJS(), env, path);
  const parsed = Project.safeParse(data);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.flatMap((issue) => describeIssue(issue, { document, lines, path, data }));
  throw new AppError("CONFIG_INVALID", problems.join("\n"), { hint: "docs/reference/project.md lists every key" });
}

interface IssueContext {
  readonly document: Document;
  readonly lines: LineCounter;
  readonly path: string;
  readonly data: unknown;
}

type Issue = z.core.$ZodIssue;

function describeIssue(issue: Issue, context: IssueContext): string[] {
  const { path } = context;
  const at = (keys: readonly PropertyKey[]): string => `${path}:${lineOf(context, keys)}`;
  const dotted = (keys: readonly PropertyKey[]): string => (keys.length === 0 ? "the file" : keys.map(String).join("."));
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => {
      const known = knownKeysAt(issue.path);
      const where = issue.path.length === 0 ? "" : ` in ${dotted(issue.path)}`;
      return `${at([...issue.path, key])}: unknown key "${key}"${where}${didYouMean(key, known) || `; known: ${known.join(", ")}`}`;
    });
  }
  if (issue.code === "invalid_union") {
    const nested = bestBranch(issue.errors);
    if (nested !== undefined) {
      return nested.flatMap((inner) => describeIssue({ ...inner, path: [...issue.path, ...inner.path] } as Issue, context));
    }
  }
  return [`${at(issue.path)}: ${dotted(issue.path)}: ${issue.message}`];
}

/** The branch of a union that came furthest: the one whose first problem lies deepest, then with fewest problems. */
function bestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const depth = (issues: readonly Issue[]): number =>
    issues.some((i) => i.code === "invalid_type" && i.path.length === 0) ? -1 : Math.max(0, ...issues.map((i) => i.path.length + 1));
  return [...branches].filter((b) => b.length > 0).sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0];
}

/** Line of the key at a path, or of its nearest existing ancestor; 1 for an empty document. */
function lineOf({ document, lines }: IssueContext, keys: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const key of keys) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
      if (pair === undefined) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else if (typeof key === "number" && typeof node === "object" && node !== null && "items" in node) {
      node = (node.items as Node[])[key];
      offset = (node as Node | undefined)?.range?.[0] ?? offset;
    } else break;
  }
  return lines.linePos(offset).line;
}

function interpolate(value: unknown, env: Readonly<Record<string, string | undefined>>, path: string): unknown {
  if (typeof value === "string") {
    return value.replace(/\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_, name: string) => {
      const found = env[name];
      if (found === undefined) {
        throw new AppError("CONFIG_INVALID", `${path}: the environment variable ${name} is not set`, { hint: `set ${name}, or write the value in place` });
      }
      return found;
    });
  }
  if (Array.isArray(value)) return value.map((item) => interpolate(item, env, path));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, interpolate(item, env, path)]));
  }
  return value;
}
