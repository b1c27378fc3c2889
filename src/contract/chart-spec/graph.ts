import { z } from "zod";
import { Column, list, Value } from "./column.ts";
import { words } from "./words.ts";

const GraphNode = z.strictObject({
  id: z.string(),
  label: z.string(),
  /** Nodes of a group look alike; null without. */
  group: z.string().nullable(),
  /** Smaller lines under the label: the columns of a table. */
  lines: list(z.string()),
  value: Value,
});
export type GraphNode = z.infer<typeof GraphNode>;

const GraphEdge = z.strictObject({
  from: z.string(),
  to: z.string(),
  label: z.string().nullable(),
  /** Drawn as the width of the edge; null without. */
  value: Value,
});
export type GraphEdge = z.infer<typeof GraphEdge>;

/** Things and the arrows between them: a data model, transitions. */
export const GraphChart = z
  .strictObject({
    kind: z.literal("graph"),
    ...words,
    /** What a node's value is; null when nodes have none. */
    node: Column.nullable(),
    /** What an edge's value is; null when edges have none. */
    edge: Column.nullable(),
    nodes: list(GraphNode),
    edges: list(GraphEdge),
  })
  .superRefine(({ nodes, edges }, context) => {
    const ids = new Set(nodes.map(({ id }) => id));
    if (ids.size < nodes.length) context.addIssue({ code: "custom", message: "two nodes have the same id" });
    for (const { from, to } of edges) {
      const missing = [from, to].find((id) => !ids.has(id));
      if (missing !== undefined)
        context.addIssue({ code: "custom", message: `an edge names the unknown node "${missing}"` });
    }
  });
export type GraphChart = z.infer<typeof GraphChart>;
