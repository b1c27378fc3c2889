import { join } from "node:path";
import { openProjectWarehouse } from "../../src/app/open-warehouse.ts";
import { openProject } from "../../src/app/project-session.ts";
import { ident, literal, raw, sql } from "../../src/sql/sql.ts";
import { openDuckDB } from "../../src/warehouse/duckdb/instance.ts";

/** Row count and order-free hash of each relation. */
export type Digests = Readonly<Record<string, string>>;

const digest = (from: string) =>
  raw(`select count(*) || ':' || coalesce(cast(sum(cast(hash(t) as hugeint)) as varchar), '0') from ${from} as t`);

/** The committed rows of the lake, as one digest per source and kind. */
export async function lakeDigest(root: string): Promise<Digests> {
  using session = await openProject(root, { purpose: "digest" });
  await using warehouse = await openDuckDB({ path: ":memory:", spillDir: session.paths.spill });
  const result: Record<string, string> = {};
  for (const kind of ["rows", "quarantine"] as const) {
    const parts = session.manifest.parts({ kind });
    if (parts.length === 0) continue;
    const files = parts.map(({ path }) => literal(join(root, path))).join(", ");
    const { rows } = await warehouse.table(digest(`(select * from read_parquet([${files}], union_by_name = true))`));
    result[kind] = String(rows[0]?.[0]);
  }
  for (const { path, rowsRead, kept, duplicates, quarantined } of session.manifest.files()) {
    if (rowsRead !== kept + duplicates + quarantined) throw new Error(`${path} does not add up`);
  }
  return result;
}

/** Every table of the warehouse as a digest. */
export async function modelDigest(root: string): Promise<Digests> {
  using session = await openProject(root, { purpose: "digest" });
  await using warehouse = await openProjectWarehouse(session);
  const { rows: names } = await warehouse.table(
    sql`select table_name from information_schema.tables where table_schema = 'main' and table_type = 'BASE TABLE' order by 1`,
  );
  const result: Record<string, string> = {};
  for (const [name] of names) {
    const { rows } = await warehouse.table(digest(ident(String(name)).texts[0] ?? ""));
    result[String(name)] = String(rows[0]?.[0]);
  }
  return result;
}
