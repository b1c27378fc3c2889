import type { GraphChart, GraphNode } from "../../contract/chart-spec/graph.ts";
import { graphRanks } from "./graph-ranks.ts";

export interface PlacedNode {
  readonly node: GraphNode;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A gap in a column through which an edge passes. */
export interface Passage {
  readonly left: number;
  readonly right: number;
  readonly y: number;
}

export interface GraphLayout {
  readonly nodes: ReadonlyMap<string, PlacedNode>;
  /** For each edge its passages, from left to right. */
  readonly passages: readonly (readonly Passage[])[];
  readonly width: number;
  readonly height: number;
}

export interface BoxSize {
  readonly width: number;
  readonly height: number;
}

/** A node, or the passage of an edge. */
interface Cell extends BoxSize {
  readonly id: string;
  readonly node: GraphNode | null;
}

/** Pixels between boxes of a column. */
const ROW_GAP = 20;
const PASSAGE: BoxSize = { width: 0, height: 6 };

/** Boxes in columns, arrows from left to right as far as there are no cycles; few crossings, always the same. */
export function layoutGraph(
  { nodes, edges }: Pick<GraphChart, "nodes" | "edges">,
  { gap, sizeOf }: { readonly gap: number; readonly sizeOf: (node: GraphNode) => BoxSize },
): GraphLayout {
  const ranks = graphRanks({ nodes, edges });
  const columns: Cell[][] = Array.from({ length: Math.max(0, ...ranks.values()) + 1 }, () => []);
  for (const node of nodes) columns[ranks.get(node.id) ?? 0]?.push({ id: node.id, node, ...sizeOf(node) });
  const chains = edges.map(({ from, to }, i) => {
    const [left, right] = [from, to].sort((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0));
    const first = (ranks.get(left ?? "") ?? 0) + 1;
    const between = Array.from({ length: Math.max(0, (ranks.get(right ?? "") ?? 0) - first) }, (_, k) => {
      const id = `edge ${i} ${k}`;
      columns[first + k]?.push({ id, node: null, ...PASSAGE });
      return id;
    });
    return { between, path: [left ?? "", ...between, right ?? ""] };
  });
  const placed = place(
    ordered(
      columns,
      chains.map(({ path }) => path),
    ),
    gap,
  );
  return {
    ...placed,
    passages: chains.map(({ between }) => between.flatMap((id) => placed.gaps.get(id) ?? [])),
  };
}

function place(
  columns: readonly (readonly Cell[])[],
  gap: number,
): Omit<GraphLayout, "passages"> & {
  readonly gaps: ReadonlyMap<string, Passage>;
} {
  const heights = columns.map((column) => column.reduce((sum, cell) => sum + cell.height + ROW_GAP, -ROW_GAP));
  const height = Math.max(0, ...heights);
  const nodes = new Map<string, PlacedNode>();
  const gaps = new Map<string, Passage>();
  let x = 0;
  columns.forEach((column, i) => {
    const width = Math.max(0, ...column.map((cell) => cell.width));
    let y = (height - (heights[i] ?? 0)) / 2;
    for (const { id, node, height: own } of column) {
      if (node === null) gaps.set(id, { left: x, right: x + width, y: y + own / 2 });
      else nodes.set(id, { node, x, y, width, height: own });
      y += own + ROW_GAP;
    }
    x += width + gap;
  });
  return { nodes, gaps, width: Math.max(0, x - gap), height };
}

/** Sorts each column by the middle of its neighbours, a few times in both directions. */
function ordered(
  columns: readonly (readonly Cell[])[],
  paths: readonly (readonly string[])[],
): readonly (readonly Cell[])[] {
  const neighbours = new Map<string, string[]>();
  const join = (a: string, b: string): void => {
    neighbours.set(a, [...(neighbours.get(a) ?? []), b]);
  };
  for (const path of paths) {
    path.slice(1).forEach((id, i) => {
      join(path[i] ?? "", id);
      join(id, path[i] ?? "");
    });
  }
  let current = columns;
  for (let sweep = 0; sweep < 6; sweep++) {
    const at = new Map(
      current.flatMap((column) => column.map(({ id }, i) => [id, (i + 0.5) / column.length] as const)),
    );
    const middle = ({ id }: Cell): number => {
      const places = (neighbours.get(id) ?? []).map((other) => at.get(other) ?? 0.5);
      return places.length === 0 ? (at.get(id) ?? 0.5) : places.reduce((sum, p) => sum + p, 0) / places.length;
    };
    current = current.map((column, i) =>
      i % 2 === sweep % 2 ? [...column].sort((a, b) => middle(a) - middle(b)) : column,
    );
  }
  return current;
}
