import type { RelationInfo } from "../../src/contract/api/relations.ts";
import type { GraphChart } from "../../src/contract/chart-spec/graph.ts";

const MOST_LINES = 8;

/** Keys by which facts find what they are about. */
const KEYS: Readonly<Record<string, string>> = {
  user_id: "dim_users",
  item_id: "dim_items",
  day: "dim_dates",
};

/** The tables of the warehouse as boxes, facts pointing to what they are about. */
export function modelGraph(relations: readonly RelationInfo[]): GraphChart {
  const tables = relations.filter(({ name }) => /^(fct|dim)_/.test(name));
  const names = new Set(tables.map(({ name }) => name));
  const edges = tables
    .filter(({ name }) => name.startsWith("fct_"))
    .flatMap(({ name, columns }) =>
      columns.flatMap((column) => {
        const to = KEYS[column.name];
        return to === undefined || !names.has(to) ? [] : [{ from: name, to, label: column.name, value: null }];
      }),
    );
  return {
    kind: "graph",
    title: "Facts point to what they are about",
    subtitle: `${tables.length} tables`,
    alt: `The data model: ${edges.map(({ from, to, label }) => `${from} joins ${to} by ${label}`).join("; ")}.`,
    node: null,
    edge: null,
    nodes: tables.map(({ name, columns }) => ({
      id: name,
      label: name,
      group: name.startsWith("fct_") ? "fact" : "dimension",
      lines: [
        ...columns.slice(0, MOST_LINES).map((column) => column.name),
        ...(columns.length > MOST_LINES ? [`and ${columns.length - MOST_LINES} more`] : []),
      ],
      value: null,
    })),
    edges,
  };
}
