import type { GraphChart, GraphEdge } from "../../contract/chart-spec/graph.ts";
import { formatValue } from "../format.ts";
import { SMALL } from "../option.ts";
import { ellipsis } from "../text-width.ts";
import type { Theme } from "../theme.ts";
import type { GraphLayout, PlacedNode } from "./graph-layout.ts";
import { element, textElement } from "./svg.ts";

interface Point {
  readonly x: number;
  readonly y: number;
}

type Side = "left" | "right";

interface Wire {
  readonly edge: GraphEdge;
  readonly from: PlacedNode;
  readonly to: PlacedNode;
  readonly out: Side;
  readonly into: Side;
  /** Points on the way, in the direction of the edge. */
  readonly way: readonly Point[];
}

const FONT = { size: SMALL };
const round = (v: number): number => Math.round(v * 10) / 10;

/** Arrows between placed nodes, and after them their labels, so that no arrow crosses a label. */
export function edgeShapes(
  edges: readonly GraphEdge[],
  { spec, layout, theme }: { readonly spec: GraphChart; readonly layout: GraphLayout; readonly theme: Theme },
): readonly string[] {
  const wires = edges.flatMap((edge, i) => wire(edge, layout, i));
  const heights = ports(wires);
  const largest = Math.max(0, ...edges.map(({ value }) => value ?? 0));
  const drawn = wires.map((one, i) => {
    const { edge, from, to, out, into } = one;
    const thick = edge.value === null || largest <= 0 ? 1.5 : 1 + 5 * (Math.max(0, edge.value) / largest);
    const start = { x: from.x + (out === "right" ? from.width : 0), y: heights.get(`${i} out`) ?? from.y };
    const end = { x: to.x + (into === "right" ? to.width + 1 : -1), y: heights.get(`${i} into`) ?? to.y };
    const { path, middle } = from === to ? loop(from) : curve(start, end, one);
    const tip = from === to ? { x: from.x + from.width - 12, y: from.y - 1 } : end;
    const heading = from === to ? "down" : into === "left" ? "right" : "left";
    const stroke = { fill: "none", stroke: theme.baseline, "stroke-width": thick };
    const shape =
      element("path", { d: path, ...stroke }) + arrowHead(tip, heading, { size: 5 + thick, fill: theme.baseline });
    return { shape, label: edgeLabel(edge, spec, { ...middle, theme }) };
  });
  return [...drawn.map(({ shape }) => shape), ...drawn.map(({ label }) => label)];
}

function wire(edge: GraphEdge, { nodes, passages }: GraphLayout, i: number): readonly Wire[] {
  const [from, to] = [nodes.get(edge.from), nodes.get(edge.to)];
  if (from === undefined || to === undefined) return [];
  const points = (passages[i] ?? []).flatMap(({ left, right, y }) => [
    { x: left, y },
    { x: right, y },
  ]);
  if (to.x > from.x) return [{ edge, from, to, out: "right", into: "left", way: points }];
  if (to.x < from.x) return [{ edge, from, to, out: "left", into: "right", way: points.toReversed() }];
  return [{ edge, from, to, out: "right", into: "right", way: [] }];
}

/** Heights at which edges meet a box, spread along its side in the order of their other ends. */
function ports(wires: readonly Wire[]): ReadonlyMap<string, number> {
  const centre = ({ y, height }: PlacedNode): number => y + height / 2;
  const ends = wires.flatMap(({ from, to, out, into, way }, i) =>
    from === to
      ? []
      : [
          { key: `${i} out`, side: `${out} ${from.node.id}`, box: from, other: way[0]?.y ?? centre(to) },
          { key: `${i} into`, side: `${into} ${to.node.id}`, box: to, other: way.at(-1)?.y ?? centre(from) },
        ],
  );
  const sides = new Map<string, typeof ends>();
  for (const end of ends) sides.set(end.side, [...(sides.get(end.side) ?? []), end]);
  const heights = new Map<string, number>();
  for (const side of sides.values()) {
    const inOrder = [...side].sort((a, b) => a.other - b.other);
    for (const [i, { key, box }] of inOrder.entries())
      heights.set(key, box.y + (box.height * (i + 1)) / (side.length + 1));
  }
  return heights;
}

interface Curve {
  readonly path: string;
  readonly middle: Point;
}

/** Level where it meets boxes and passages, bent between them; its label lies on the first bend. */
function curve(start: Point, end: Point, { out, into, way }: Wire): Curve {
  if (out === into) {
    const x = Math.max(start.x, end.x) + 44;
    const path = `M${round(start.x)} ${round(start.y)}C${round(x)} ${round(start.y)} ${round(x)} ${round(end.y)} ${round(end.x)} ${round(end.y)}`;
    return { path, middle: { x: x - 11, y: (start.y + end.y) / 2 } };
  }
  const points = [start, ...way, end];
  const steps = points.slice(1).map((to, i) => {
    const from = points[i] ?? start;
    const half = round((from.x + to.x) / 2);
    return `C${half} ${round(from.y)} ${half} ${round(to.y)} ${round(to.x)} ${round(to.y)}`;
  });
  const second = points[1] ?? end;
  return {
    path: `M${round(start.x)} ${round(start.y)}${steps.join("")}`,
    middle: { x: (start.x + second.x) / 2, y: (start.y + second.y) / 2 },
  };
}

/** From a node to itself, over its upper right corner. */
function loop({ x, y, width }: PlacedNode): Curve {
  const [from, to] = [round(x + width - 44), round(x + width - 12)];
  return {
    path: `M${from} ${round(y)}C${from} ${round(y - 20)} ${to} ${round(y - 20)} ${to} ${round(y - 6)}`,
    middle: { x: (from + to) / 2 - 36, y: y - 10 },
  };
}

function arrowHead(
  { x, y }: Point,
  heading: "left" | "right" | "down",
  { size, fill }: { readonly size: number; readonly fill: string },
): string {
  const [dx, dy] = heading === "down" ? [0, 1] : heading === "right" ? [1, 0] : [-1, 0];
  const corner = (side: number): string =>
    `${round(x - dx * size + (dy * side * size) / 2)} ${round(y - dy * size + (dx * side * size) / 2)}`;
  return element("path", { d: `M${round(x)} ${round(y)}L${corner(1)}L${corner(-1)}Z`, fill });
}

/** What an edge says, cut. */
export function edgeText({ label, value }: GraphEdge, { edge }: GraphChart): string {
  const number = edge === null || value === null ? [] : [formatValue(value, edge.unit)];
  return ellipsis([...(label === null ? [] : [label]), ...number].join(" · "), 110, FONT);
}

function edgeLabel(edge: GraphEdge, spec: GraphChart, { x, y, theme }: Point & { readonly theme: Theme }): string {
  const text = edgeText(edge, spec);
  if (text === "") return "";
  const look = { x, y: y + 4, ...FONT, anchor: "middle", fill: theme.text, halo: theme.surface } as const;
  return textElement(text, look);
}
