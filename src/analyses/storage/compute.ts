import type { Catalog, CatalogRelation, FormatSample, StorageFacts } from "../../contract/catalog.ts";
import { loadOf } from "../../contract/load-run.ts";
import type { ComputeContext, Computed } from "../analysis.ts";
import { type ModelEdge, modelEdges } from "./data-model.ts";
import type { StorageParams } from "./params.ts";
import type { ScanRow } from "./query.ts";

/** The bytes of a source, from its files to the lake. */
export interface SourceBytes {
  readonly source: string;
  /** Ending of the files: csv, csv.gz; several where they differ. */
  readonly format: string;
  readonly files: number;
  readonly inputBytes: number;
  readonly recordsRead: number;
  readonly parts: number;
  readonly rows: number;
  readonly lakeBytes: number;
}

/** A column before and after: text in the files, typed and compressed in the lake. */
export interface ColumnBytes {
  readonly source: string;
  readonly column: string;
  /** The source's column; null for those that are computed or added. */
  readonly from: string | null;
  readonly how: "declared" | "inferred" | "computed" | "added";
  readonly type: string;
  /** The types it is stored in, the narrowest that hold each part's values. */
  readonly stored: readonly string[];
  readonly values: number;
  /** Mean bytes of a value as text, in the sample; null where the sample lacks the column. */
  readonly textBytesPerValue: number | null;
  readonly encodedBytes: number;
  readonly lakeBytes: number;
  readonly encodings: readonly string[];
  readonly codecs: readonly string[];
}

/** What the last load took, as it was recorded. */
export interface RecordedRun {
  readonly id: number;
  readonly kind: "ingest" | "build";
  readonly startedAt: string;
  readonly seconds: number | null;
  readonly peakRssBytes: number | null;
  readonly slowest: string | null;
}

export interface StorageResult {
  readonly sources: readonly SourceBytes[];
  readonly quarantineBytes: number;
  readonly warehouseBytes: number;
  readonly columns: readonly ColumnBytes[];
  readonly sample: FormatSample | null;
  readonly relations: readonly CatalogRelation[];
  readonly edges: readonly ModelEdge[];
  readonly runs: readonly RecordedRun[];
  /** Whether lake and native table answer the standard scan alike; null where it was not run. */
  readonly scansAgree: boolean | null;
}

/** Where a project's bytes are: only what the same data give again; times and memory are those on record. */
export function computeStorage(
  { lake, table }: { readonly lake: readonly ScanRow[]; readonly table: readonly ScanRow[] },
  _: StorageParams,
  { project, catalog }: Pick<ComputeContext, "project" | "catalog">,
): Computed<StorageResult> {
  if (catalog == null || catalog.storage === null || !catalog.parts.some(({ rows }) => rows > 0)) {
    const reason = "the lake holds no rows: load the project's files with `tidemark ingest`";
    return { status: "undetermined", reason, warnings: [] };
  }
  const { storage, parts } = catalog;
  const scanned = lake.length > 0 || table.length > 0;
  return {
    status: "ok",
    warnings: catalog.files.length === 0 ? ["the manifest names no input files, so their bytes are unknown"] : [],
    result: {
      sources: Object.keys(project.sources).map((source) => sourceBytes(source, catalog)),
      quarantineBytes: sum(parts.filter(({ kind }) => kind === "quarantine").map(({ bytes }) => bytes)),
      warehouseBytes: storage.warehouseBytes,
      columns: columnBytes(storage, catalog),
      sample: storage.sample,
      relations: storage.relations,
      edges: modelEdges(storage.relations, project),
      runs: recordedRuns(catalog),
      scansAgree: scanned ? JSON.stringify(lake) === JSON.stringify(table) : null,
    },
  };
}

export const sum = (numbers: readonly number[]): number => numbers.reduce((all, n) => all + n, 0);

function sourceBytes(source: string, catalog: Catalog): SourceBytes {
  const files = catalog.files.filter((file) => file.source === source);
  const parts = catalog.parts.filter((part) => part.source === source && part.kind === "rows");
  const endings = new Set(files.map(({ path }) => /[^/]*?\.((?:\w+\.)?\w+)$/.exec(path)?.[1] ?? "no ending"));
  return {
    source,
    format: [...endings].sort().join(", "),
    files: new Set(files.map(({ path }) => path)).size,
    inputBytes: sum(files.map(({ bytes, startByte }) => bytes - startByte)),
    recordsRead: sum(files.map(({ rowsRead }) => rowsRead)),
    parts: parts.length,
    rows: sum(parts.map(({ rows }) => rows)),
    lakeBytes: sum(parts.map(({ bytes }) => bytes)),
  };
}

function columnBytes({ columns, sample }: StorageFacts, { schemas, parts }: Catalog): readonly ColumnBytes[] {
  return columns.map(({ source, name, values, bytes, encodedBytes, encodings, codecs }) => {
    const schema = schemas[source]?.columns.find((column) => column.name === name);
    const shapes = parts.filter((part) => part.source === source && part.kind === "rows").flatMap((p) => p.columns);
    const mine = shapes.filter((column) => column.name === name);
    const text = sample?.source === source ? sample.textBytes.find(({ column }) => column === name) : undefined;
    return {
      ...{ source, column: name, from: schema?.from ?? null },
      how:
        schema === undefined ? "added" : schema.from === null ? "computed" : schema.declared ? "declared" : "inferred",
      type: schema?.type ?? mine[0]?.logical ?? "unknown",
      stored: [...new Set(mine.map(({ physical }) => physical))].sort(),
      values,
      textBytesPerValue: text === undefined || sample == null || sample.rows === 0 ? null : text.bytes / sample.rows,
      ...{ encodedBytes, lakeBytes: bytes, encodings, codecs },
    };
  });
}

function recordedRuns({ runs }: Catalog): readonly RecordedRun[] {
  const load = loadOf(runs, null);
  return [load?.ingest, load?.build].flatMap((run): readonly RecordedRun[] => {
    if (run == null) return [];
    const slowest = [...run.steps].sort((a, b) => b.seconds - a.seconds)[0];
    const memory = run.steps.flatMap(({ peakRssBytes }) => peakRssBytes ?? []);
    const { id, kind, startedAt, seconds } = run;
    const peakRssBytes = memory.length === 0 ? null : Math.max(...memory);
    return [{ id, kind, startedAt, seconds, peakRssBytes, slowest: slowest?.step ?? null }];
  });
}
