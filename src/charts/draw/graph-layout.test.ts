import fc from "fast-check";
import { expect, test } from "vitest";
import type { GraphEdge, GraphNode } from "../../contract/chart-spec/graph.ts";
import { layoutGraph } from "./graph-layout.ts";

const node = (id: string): GraphNode => ({ id, label: id, group: null, lines: [], value: null });
const edge = (from: string, to: string): GraphEdge => ({ from, to, label: null, value: null });
const layout = (nodes: readonly GraphNode[], edges: readonly GraphEdge[]) =>
  layoutGraph({ nodes, edges }, { gap: 80, sizeOf: ({ id }) => ({ width: 60 + id.length, height: 40 }) });

test("a chain goes from left to right, an edge over a column passes through it", () => {
  const { nodes, passages } = layout(["a", "b", "c"].map(node), [edge("a", "b"), edge("b", "c"), edge("a", "c")]);
  expect(["a", "b", "c"].map((id) => nodes.get(id)?.x)).toEqual([0, 141, 282]);
  expect(passages.map(({ length }) => length)).toEqual([0, 0, 1]);
  const b = nodes.get("b");
  const [passage] = passages[2] ?? [];
  expect(passage !== undefined && b !== undefined && (passage.y < b.y || passage.y > b.y + b.height)).toBe(true);
});

test("boxes never overlap, whatever the edges; without cycles every edge leads to the right", () => {
  const size = fc.integer({ min: 1, max: 9 });
  const graph = size.chain((n) =>
    fc.record({
      n: fc.constant(n),
      pairs: fc.array(fc.tuple(fc.integer({ min: 0, max: n - 1 }), fc.integer({ min: 0, max: n - 1 })), {
        maxLength: 14,
      }),
      cyclic: fc.boolean(),
    }),
  );
  fc.assert(
    fc.property(graph, ({ n, pairs, cyclic }) => {
      const ids = Array.from({ length: n }, (_, i) => `n${i}`);
      const edges = pairs.filter(([a, b]) => cyclic || a < b).map(([a, b]) => edge(ids[a] ?? "", ids[b] ?? ""));
      const boxes = [...layout(ids.map(node), edges).nodes.values()];
      expect(boxes).toHaveLength(n);
      for (const [i, a] of boxes.entries())
        for (const b of boxes.slice(i + 1)) {
          const apart = a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
          expect(apart).toBe(true);
        }
      if (cyclic) return;
      const at = new Map(boxes.map((box) => [box.node.id, box.x]));
      for (const { from, to } of edges) expect(at.get(from)).toBeLessThan(at.get(to) ?? 0);
    }),
    { numRuns: 60 },
  );
});
