import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import type {
  Catalog,
  CatalogRelation,
  CatalogRequest,
  FormatSample,
  StorageFacts,
  StoredColumn,
} from "../contract/catalog.ts";
import type { LoadRun } from "../contract/load-run.ts";
import type { IngestedFile, LakePart } from "../contract/manifest.ts";
import type { Project } from "../contract/project/project.ts";
import { createRng } from "../core/rng.ts";
import type { Schemas } from "../models/event-log.ts";
import { joinSql, literal, raw, sql } from "../sql/sql.ts";
import { createLoadRunStore } from "../state/load-runs.ts";
import { openDuckDB } from "../warehouse/duckdb/instance.ts";
import { parquetColumns, tablesStorage, writeSample } from "../warehouse/duckdb/storage.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { fileRecords } from "./file-records.ts";
import { modelInput } from "./open-warehouse.ts";
import type { ProjectSession } from "./project-session.ts";
import { relationCounts } from "./relation-counts.ts";
import { projectRelations } from "./relations.ts";

/** Where a catalog's facts come from. */
export interface CatalogInput {
  readonly root: string;
  readonly project: Project;
  readonly schemas: Schemas;
  readonly files: readonly IngestedFile[];
  readonly parts: readonly LakePart[];
  readonly runs: readonly LoadRun[];
  /** A folder for the sample's files; it is made and removed. */
  readonly tmpDir: string;
}

export function catalogInput(session: ProjectSession): CatalogInput {
  const { paths, manifest, state } = session;
  return {
    ...modelInput(session),
    files: manifest.files(),
    runs: createLoadRunStore(state).runs(),
    tmpDir: paths.spill,
  };
}

export interface CatalogOptions {
  readonly request: CatalogRequest;
  /** Chooses the parts that the sample is from. */
  readonly seed: number;
}

/** What a project knows about itself; what takes work only as far as it is asked for. */
export async function readCatalog(
  input: CatalogInput,
  warehouse: Warehouse,
  { request, seed }: CatalogOptions,
): Promise<Catalog> {
  const { files, parts, schemas, runs } = input;
  return {
    ...{ files, parts, schemas, runs },
    storage: request.storage === undefined ? null : await storageFacts(input, warehouse, { ...request.storage, seed }),
    records: request.records === undefined ? null : await fileRecords(input, request.records.run),
  };
}

interface SampleOptions {
  readonly sampleRows: number;
  readonly seed: number;
}

async function storageFacts(input: CatalogInput, warehouse: Warehouse, options: SampleOptions): Promise<StorageFacts> {
  const relations = await projectRelations(warehouse);
  const names = relations.map(({ name }) => name);
  const counts = await relationCounts(warehouse, names);
  const tables = relations.filter(({ kind }) => kind === "table").map(({ name }) => name);
  const stored = await tablesStorage(warehouse, tables);
  return {
    relations: relations.map(({ name, kind, columns }): CatalogRelation => {
      const table = stored.tables.get(name);
      return {
        ...{ name, kind, rows: counts.get(name) ?? 0, bytes: table?.bytes ?? null },
        columns: columns.map((column) => ({ ...column, compression: table?.compression.get(column.name) ?? [] })),
      };
    }),
    columns: await storedColumns(input, warehouse),
    warehouseBytes: stored.bytes,
    sample: await formatSample(input, options),
  };
}

async function storedColumns(input: CatalogInput, warehouse: Warehouse): Promise<readonly StoredColumn[]> {
  const found: StoredColumn[] = [];
  for (const source of Object.keys(input.project.sources)) {
    const files = rowParts(input, source).map((part) => located(input, part));
    found.push(...(await parquetColumns(warehouse, files)).map((column) => ({ source, ...column })));
  }
  return found;
}

const rowParts = ({ parts }: CatalogInput, source: string): readonly LakePart[] =>
  parts.filter((part) => part.source === source && part.kind === "rows" && part.rows > 0);

const located = ({ root }: CatalogInput, { path }: LakePart): string => (isAbsolute(path) ? path : join(root, path));

const SAMPLED_PARTS = 8;
const SAMPLE_MEMORY_BYTES = 256e6;

/** Rows from the start of a few parts of the largest source, written in every format by an engine of its own. */
async function formatSample(input: CatalogInput, { sampleRows, seed }: SampleOptions): Promise<FormatSample | null> {
  const bySize = Object.keys(input.project.sources)
    .map((source) => ({ source, parts: rowParts(input, source) }))
    .sort((a, b) => rowsOf(b.parts) - rowsOf(a.parts));
  const [largest] = bySize;
  if (largest === undefined || largest.parts.length === 0) return null;
  const rng = createRng(seed);
  const chosen = largest.parts
    .map((part) => ({ part, order: rng() }))
    .sort((a, b) => a.order - b.order)
    .slice(0, SAMPLED_PARTS);
  const each = raw(String(Math.ceil(sampleRows / chosen.length)));
  const rows = joinSql(
    chosen.map(({ part }) => sql`(from read_parquet(${raw(literal(located(input, part)))}) limit ${each})`),
    " union all by name ",
  );
  // two may ask at once, and a load empties the folder of its own half-made files
  mkdirSync(input.tmpDir, { recursive: true });
  const folder = mkdtempSync(join(input.tmpDir, "formats-"));
  try {
    await using engine = await openDuckDB({
      path: ":memory:",
      spillDir: folder,
      threads: 1,
      memoryLimitBytes: SAMPLE_MEMORY_BYTES,
    });
    return { source: largest.source, parts: chosen.length, ...(await writeSample(engine, rows, folder)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const rowsOf = (parts: readonly LakePart[]): number => parts.reduce((sum, { rows }) => sum + rows, 0);
