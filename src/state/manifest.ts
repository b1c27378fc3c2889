import { createHash } from "node:crypto";
import type { IngestedFile, LakePart, ManifestStore, NewFile, NewPart } from "../contract/manifest.ts";
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
    commit: (file, parts, { replaces = [] } = {}) =>
      inTransaction(db, () => {
        const removed = replaces.flatMap((id) => removeFile(db, id));
        const id = insertFile(db, file);
        for (const part of parts) insertPart(db, id, part);
        return removed;
      }),
    schema: (source) => {
      const row = db.prepare("select schema from source_schemas where source = ?").get(source) as Row | undefined;
      return row === undefined ? undefined : String(row["schema"]);
    },
    setSchema: (source, schema) => {
      inTransaction(db, () =>
        db
          .prepare(
            "insert into source_schemas values (?, ?) on conflict (source) do update set schema = excluded.schema",
          )
          .run(source, schema),
      );
    },
    forget: (source) =>
      inTransaction(db, () => {
        const ids = (db.prepare("select id from files where source = ?").all(source) as Row[]).map((row) =>
          Number(row["id"]),
        );
        db.prepare("delete from source_schemas where source = ?").run(source);
        return ids.flatMap((id) => removeFile(db, id));
      }),
    nextPart: () => {
      const row = db.prepare("select seq from sqlite_sequence where name = 'parts'").get() as Row | undefined;
      return Number(row?.["seq"] ?? 0) + 1;
    },
    dataVersion: () => {
      const hash = createHash("sha256");
      for (const row of db.prepare("select path, rows from parts order by path").all() as Row[]) {
        hash.update(`${row["path"]}\t${row["rows"]}\n`);
      }
      return hash.digest("hex").slice(0, 16);
    },
  };
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
         duplicates_across, quarantined, header, committed_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
