import { z } from "zod";
import { Sample } from "../contract/project/sample.ts";
import { inTransaction, type StateDatabase } from "./database.ts";

/** What the models in the warehouse were made from, as far as the state store knows without opening the warehouse. */
export interface BuiltModels {
  /** Version of the lake whose rows the models hold. */
  readonly dataVersion: string;
  /** Hashes of the definitions they were made with. */
  readonly relations: string;
  readonly metrics: string;
  /** The part of the users that they hold; absent: all. */
  readonly sample?: Sample;
}

const PartSize = z.tuple([z.string(), z.number()]);
/** A part of the lake in one version of it: path and rows. */
export type PartSize = z.infer<typeof PartSize>;

export interface ModelStore {
  /** Undefined before the first build. */
  current(): BuiltModels | undefined;
  /** Notes what the models hold now. @param parts of that version of the lake; undefined when they are not known */
  record(models: BuiltModels, parts: readonly PartSize[] | undefined): void;
  /** The parts of an earlier version of the lake, if results that rest on it are still kept. */
  parts(dataVersion: string): readonly PartSize[] | undefined;
}

export function createModelStore(db: StateDatabase): ModelStore {
  return {
    current: () => {
      const row = db.prepare("select data_version, relations, metrics, sample from models").get() as
        | Record<string, unknown>
        | undefined;
      if (row === undefined) return undefined;
      return {
        dataVersion: String(row["data_version"]),
        relations: String(row["relations"]),
        metrics: String(row["metrics"]),
        ...(row["sample"] === null ? {} : { sample: Sample.parse(JSON.parse(String(row["sample"]))) }),
      };
    },
    record: ({ dataVersion, relations, metrics, sample = null }, parts) =>
      inTransaction(db, () => {
        db.prepare(
          "insert into data_versions values (?, ?) on conflict (version) do update set parts = coalesce(nullif(excluded.parts, 'null'), parts)",
        ).run(dataVersion, JSON.stringify(parts ?? null));
        const values = [dataVersion, relations, metrics, sample && JSON.stringify(sample)];
        db.prepare("insert or replace into models values (1, ?, ?, ?, ?)").run(...values);
      }),
    parts: (dataVersion) => {
      const row = db.prepare("select parts from data_versions where version = ?").get(dataVersion) as
        | Record<string, unknown>
        | undefined;
      const parts = z.array(PartSize).safeParse(JSON.parse(String(row?.["parts"] ?? "null")));
      return parts.success ? parts.data : undefined;
    },
  };
}
