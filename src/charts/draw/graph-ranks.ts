import type { GraphChart } from "../../contract/chart-spec/graph.ts";

type Graph = Pick<GraphChart, "nodes" | "edges">;

/**
 * The column of each node: the longest way to it from a node that nothing leads to. Edges that close a cycle do not count;
 * nodes without edges fill up the shortest columns.
 */
export function graphRanks({ nodes, edges }: Graph): ReadonlyMap<string, number> {
  const { order, next } = acyclic({ nodes, edges });
  const touched = new Set(edges.flatMap(({ from, to }) => (from === to ? [] : [from, to])));
  const ranks = new Map<string, number>();
  for (const id of order.filter((one) => touched.has(one))) {
    const own = ranks.get(id) ?? 0;
    ranks.set(id, own);
    for (const to of next.get(id) ?? []) ranks.set(to, Math.max(ranks.get(to) ?? 0, own + 1));
  }
  const columns = ranks.size === 0 ? Math.ceil(Math.sqrt(nodes.length)) : Math.max(...ranks.values()) + 1;
  const counts = Array.from({ length: columns }, (_, i) => [...ranks.values()].filter((rank) => rank === i).length);
  for (const { id } of nodes.filter((node) => !touched.has(node.id))) {
    const shortest = counts.indexOf(Math.min(...counts));
    counts[shortest] = (counts[shortest] ?? 0) + 1;
    ranks.set(id, shortest);
  }
  return ranks;
}

/** The edges that do not lead back, and the nodes in an order that follows them; nodes that nothing leads to come first. */
function acyclic({ nodes, edges }: Graph): {
  readonly order: readonly string[];
  readonly next: ReadonlyMap<string, readonly string[]>;
} {
  const all = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  for (const { from, to } of edges) if (from !== to) all.get(from)?.push(to);
  const entered = new Set(edges.filter(({ from, to }) => from !== to).map(({ to }) => to));
  const state = new Map<string, "open" | "done">();
  const next = new Map<string, string[]>();
  const order: string[] = [];
  const visit = (id: string): void => {
    state.set(id, "open");
    const kept = (all.get(id) ?? []).filter((to) => {
      if (state.get(to) === "open") return false;
      if (!state.has(to)) visit(to);
      return true;
    });
    next.set(id, kept);
    state.set(id, "done");
    order.unshift(id);
  };
  for (const first of [true, false]) {
    for (const { id } of nodes) if (!state.has(id) && entered.has(id) !== first) visit(id);
  }
  return { order, next };
}
