import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname } from "node:path";
import type { LakeColumn, NewPart } from "../contract/manifest.ts";
import type { SchemaColumn } from "../contract/source-schema.ts";
import { addDays } from "../core/calendar.ts";
import { ident, joinSql, literal, raw, type Sql, sql } from "../sql/sql.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { DROPPED, dropExact } from "./dedupe.ts";
import { MISFIT_COLUMN } from "./staging-plan.ts";

/** Rows of one day in staging. `day` is null for tables without a time column. */
export interface StagedDay {
  readonly day: string | null;
  readonly rows: number;
  readonly minTime: string | null;
  readonly maxTime: string | null;
}

export interface WriteInput {
  readonly warehouse: Warehouse;
  readonly relation: string;
  readonly source: string;
  readonly columns: readonly (SchemaColumn & { readonly physical: string })[];
  readonly days: readonly StagedDay[];
  /** Added to the row's position in its file to give `ingest_seq`. */
  readonly seqBase: number;
  readonly exact: boolean;
  readonly existing: readonly NewPart[];
  readonly root: string;
  readonly tmpDir: string;
  /** Name of a part's file, without folder. */
  readonly fileName: string;
  readonly onDay?: ((done: number, total: number) => void) | undefined;
}

/** A part that is written and synced in the temporary folder. */
export interface PendingPart {
  readonly part: NewPart;
  readonly tmpPath: string;
}

/** Values that a run sorts at once: what counts is the width of the rows too. */
const RUN_VALUES = 12e6;
/** View of the run's rows. Staging is quick to read: reading it anew for each step is cheaper than a copy of the rows. */
const RUN = "run_rows";
/** A run keeps a file open per day: fewer than the usual limit of 1024. */
const RUN_DAYS = 500;

/** Consecutive days that together fit comfortably in memory. */
function runs({ days, columns }: WriteInput): readonly (readonly StagedDay[])[] {
  const most = RUN_VALUES / columns.length;
  const result: StagedDay[][] = [];
  let rows = 0;
  for (const day of days) {
    const last = result.at(-1);
    if (last === undefined || rows + day.rows > most || last.length >= RUN_DAYS) {
      result.push([day]);
      rows = day.rows;
    } else {
      last.push(day);
      rows += day.rows;
    }
  }
  return result;
}

/** Part columns in lake order: roles, then source, day and ingest_seq, then the rest. */
function partLayout(input: WriteInput): { readonly columns: readonly LakeColumn[]; readonly select: Sql } {
  const has = (role: boolean) => input.columns.filter((c) => (c.role !== "column" && c.role !== "props") === role);
  const lake = ({ name, type, physical }: WriteInput["columns"][number]): LakeColumn => ({
    name,
    logical: type,
    physical,
  });
  const cast = (c: WriteInput["columns"][number]): Sql =>
    sql`cast(${ident(c.name)} as ${raw(c.physical)}) as ${ident(c.name)}`;
  const timed = input.columns.some((c) => c.role === "time");
  const added: readonly LakeColumn[] = [
    { name: "source", logical: "text", physical: "varchar" },
    { name: "day", logical: "date", physical: "date" },
    { name: "ingest_seq", logical: "integer", physical: "bigint" },
  ];
  return {
    columns: [...has(true).map(lake), ...added, ...has(false).map(lake)],
    select: joinSql([
      ...has(true).map(cast),
      sql`${raw(literal(input.source))} as source`,
      timed ? raw("cast(event_time as date) as day") : raw("cast(null as date) as day"),
      sql`file_row_number + ${raw(String(input.seqBase))} as ingest_seq`,
      ...has(false).map(cast),
    ]),
  };
}

/** Writes the staged rows as one Parquet file per day, ordered by user and time, without exact duplicates. */
export async function writeParts(input: WriteInput): Promise<readonly PendingPart[]> {
  const { warehouse } = input;
  const { columns, select } = partLayout(input);
  const pending: PendingPart[] = [];
  let done = 0;
  for (const run of runs(input)) {
    await warehouse.exec(sql`create or replace temp view ${raw(RUN)} as select ${select} from ${raw(input.relation)}
      where ${ident(MISFIT_COLUMN)} is null and ${inRun(run)}`);
    if (input.exact) await dropExactInRun(input, run);
    pending.push(...(await writeRun(input, run, columns)));
    done += run.length;
    input.onDay?.(done, input.days.length);
  }
  await warehouse.exec(raw(`drop view if exists ${RUN}`));
  return pending;
}

function inRun(run: readonly StagedDay[]): Sql {
  const [first, last] = [run[0]?.day, run.at(-1)?.day];
  if (first === null || first === undefined || last === null || last === undefined) return raw("true");
  return raw(`event_time >= timestamp '${first}' and event_time < timestamp '${addDays(last, 1)}'`);
}

async function dropExactInRun(
  { warehouse, columns, existing, root }: WriteInput,
  run: readonly StagedDay[],
): Promise<void> {
  const days = new Set(run.map(({ day }) => day));
  const compared = columns.map(({ name, type, physical }) => ({ name, engine: comparedType(type, physical) }));
  await dropExact({ warehouse, root, existing: existing.filter(({ day }) => days.has(day)) }, RUN, compared);
}

/** The engine type in which values of a logical type are compared across parts of different physical types. */
export function comparedType(type: string, physical: string): string {
  if (type === "integer") return "bigint";
  if (type === "number") return "double";
  return type.startsWith("decimal") ? type : physical;
}

/** Writes a run's days with one statement: a statement per day costs ten times as much when days are small. */
async function writeRun(
  { warehouse, source, tmpDir, fileName }: WriteInput,
  run: readonly StagedDay[],
  columns: readonly LakeColumn[],
): Promise<readonly PendingPart[]> {
  const folder = `${tmpDir}/parts-${run[0]?.day ?? "none"}`;
  const keys = ["day", "user_id", "event_time", "ingest_seq"].filter((name) => columns.some((c) => c.name === name));
  await warehouse.exec(raw(`set partitioned_write_max_open_files = ${run.length + 10}`));
  const { columns: names, rows } = await warehouse.table(sql`copy (
      select * from ${raw(RUN)} where ingest_seq not in (select seq from ${raw(DROPPED)}) order by ${raw(keys.join(", "))}
    ) to ${raw(literal(folder))}
    (format parquet, parquet_version v2, compression zstd, compression_level 1, partition_by (day), write_partition_columns true, return_stats true)`);
  const at = (name: string): number => names.findIndex((column) => column.name === name);
  await syncFiles(rows.map((cells) => String(cells[at("filename")])));
  return rows.map((cells, i): PendingPart => {
    const tmpPath = String(cells[at("filename")]);
    const day = /day=(\d{4}-\d{2}-\d{2})/.exec(tmpPath)?.[1] ?? null;
    const staged = run.find((d) => d.day === day);
    const path = `lake/${source}/day=${day ?? "none"}/${fileName}-${i}.parquet`;
    const times = { minTime: staged?.minTime ?? null, maxTime: staged?.maxTime ?? null };
    const [count, bytes] = [Number(cells[at("count")]), statSync(tmpPath).size];
    return { tmpPath, part: { source, kind: "rows", day, path, rows: count, bytes, columns, ...times } };
  });
}

/** Moves written parts to their final place and syncs the folders; only the manifest makes them visible. */
export function publishParts(root: string, pending: readonly PendingPart[]): void {
  const folders = new Set<string>();
  for (const { tmpPath, part } of pending) {
    const target = `${root}/${part.path}`;
    const folder = dirname(target);
    mkdirSync(folder, { recursive: true });
    renameSync(tmpPath, target);
    folders.add(folder);
    folders.add(dirname(folder));
  }
  for (const folder of folders) syncFile(folder);
}

/** Makes the files' contents durable; several at a time, since each waits for the disk. */
async function syncFiles(paths: readonly string[]): Promise<void> {
  const waiting = [...paths];
  const worker = async (): Promise<void> => {
    for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
      const file = await open(path, "r");
      await file.sync();
      await file.close();
    }
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
}

export function syncFile(path: string): void {
  const fd = openSync(path, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
