import { type Document, isMap, isScalar, type LineCounter, type Node } from "yaml";
import type { z } from "zod";
import { didYouMean } from "../core/nearest.ts";
import { knownKeysAt, knownValuesAt } from "./known-keys.ts";

/** A project file as parsed, to say where in it a problem is. */
export interface ProjectText {
  readonly document: Document;
  readonly lines: LineCounter;
  /** Named in messages. */
  readonly path: string;
  readonly data: unknown;
}

type Issue = z.core.$ZodIssue;
type Keys = readonly PropertyKey[];

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "keys with values",
  record: "keys with values",
  null: "nothing",
};

const typeWord = (type: string): string => TYPE_WORDS[type] ?? type;

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** One sentence per problem: `file:line: key: what is wrong (did you mean ...?)`. */
export function describeProblems(issues: readonly Issue[], text: ProjectText): readonly string[] {
  return [...new Set(issues.flatMap((issue) => describe(issue, text)))];
}

function describe(issue: Issue, text: ProjectText): readonly string[] {
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(issue.path, key, text));
  const inner = issue.code === "invalid_union" ? bestBranch(issue.errors) : undefined;
  if (inner !== undefined) {
    return inner.flatMap((nested) => describe({ ...nested, path: [...issue.path, ...nested.path] } as Issue, text));
  }
  return [`${text.path}:${lineOf(text, issue.path)}: ${dotted(issue.path)}${sentence(issue, text)}`];
}

function dotted(keys: Keys): string {
  return keys.length === 0 ? "the file" : keys.map(String).join(".");
}

function unknownKey(parent: Keys, key: string, text: ProjectText): string {
  const known = knownKeysAt(parent);
  const where = parent.length === 0 ? "" : ` in ${dotted(parent)}`;
  const near = didYouMean(key, known) || `; known: ${known.join(", ")}`;
  return `${text.path}:${lineOf(text, [...parent, key])}: unknown key "${key}"${where}${near}`;
}

function sentence(issue: Issue, text: ProjectText): string {
  const value = valueAt(text.data, issue.path);
  if (issue.code === "invalid_key") return `: ${issue.issues[0]?.message ?? issue.message}`;
  if (value === undefined) return " is missing";
  const known = knownValuesAt(issue.path);
  if ((issue.code === "invalid_value" || issue.code === "invalid_union") && known.length > 0) {
    return `: ${JSON.stringify(value)} is not one of ${known.join(", ")}${didYouMean(String(value), known)}`;
  }
  if (issue.code === "invalid_type") return `: expected ${typeWord(issue.expected)}, found ${found(value)}`;
  return `: ${issue.message}`;
}

function found(value: unknown): string {
  const type = typeOf(value);
  const shown = type === "string" || type === "number" || type === "boolean" ? ` (${JSON.stringify(value)})` : "";
  return `${typeWord(type)}${shown}`;
}

function valueAt(data: unknown, keys: Keys): unknown {
  return keys.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    data,
  );
}

/** The branch of a union that came furthest: the one whose first problem lies deepest, then with fewest problems. */
function bestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const depth = (issues: readonly Issue[]): number =>
    issues.some((i) => i.code === "invalid_type" && i.path.length === 0)
      ? -1
      : Math.max(0, ...issues.map((i) => i.path.length + 1));
  return [...branches].filter((b) => b.length > 0).sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0];
}

/** Line of the key at a path, or of its nearest existing ancestor; 1 for an empty document. */
export function lineOf({ document, lines }: Pick<ProjectText, "document" | "lines">, keys: Keys): number {
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
