import { AppError } from "../../src/core/errors.ts";
import { ident, joinSql, literal, raw, type Sql, sql } from "../../src/sql/sql.ts";
import { openDuckDB } from "../../src/warehouse/duckdb/instance.ts";
import type { Warehouse } from "../../src/warehouse/port.ts";

export interface CompareInput {
  readonly warehouse: string;
  readonly plain: string;
  readonly spillDir: string;
}

export interface ComparedTable {
  readonly name: string;
  readonly rows: number;
}

/**
 * Proves that both sides made the same tables: the same rows, in any order, in every column that the plain side has.
 * Of `fct_daily` the metrics without a value are left out: plain SQL has no rows for them.
 * @throws AppError INTERNAL that names the tables that differ
 */
export async function compareModels({ warehouse, plain, spillDir }: CompareInput): Promise<readonly ComparedTable[]> {
  await using engine = await openDuckDB({ path: ":memory:", spillDir });
  await engine.exec(raw(`attach ${literal(warehouse)} as own (read_only)`));
  await engine.exec(raw(`attach ${literal(plain)} as plain (read_only)`));
  const tables = await plainTables(engine);
  const compared: ComparedTable[] = [];
  const different: string[] = [];
  for (const [name, columns] of tables) {
    const own = await digest(engine, "own", { name, columns });
    const other = await digest(engine, "plain", { name, columns });
    if (own.hash !== other.hash || own.rows !== other.rows) different.push(`${name} (${own.rows}, ${other.rows} rows)`);
    compared.push({ name, rows: own.rows });
  }
  if (different.length > 0) {
    throw new AppError("INTERNAL", `Tidemark and plain SQL made different tables: ${different.join(", ")}`, {
      hint: "the two sides do not do the same work: their times cannot be compared",
    });
  }
  return compared;
}

async function plainTables(engine: Warehouse): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await engine.table(
    raw("select table_name, column_name from duckdb_columns() where database_name = 'plain' order by 1, column_index"),
  );
  const tables = new Map<string, string[]>();
  for (const [table, column] of rows) {
    tables.set(String(table), [...(tables.get(String(table)) ?? []), String(column)]);
  }
  return tables;
}

interface Digest {
  readonly rows: number;
  readonly hash: string;
}

async function digest(
  engine: Warehouse,
  database: "own" | "plain",
  { name, columns }: { readonly name: string; readonly columns: readonly string[] },
): Promise<Digest> {
  const shown = (column: string): Sql =>
    name === "fct_daily" && column === "value"
      ? raw("cast(round(value, 6) as varchar)")
      : sql`cast(${ident(column)} as varchar)`;
  const where = name === "fct_daily" ? raw("where value is not null") : raw("");
  const { rows } = await engine.table(
    sql`select count(*), cast(sum(cast(hash(${joinSql(columns.map(shown))}) as hugeint)) as varchar)
      from ${raw(database)}.main.${ident(name)} ${where}`,
  );
  return { rows: Number(rows[0]?.[0]), hash: String(rows[0]?.[1]) };
}
