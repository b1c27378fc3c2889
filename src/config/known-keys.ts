import { z } from "zod";
import { Project } from "../contract/project/project.ts";

interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}

/** The project file's JSON Schema (draft 2020-12), for editors and for the reference page. */
export function projectJsonSchema(): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(Project, { io: "input", unrepresentable: "any" }) as Readonly<Record<string, unknown>>;
}

let schema: JsonSchema | undefined;

/** A node of the project's schema with its reference followed; what stands beside the reference wins. */
export function resolveNode<Node extends { readonly $ref?: string }>(node: Node): Node {
  if (node.$ref === undefined) return node;
  schema ??= projectJsonSchema() as JsonSchema;
  const { $ref, ...beside } = node;
  const target = schema.$defs?.[$ref.slice($ref.lastIndexOf("/") + 1)] ?? {};
  return resolveNode({ ...target, ...beside } as Node);
}

/** The keys a project file may have at a path, for "did you mean" hints. */
export function knownKeysAt(path: readonly PropertyKey[]): readonly string[] {
  return [...new Set(nodesAt(path).flatMap((node) => Object.keys(node.properties ?? {})))];
}

/** The words a project file may have as the value at a path; empty where any value is allowed. */
export function knownValuesAt(path: readonly PropertyKey[]): readonly string[] {
  const values = nodesAt(path).flatMap((node) => [...(node.enum ?? []), ...("const" in node ? [node.const] : [])]);
  return [...new Set(values.map(String))];
}

function nodesAt(path: readonly PropertyKey[]): readonly JsonSchema[] {
  schema ??= projectJsonSchema() as JsonSchema;
  let nodes: readonly JsonSchema[] = [schema];
  for (const key of path) nodes = nodes.flatMap((node) => stepsInto(node, String(key)));
  return nodes.flatMap(branches);
}

function branches(reference: JsonSchema): readonly JsonSchema[] {
  const node = resolveNode(reference);
  return [node, ...(node.anyOf ?? []).flatMap(branches), ...(node.oneOf ?? []).flatMap(branches)];
}

function stepsInto(node: JsonSchema, key: string): readonly JsonSchema[] {
  return branches(node).flatMap((branch) => {
    const found = branch.properties?.[key] ?? branch.additionalProperties ?? branch.items;
    return typeof found === "object" ? [found] : [];
  });
}
