import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LakePart } from "../contract/manifest.ts";
import type { Project } from "../contract/project/project.ts";
import type { ColumnRole, SourceSchema } from "../contract/source-schema.ts";
import { sqlType } from "../models/column-type.ts";
import type { Schemas } from "../models/event-log.ts";
import { ident, joinSql, literal, raw, sql } from "../sql/sql.ts";
import { type DuckDBWarehouse, openDuckDB } from "../warehouse/duckdb/instance.ts";
import type { Cell } from "../warehouse/port.ts";
import { type BuildOptions, buildModels } from "./build-models.ts";
import type { BuildReport } from "./report.ts";

/** A row to be written: cells by column name. */
export type SampleRow = Readonly<Record<string, Cell>>;

export type SampleColumn = readonly [name: string, role: ColumnRole, type: string];

/** A folder with real Parquet parts and warehouses, for tests: what the lake and the manifest would give. */
export interface SampleLake extends AsyncDisposable {
  readonly root: string;
  readonly parts: readonly LakePart[];
  readonly schemas: Schemas;
  declare(source: string, columns: readonly SampleColumn[]): void;
  /** Writes rows as one part per UTC day, in the order given; `ingest_seq` goes on where it stood. */
  append(source: string, rows: readonly SampleRow[]): Promise<readonly LakePart[]>;
  /** Makes a lake large: every row `copies` times, each time of another user in another session. */
  multiply(copies: number): Promise<void>;
  remove(part: LakePart): void;
  build(project: Project, warehouse: string, options?: Partial<BuildOptions>): Promise<BuildReport>;
  /** Rows of each relation as text, sorted. */
  sorted(warehouse: string, relations: readonly string[]): Promise<Readonly<Record<string, readonly string[]>>>;
  query(warehouse: string, text: string): Promise<readonly (readonly Cell[])[]>;
}

export async function sampleLake(): Promise<SampleLake> {
  const root = mkdtempSync(join(tmpdir(), "tidemark-build-"));
  const spillDir = join(root, "spill");
  const engine = await openDuckDB({ path: ":memory:", spillDir, threads: 1 });
  const writer = partWriter(root, engine);
  return {
    root,
    ...writer,
    ...warehouseReader(root, spillDir),
    build: (project, warehouse, options = {}) =>
      buildModels({
        root,
        project,
        schemas: writer.schemas,
        parts: writer.parts,
        dataVersion: String(writer.parts.length),
        spillDir,
        threads: 1,
        clock: { nowMs: Date.now },
        warehousePath: join(root, warehouse),
        ...options,
      }),
    [Symbol.asyncDispose]: async () => {
      await engine[Symbol.asyncDispose]();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

type PartWriter = Pick<SampleLake, "parts" | "schemas" | "declare" | "append" | "multiply" | "remove">;

function partWriter(root: string, engine: DuckDBWarehouse): PartWriter {
  const schemas: Record<string, SourceSchema> = {};
  const parts: LakePart[] = [];
  const seqs = new Map<string, number>();
  let ids = 0;
  const appendDay = async (source: string, day: string | null, rows: readonly SampleRow[]): Promise<LakePart> => {
    const id = ++ids;
    const folder = `lake/${source}/day=${day ?? "none"}`;
    mkdirSync(join(root, folder), { recursive: true });
    const path = `${folder}/${id}.parquet`;
    const columns = writtenColumns(schemas[source]);
    await writeRows(engine, join(root, path), { columns, rows });
    const shape = columns.map(([name, type]) => ({ name, logical: type, physical: type }));
    const common = { id, source, day, path, rows: rows.length, fileId: id, columns: shape };
    const part: LakePart = {
      ...common,
      kind: "rows",
      bytes: statSync(join(root, path)).size,
      minTime: null,
      maxTime: null,
    };
    parts.push(part);
    return part;
  };
  return {
    parts,
    schemas,
    declare: (source, columns) => {
      schemas[source] = schemaOf(columns);
    },
    append: async (source, rows) => {
      const numbered = rows.map((row) => {
        const seq = seqs.get(source) ?? 0;
        seqs.set(source, seq + 1);
        return { ...row, source, ingest_seq: seq, day: dayOfRow(row) };
      });
      const added: LakePart[] = [];
      for (const day of new Set(numbered.map((row) => row.day))) {
        added.push(
          await appendDay(
            source,
            day,
            numbered.filter((row) => row.day === day),
          ),
        );
      }
      return added;
    },
    multiply: async (copies) => {
      for (const [i, part] of parts.entries()) {
        await multiplyPart(engine, join(root, part.path), copies);
        parts[i] = { ...part, rows: part.rows * copies };
      }
    },
    remove: (part) => {
      parts.splice(parts.indexOf(part), 1);
    },
  };
}

function warehouseReader(root: string, spillDir: string): Pick<SampleLake, "sorted" | "query"> {
  const within = async <T>(warehouse: string, work: (db: DuckDBWarehouse) => Promise<T>): Promise<T> => {
    const readableDirs = [join(root, "lake")];
    await using db = await openDuckDB({ path: join(root, warehouse), spillDir, threads: 1, readableDirs });
    return await work(db);
  };
  return {
    query: (warehouse, text) => within(warehouse, async (db) => (await db.table(raw(text))).rows),
    sorted: (warehouse, relations) =>
      within(warehouse, async (db) => {
        const found: Record<string, readonly string[]> = {};
        for (const name of relations) {
          const { rows } = await db.table(sql`select * from ${ident(name)}`);
          found[name] = rows.map((row) => JSON.stringify(row)).sort();
        }
        return found;
      }),
  };
}

const schemaOf = (columns: readonly SampleColumn[]): SourceSchema => ({
  kind: columns.some(([, role]) => role === "event") ? "events" : "table",
  header: null,
  fingerprint: "",
  columns: columns.map(([name, role, type]) => ({ name, role, type, from: name, declared: true })),
});

const writtenColumns = (schema: SourceSchema | undefined): readonly (readonly [string, string])[] => [
  ...(schema?.columns ?? []).map(({ name, type }) => [name, type] as const),
  ["source", "text"],
  ["day", "date"],
  ["ingest_seq", "integer"],
];

function dayOfRow(row: SampleRow): string | null {
  const time = row["event_time"];
  return typeof time === "string" ? time.slice(0, 10) : null;
}

interface Written {
  readonly columns: readonly (readonly [string, string])[];
  readonly rows: readonly SampleRow[];
}

async function writeRows(engine: DuckDBWarehouse, path: string, { columns, rows }: Written): Promise<void> {
  const { dialect } = engine;
  const tuples = rows.map((row) => sql`(${joinSql(columns.map(([name]) => sql`${row[name] ?? null}`))})`);
  const names = joinSql(columns.map(([name]) => ident(name)));
  const cast = joinSql(
    columns.map(([name, type]) => sql`${dialect.cast(ident(name), sqlType(type))} as ${ident(name)}`),
  );
  await engine.exec(
    sql`copy (select ${cast} from (values ${joinSql(tuples)}) as v(${names})) to ${raw(literal(path))} (format parquet)`,
  );
}

async function multiplyPart(engine: DuckDBWarehouse, path: string, copies: number): Promise<void> {
  const large = `${path}.large`;
  await engine.exec(
    raw(`copy (select * replace (user_id + copy * 1000 as user_id, session_id + copy * 100000000 as session_id,
        ingest_seq * ${copies} + copy as ingest_seq)
      from ${literal(path)} cross join range(${copies}) as copies(copy) order by ingest_seq) to ${literal(large)} (format parquet)`),
  );
  renameSync(large, path);
}
