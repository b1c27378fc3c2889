import { ident, joinSql, literal, raw, type Sql, sql } from "../sql/sql.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { logicalType } from "./resolve-schema.ts";

export interface ParquetReader {
  /** Reads the file with nested values as JSON text and engine-only types as text. */
  readonly from: Sql;
  readonly names: readonly string[];
  /** Logical type of each column, by name. */
  readonly nativeTypes: ReadonlyMap<string, string>;
  readonly records: number;
}

/** Opens a Parquet file: its own schema gives names and types, its footer the number of rows. */
export async function openParquet(warehouse: Warehouse, path: string): Promise<ParquetReader> {
  const file = raw(literal(path));
  const { rows: described } = await warehouse.table(sql`describe select * from read_parquet(${file})`);
  const { rows: counted } = await warehouse.table(sql`select num_rows from parquet_file_metadata(${file})`);
  const nativeTypes = new Map<string, string>();
  const list = described.map(([name, type]): Sql => {
    const column = ident(String(name));
    const engine = String(type);
    const logical = logicalType(engine);
    nativeTypes.set(String(name), logical);
    if (logical === "json" && engine !== "JSON") return sql`cast(to_json(${column}) as varchar) as ${column}`;
    if (logical === "json" || (logical === "text" && engine !== "VARCHAR"))
      return sql`cast(${column} as varchar) as ${column}`;
    return logical === "timestamp" && engine !== "TIMESTAMP" ? sql`cast(${column} as timestamp) as ${column}` : column;
  });
  return {
    from: sql`(select ${joinSql(list)} from read_parquet(${file}))`,
    names: described.map(([name]) => String(name)),
    nativeTypes,
    records: Number(counted[0]?.[0] ?? 0),
  };
}
