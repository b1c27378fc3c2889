import { createHash } from "node:crypto";
import type { LakePart } from "../contract/manifest.ts";
import { Sample } from "../contract/project/sample.ts";
import type { Definitions } from "../models/definitions.ts";
import { joinSql, sql } from "../sql/sql.ts";
import type { Warehouse } from "../warehouse/port.ts";

/** What the models in a warehouse were made from. It lives beside them and changes in the same transaction. */
export interface BuildState {
  readonly relations: string;
  readonly metrics: string;
  /** The part of the users that the models hold; absent: all. */
  readonly sample?: Sample;
  /** The lake's version whose rows the models hold; empty where an older program did not write it down. */
  readonly dataVersion: string;
  /** Identity of each part whose rows the models hold. */
  readonly parts: ReadonlySet<string>;
}

/** A part's identity: numbers start again with a new state store, paths carry the content's hash. */
export const partKey = ({ id, path }: LakePart): string => `${id} ${path}`;

export const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 32);

/** The state of a warehouse, or null when nothing was built in it. */
export async function readBuildState(warehouse: Warehouse): Promise<BuildState | null> {
  const found = await warehouse.table(
    sql`select 1 from information_schema.tables where table_schema = 'tidemark_build' and table_name = 'definitions'`,
  );
  if (found.rows.length === 0) return null;
  const { columns, rows } = await warehouse.table(sql`select * from tidemark_build.definitions`);
  const [row] = rows;
  if (row === undefined) return null;
  const cell = (name: string): string => String(row[columns.findIndex((column) => column.name === name)] ?? "");
  const parts = await warehouse.table(sql`select part from tidemark_build.parts order by part`);
  const sample = cell("sample");
  return {
    relations: cell("relations"),
    metrics: cell("metrics"),
    ...(sample === "" ? {} : { sample: Sample.parse(JSON.parse(sample)) }),
    dataVersion: cell("data_version"),
    parts: new Set(parts.rows.map(([part]) => String(part))),
  };
}

const CHUNK = 1000;

/** Replaces the state: the last statements of a build. */
export async function writeBuildState(
  warehouse: Warehouse,
  { relations, metrics, sample }: Definitions,
  { parts, dataVersion }: { readonly parts: readonly LakePart[]; readonly dataVersion: string },
): Promise<void> {
  await warehouse.exec(sql`create schema if not exists tidemark_build`);
  await warehouse.exec(sql`create or replace table tidemark_build.parts (part varchar)`);
  for (let i = 0; i < parts.length; i += CHUNK) {
    const rows = parts.slice(i, i + CHUNK).map((part) => sql`(${partKey(part)})`);
    await warehouse.exec(sql`insert into tidemark_build.parts values ${joinSql(rows)}`);
  }
  await warehouse.exec(sql`create or replace table tidemark_build.definitions as
    select ${hashOf(relations)} as relations, ${hashOf(metrics)} as metrics, ${dataVersion} as data_version,
      ${sample === undefined ? "" : JSON.stringify(sample)} as sample`);
}
