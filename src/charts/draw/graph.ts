import type { GraphChart, GraphNode } from "../../contract/chart-spec/graph.ts";
import { formatValue } from "../format.ts";
import { SMALL } from "../option.ts";
import { ellipsis, textWidth } from "../text-width.ts";
import { seriesColors, type Theme } from "../theme.ts";
import { edgeShapes, edgeText } from "./graph-edges.ts";
import { type BoxSize, layoutGraph, type PlacedNode } from "./graph-layout.ts";
import { type Drawing, element, textElement } from "./svg.ts";

const MAX_NODES = 60;
const MAX_LINES = 14;
const LINE = 16;
const PADDING = 10;
const WIDEST = 220;
/** Pixels above the boxes for edges from a node to itself. */
const LOOP = 24;
const TITLE = { size: 13, weight: 600 } as const;
const FONT = { size: SMALL };

/** Boxes and arrows; a large graph is scaled down to the width. */
export function drawGraph(full: GraphChart, theme: Theme, width: number): Drawing {
  const nodes = full.nodes.slice(0, MAX_NODES);
  const kept = new Set(nodes.map(({ id }) => id));
  const spec = { ...full, nodes, edges: full.edges.filter(({ from, to }) => kept.has(from) && kept.has(to)) };
  const labels = spec.edges.map((edge) => textWidth(edgeText(edge, spec), FONT));
  const gap = Math.max(72, ...labels.map((label) => Math.ceil(label) + 44));
  const layout = layoutGraph(spec, { gap, sizeOf: (node) => boxSize(node, spec) });
  const groups = [...new Set(nodes.flatMap(({ group }) => (group === null ? [] : [group])))];
  const colors = new Map(seriesColors(groups, theme).map((color, i) => [groups[i] ?? "", color]));
  const rest = groups.length === 0 ? theme.accent : theme.other;
  const boxes = [...layout.nodes.values()].map((box) =>
    nodeBox(box, linesOf(box.node, spec), { color: colors.get(box.node.group ?? "") ?? rest, theme }),
  );
  const top = spec.edges.some(({ from, to }) => from === to) ? LOOP : 1;
  const scale = Math.min(1, width / Math.max(1, layout.width + 2));
  const left = Math.max(1, (width / scale - layout.width) / 2);
  const transform = `scale(${Math.round(scale * 1e4) / 1e4}) translate(${Math.round(left)} ${top})`;
  const total = full.nodes.length.toLocaleString("en-US");
  return {
    body: element("g", { transform }, [...edgeShapes(spec.edges, { spec, layout, theme }), ...boxes].join("\n")),
    height: Math.ceil((layout.height + top + 1) * scale),
    notes: nodes.length < full.nodes.length ? [`The first ${nodes.length} of ${total} nodes.`] : [],
  };
}

/** Lines under a node's label, its value last. */
function linesOf({ lines, value }: GraphNode, { node }: GraphChart): readonly string[] {
  const shown =
    lines.length > MAX_LINES ? [...lines.slice(0, MAX_LINES - 1), `and ${lines.length - MAX_LINES + 1} more`] : lines;
  return node === null || value === null
    ? shown
    : [...shown, `${formatValue(value, node.unit)} ${node.unit === null ? node.label : ""}`.trim()];
}

/** Large enough for its text, and for its edges to keep apart. */
function boxSize(node: GraphNode, spec: GraphChart): BoxSize {
  const lines = linesOf(node, spec);
  const widest = Math.max(textWidth(node.label, TITLE), ...lines.map((line) => textWidth(line, FONT)));
  const [out, into] = [
    spec.edges.filter(({ from }) => from === node.id),
    spec.edges.filter(({ to }) => to === node.id),
  ];
  return {
    width: Math.ceil(Math.min(WIDEST, widest) + 2 * PADDING),
    height: Math.max(30 + (lines.length === 0 ? 0 : lines.length * LINE + 6), 14 * Math.max(out.length, into.length)),
  };
}

function nodeBox(
  { node, x, y, width, height }: PlacedNode,
  texts: readonly string[],
  { color, theme }: { readonly color: string; readonly theme: Theme },
): string {
  const room = width - 2 * PADDING;
  const lines = texts.map((line, i) =>
    textElement(ellipsis(line, room, FONT), { x: x + PADDING, y: y + 42 + i * LINE, ...FONT, fill: theme.muted }),
  );
  return [
    element("rect", { x, y, width, height, rx: 4, fill: theme.faint, stroke: theme.baseline }),
    element("rect", { x, y, width, height: 3, rx: 1.5, fill: color }),
    textElement(ellipsis(node.label, room, TITLE), { x: x + PADDING, y: y + 21, ...TITLE, fill: theme.text }),
    ...lines,
  ].join("");
}
