import { Envelope } from "../contract/envelope.ts";
import { inTransaction, type StateDatabase } from "./database.ts";

/** Results beyond these are dropped, oldest first. */
export const KEPT_RESULTS = { count: 1000, bytes: 100_000_000 } as const;

export interface StoredResult {
  readonly envelope: Envelope;
  readonly createdAt: string;
}

/** Result envelopes by their id: the cache of answers, and what `tidemark why` explains. */
export interface ResultStore {
  /** Stores a result, in place of an earlier one of the same id. */
  put(envelope: Envelope, createdAt: string): void;
  /** The result of exactly this id; undefined when there is none or an incompatible version wrote it. */
  get(id: string): StoredResult | undefined;
  /** The newest results, newest first. */
  list(options: { readonly analysis?: string | undefined; readonly limit: number }): readonly StoredResult[];
  /** The newest results of an analysis, newest first, without what they say. */
  made(analysis: string, limit: number): readonly { readonly id: string; readonly createdAt: string }[];
  /** The ids that begin with a text, newest first. */
  idsLike(prefix: string): readonly string[];
}

type Row = Record<string, unknown>;

export function createResultStore(
  db: StateDatabase,
  kept: { readonly count: number; readonly bytes: number } = KEPT_RESULTS,
): ResultStore {
  return {
    put: (envelope, createdAt) => {
      const text = JSON.stringify(envelope);
      inTransaction(db, () => {
        db.prepare("delete from results where id = ?").run(envelope.id);
        db.prepare("insert into results (id, data_version, created_at, bytes, envelope) values (?, ?, ?, ?, ?)").run(
          envelope.id,
          envelope.receipt.dataVersion,
          createdAt,
          Buffer.byteLength(text),
          text,
        );
        dropOldest(db, kept);
      });
    },
    get: (id) => {
      const row = db.prepare("select envelope, created_at from results where id = ?").get(id) as Row | undefined;
      const envelope = row === undefined ? undefined : Envelope.safeParse(JSON.parse(String(row["envelope"])));
      return envelope?.success === true
        ? { envelope: envelope.data, createdAt: String(row?.["created_at"]) }
        : undefined;
    },
    list: ({ analysis = null, limit }) =>
      (
        db
          .prepare(
            `select envelope, created_at from results where ? is null or json_extract(envelope, '$.analysis') = ?
             order by seq desc limit ?`,
          )
          .all(analysis, analysis, limit) as Row[]
      ).flatMap((row) => {
        const envelope = Envelope.safeParse(JSON.parse(String(row["envelope"])));
        return envelope.success ? [{ envelope: envelope.data, createdAt: String(row["created_at"]) }] : [];
      }),
    made: (analysis, limit) =>
      (
        db
          .prepare(
            "select id, created_at from results where json_extract(envelope, '$.analysis') = ? order by seq desc limit ?",
          )
          .all(analysis, limit) as Row[]
      ).map((row) => ({ id: String(row["id"]), createdAt: String(row["created_at"]) })),
    idsLike: (prefix) =>
      (
        db
          .prepare("select id from results where substr(id, 1, ?) = ? order by seq desc")
          .all(prefix.length, prefix) as Row[]
      ).map(({ id }) => String(id)),
  };
}

/** Drops what is beyond the limits; the newest result always stays, whatever its size. */
function dropOldest(db: StateDatabase, { count, bytes }: { readonly count: number; readonly bytes: number }): void {
  db.prepare(
    `delete from results where seq in (
       select seq from (
         select seq, row_number() over newest as n, sum(bytes) over newest as total from results
         window newest as (order by seq desc)
       ) where n > ? or (total > ? and n > 1)
     )`,
  ).run(count, bytes);
  db.prepare(
    `delete from data_versions where version not in (select data_version from results union select data_version from models)`,
  ).run();
}
