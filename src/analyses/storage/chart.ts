import type { GraphNode } from "../../contract/chart-spec/graph.ts";
import type { TableColumn } from "../../contract/chart-spec/table.ts";
import type { ChartSpec } from "../../contract/chart-spec.ts";
import { formatQuantity } from "../../core/quantity.ts";
import { type StorageResult, sum } from "./compute.ts";
import { relationGroup } from "./data-model.ts";
import { each, headline } from "./findings.ts";

const text = (label: string): TableColumn => ({ label, unit: null, show: "text", good: "neutral" });
const number = (label: string, unit: string | null = null): TableColumn => ({ ...text(label), unit, show: "number" });
const bar = (label: string, unit: string): TableColumn => ({ ...text(label), unit, show: "bar" });
const bytes = (n: number): string => formatQuantity(n, "bytes");

interface Bars {
  readonly title: string;
  readonly subtitle: string;
  readonly category: string;
  readonly bars: readonly { readonly label: string; readonly bytes: number }[];
}

function bytesChart({ title, subtitle, category, bars }: Bars): ChartSpec {
  return {
    ...{ kind: "bars", title, subtitle, direction: "horizontal", layout: "grouped", rules: [] },
    alt: `${title}. ${bars.map((b) => `${b.label} ${bytes(b.bytes)}`).join("; ")}.`,
    category: { label: category, values: bars.map(({ label }) => label) },
    value: { label: "size", unit: "bytes" },
    series: [{ label: "size", values: bars.map((b) => b.bytes), interval: null }],
  };
}

/** Bytes by place, column and format, the columns before and after, the relations, and the data model. */
export function storageCharts(result: StorageResult): readonly ChartSpec[] {
  return [
    placesChart(result),
    largestColumnsChart(result),
    ...formatsChart(result),
    columnsChart(result),
    relationsChart(result),
    modelChart(result),
    ...runsChart(result),
  ];
}

function placesChart(result: StorageResult): ChartSpec {
  const { sources, quarantineBytes, warehouseBytes } = result;
  const places = sources.flatMap(({ source, format, inputBytes, lakeBytes }) => [
    { label: `${source}: files (${format})`, bytes: inputBytes },
    { label: `${source}: lake (Parquet)`, bytes: lakeBytes },
  ]);
  const rows = sum(sources.map((source) => source.rows));
  return bytesChart({
    title: headline(result),
    subtitle: `input files and lake parts as on disk, ${rows.toLocaleString("en-US")} rows; of the warehouse the blocks of its tables`,
    category: "place",
    bars: [
      ...places.filter((place) => place.bytes > 0),
      ...(quarantineBytes === 0 ? [] : [{ label: "quarantine (Parquet)", bytes: quarantineBytes }]),
      { label: "warehouse (native tables)", bytes: warehouseBytes },
    ],
  });
}

function largestColumnsChart({ columns, sources }: StorageResult): ChartSpec {
  const sorted = [...columns].sort((a, b) => b.lakeBytes - a.lakeBytes);
  const all = sum(columns.map(({ lakeBytes }) => lakeBytes));
  const [first] = sorted;
  const share = first === undefined || all === 0 ? "" : ` with ${formatQuantity(first.lakeBytes / all, "share")}`;
  return bytesChart({
    title: first === undefined ? "The lake has no columns" : `${first.column} is the largest column${share}`,
    subtitle: `compressed bytes of each column in the lake, ${bytes(all)} in all`,
    category: "column",
    bars: sorted.map(({ source, column, lakeBytes }) => ({
      label: sources.length > 1 ? `${source}.${column}` : column,
      bytes: lakeBytes,
    })),
  });
}

function formatsChart({ sample }: StorageResult): readonly ChartSpec[] {
  if (sample === null) return [];
  const [smallest] = [...sample.sizes].sort((a, b) => a.bytes - b.bytes);
  return [
    bytesChart({
      title: `${smallest?.format ?? "No format"} is the smallest: ${each(smallest?.bytes ?? 0, Math.max(1, sample.rows))} bytes per row`,
      subtitle: `${sample.rows.toLocaleString("en-US")} rows from ${sample.parts} parts of ${sample.source}, with the lake's columns, written in each format`,
      category: "format",
      bars: sample.sizes.map(({ format, bytes: size }) => ({ label: format, bytes: size })),
    }),
  ];
}

function columnsChart({ columns, sample }: StorageResult): ChartSpec {
  return {
    kind: "table",
    title: `${columns.length} columns, from text to typed and compressed`,
    subtitle: `bytes as text: mean of a sample of ${sample?.rows ?? 0} rows; bytes in the lake: all rows, before and after compression`,
    alt: `For each of ${columns.length} columns: its type in the files and in the lake, its encodings, and its bytes.`,
    columns: [
      text("source"),
      text("column"),
      text("from"),
      text("type"),
      text("stored as"),
      text("encodings"),
      number("values"),
      number("bytes per value as text"),
      number("bytes per value in the lake"),
      number("encoded", "bytes"),
      bar("in the lake", "bytes"),
    ],
    rows: columns.map((c) => [
      c.source,
      c.column,
      c.from === null ? `(${c.how})` : c.from,
      c.how === "inferred" ? `${c.type} (inferred)` : c.type,
      c.stored.join(", "),
      [...c.encodings, ...c.codecs].join(", "),
      c.values,
      c.textBytesPerValue,
      c.values === 0 ? null : c.lakeBytes / c.values,
      c.encodedBytes,
      c.lakeBytes,
    ]),
  };
}

function relationsChart({ relations, warehouseBytes }: StorageResult): ChartSpec {
  const methods = ({ columns }: StorageResult["relations"][number]): string =>
    [...new Set(columns.flatMap(({ compression }) => compression))].sort().join(", ");
  return {
    kind: "table",
    title: `${relations.length} relations, ${bytes(warehouseBytes)} of native tables`,
    subtitle: "sizes are whole storage blocks, and a block that two tables share counts for both; views take no room",
    alt: `The rows, columns, size and compression of each of ${relations.length} relations.`,
    columns: [
      text("relation"),
      text("kind"),
      number("rows"),
      number("columns"),
      bar("size", "bytes"),
      text("compression"),
    ],
    rows: relations.map((r) => [r.name, r.kind, r.rows, r.columns.length, r.bytes, methods(r) || null]),
  };
}

function modelChart({ relations, edges }: StorageResult): ChartSpec {
  return {
    kind: "graph",
    title: `The data model: ${relations.length} relations, ${edges.length} keys between them`,
    subtitle: "as the warehouse has it now; an arrow goes from a key to the relation it finds a row of",
    alt: `${relations.map(({ name, columns }) => `${name} with ${columns.length} columns`).join("; ")}. ${edges.map(({ from, to, on }) => `${from} finds ${to} by ${on}`).join("; ")}.`,
    node: { label: "rows", unit: "rows" },
    edge: null,
    nodes: relations.map(
      ({ name, rows, columns }): GraphNode => ({
        id: name,
        label: name,
        group: relationGroup(name),
        lines: columns.map((column) => `${column.name} ${column.type.toLowerCase()}`),
        value: rows,
      }),
    ),
    edges: edges.map(({ from, to, on }) => ({ from, to, label: on, value: null })),
  };
}

function runsChart({ runs }: StorageResult): readonly ChartSpec[] {
  if (runs.length === 0) return [];
  const took = runs.map(
    ({ kind, seconds }) => `${kind} ${seconds === null ? "unknown" : formatQuantity(seconds, "s")}`,
  );
  return [
    {
      kind: "table",
      title: `The last load took: ${took.join(", ")}`,
      subtitle: "as recorded when it ran; `tidemark run pipeline` has each step",
      alt: `Time and memory of the last load: ${took.join(", ")}.`,
      columns: [text("run"), text("started"), bar("time", "s"), bar("peak memory", "bytes"), text("longest step")],
      rows: runs.map((run) => [`${run.kind} ${run.id}`, run.startedAt, run.seconds, run.peakRssBytes, run.slowest]),
    },
  ];
}
