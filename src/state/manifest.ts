import { createHash } from "node:crypto";
import type { IngestedFile, LakePart, ManifestStore, NewFile, NewPart, SourceChange } from "../contract/manifest.ts";
import { inTransaction, type StateDatabase } from "./database.ts";

type Row = Record<string, unknown>;

const fileOf = (row: Row): IngestedFile => ({
  id: Number(row["id"]),
  source: String(row["source"]),
  path: String(row["path"]),
  fileNo: Number(row["file_no"]),
  contentHash: String(row["content_hash"]),
  bytes: Number(row["bytes"]),
  mtimeMs: Number(row["mtime_ms"]),
  startByte: Number(row["start_byte"]),
  rowsRead: Number(row["rows_read"]),
  kept: Number(row["kept"]),
  duplicates: Number(row["duplicates"]),
  duplicatesAcross: Number(row["duplicates_across"]),
  repeats: row["repeats"] === null ? null : JSON.parse(String(row["repeats"])),
  quarantined: Number(row["quarantined"]),
  header: JSON.parse(String(row["header"])),
  committedAt: String(row["committed_at"]),
});

const nullable = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));

const partOf = (row: Row): LakePart => ({
  id: Number(row["id"]),
  source: String(row["source"]),
  kind: row["kind"] === "quarantine" ? "quarantine" : "rows",
  day: nullable(row["day"]),
  path: String(row["path"]),
  rows: Number(row["rows"]),
  bytes: Number(row["bytes"]),
  fileId: Number(row["file_id"]),
  columns: JSON.parse(String(row["columns"])),
  minTime: nullable(row["min_time"]),
  maxTime: nullable(row["max_time"]),
});

/** The ingest manifest in SQLite: the truth about which files and parts exist. */
export function createManifestStore(db: StateDatabase): ManifestStore {
  return {
    files: (source) =>
      (source === undefined
        ? db.prepare("select * from files order by source, file_no").all()
        : db.prepare("select * from files where source = ? order by file_no").all(source)
      ).map((row) => fileOf(row as Row)),
    parts: ({ source, kind } = {}) =>
      db
        .prepare(
          "select * from parts where (? is null or source = ?) and (? is null or kind = ?) order by source, day, id",
        )
        .all(source ?? null, source ?? null, kind ?? null, kind ?? null)
        .map((row) => partOf(row as Row)),
    commit: (change) => inTransaction(db, () => applyChange(db, change)),
    schema: (source) => {
      const row = db.prepare("select schema from source_schemas where source = ?").get(source) as Row | undefined;
      return row === undefined ? undefined : String(row["schema"]);
    },
    takeNumber: () => inTransaction(db, () => takeNumber(db)),
    lastNumber: () => lastNumber(db),
    dataVersion: () => {
      const hash = createHash("sha256");
      for (const row of db.prepare("select path, rows from parts order by path").all() as Row[]) {
        hash.update(`${row["path"]}\t${row["rows"]}\n`);
      }
      return hash.digest("hex").slice(0, 16);
    },
  };
}

function applyChange(db: StateDatabase, { source, removes, adds, schema }: SourceChange): readonly string[] {
  const removed = removes.flatMap(({ id }) => removeFile(db, id));
  for (const { file, parts } of adds) {
    const id = insertFile(db, file);
    for (const part of parts) insertPart(db, id, part);
  }
  db.prepare("delete from source_schemas where source = ?").run(source);
  if (schema !== null) db.prepare("insert into source_schemas values (?, ?)").run(source, schema);
  return removed;
}

function lastNumber(db: StateDatabase): number {
  const row = db.prepare("select seq from sqlite_sequence where name = 'parts'").get() as Row | undefined;
  return Number(row?.["seq"] ?? 0);
}

/** Counts on with the ids of parts. */
function takeNumber(db: StateDatabase): number {
  const number = lastNumber(db) + 1;
  const { changes } = db.prepare("update sqlite_sequence set seq = ? where name = 'parts'").run(number);
  if (changes === 0) db.prepare("insert into sqlite_sequence values ('parts', ?)").run(number);
  return number;
}

function removeFile(db: StateDatabase, id: number): string[] {
  const paths = (db.prepare("select path from parts where file_id = ?").all(id) as Row[]).map((row) =>
    String(row["path"]),
  );
  db.prepare("delete from parts where file_id = ?").run(id);
  db.prepare("delete from files where id = ?").run(id);
  return paths;
}

function insertFile(db: StateDatabase, f: NewFile): number {
  const result = db
    .prepare(
      `insert into files (source, path, file_no, content_hash, bytes, mtime_ms, start_byte, rows_read, kept, duplicates,
         duplicates_across, repeats, quarantined, header, committed_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      f.source,
      f.path,
      f.fileNo,
      f.contentHash,
      f.bytes,
      f.mtimeMs,
      f.startByte,
      f.rowsRead,
      f.kept,
      f.duplicates,
      f.duplicatesAcross,
      f.repeats === null ? null : JSON.stringify(f.repeats),
      f.quarantined,
      JSON.stringify(f.header),
      f.committedAt,
    );
  return Number(result.lastInsertRowid);
}

function insertPart(db: StateDatabase, fileId: number, p: NewPart): void {
  db.prepare(
    `insert into parts (file_id, source, kind, day, path, rows, bytes, columns, min_time, max_time)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(fileId, p.source, p.kind, p.day, p.path, p.rows, p.bytes, JSON.stringify(p.columns), p.minTime, p.maxTime);
}
