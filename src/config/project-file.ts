import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { LineCounter, parseDocument } from "yaml";
import { Project } from "../contract/project/project.ts";
import { AppError } from "../core/errors.ts";
import { environment } from "./environment.ts";
import { describeProblems, lineOf } from "./project-problems.ts";

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
    throw new AppError("PROJECT_NOT_FOUND", `cannot read ${path}`, {
      cause: error,
      hint: "create it with `tidemark init --from <file>`",
    });
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
  if (syntax !== undefined) throw syntaxProblem(syntax, `${path}:${lines.linePos(syntax.pos[0]).line}`);
  const data = interpolate(document.toJS(), {
    env,
    missing: (name, keys) => {
      throw new AppError(
        "CONFIG_INVALID",
        `${path}:${lineOf({ document, lines }, keys)}: ${keys.join(".")}: the environment variable ${name} is not set`,
        { hint: `set ${name}, or write the value in place` },
      );
    },
  });
  const parsed = Project.safeParse(data);
  if (parsed.success) return parsed.data;
  const problems = describeProblems(parsed.error.issues, { document, lines, path, data });
  throw new AppError("CONFIG_INVALID", problems.join("\n"), { hint: "docs/reference/project.md lists every key" });
}

/** YAML's own message, without its excerpt of the file and its second mention of the line. */
function syntaxProblem({ message }: Error, place: string): AppError {
  const [first = message] = message.split("\n");
  return new AppError("CONFIG_INVALID", `${place}: ${first.replace(/ at line \d+, column \d+:?$/, "")}`, {
    hint: "the file is not valid YAML: check indentation (spaces, no tabs), brackets and quotes up to this line",
  });
}

interface Interpolation {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly missing: (name: string, keys: readonly (string | number)[]) => never;
}

/** Replaces `${VAR}` in every text. */
function interpolate(value: unknown, options: Interpolation, keys: readonly (string | number)[] = []): unknown {
  if (typeof value === "string") {
    return value.replace(
      /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g,
      (_, name: string) => options.env[name] ?? options.missing(name, keys),
    );
  }
  if (Array.isArray(value)) return value.map((item, i) => interpolate(item, options, [...keys, i]));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, interpolate(item, options, [...keys, key])]),
    );
  }
  return value;
}
