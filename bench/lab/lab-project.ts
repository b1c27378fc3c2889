import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { raw } from "../../src/sql/sql.ts";
import { openDuckDB } from "../../src/warehouse/duckdb/instance.ts";

/** Columns of numbers, each a share of one common factor and of a noise of its own. */
export const NUMBERS = Array.from({ length: 10 }, (_, i) => `x${i}`);
export const PARQUET = "measured.parquet";
const GROUPS = 5;

export interface LabProjectInput {
  readonly root: string;
  readonly rows: number;
}

/** Makes a project with one table of measured numbers as Parquet: the same rows for the same number of them. */
export async function labProject({ root, rows }: LabProjectInput): Promise<number> {
  mkdirSync(root, { recursive: true });
  const uniform = (salt: number): string => `(hash(i * 64 + ${salt}) / 18446744073709551616.0)`;
  const numbers = NUMBERS.map(
    (name, k) =>
      `cast(round(${(k + 1) / 10} * common + ${uniform(2 * k + 2)} + ${uniform(2 * k + 3)} + part * ${k / 100}, 3) as double) as ${name}`,
  );
  await using engine = await openDuckDB({ path: ":memory:", spillDir: join(root, "spill") });
  const table = `select i as id, 'group ' || part as part, ${numbers.join(", ")}
    from (select i, ${uniform(0)} + ${uniform(1)} as common, cast(hash(i) % ${GROUPS} as integer) as part from range(${rows}) as t(i))`;
  await engine.exec(
    raw(`copy (${table}) to '${join(root, PARQUET).replaceAll("'", "''")}' (format parquet, compression zstd)`),
  );
  const columns = { id: "integer", part: "text", ...Object.fromEntries(NUMBERS.map((name) => [name, "number"])) };
  const source = { path: PARQUET, format: "parquet", table: { key: ["id"] }, columns, dedupe: "none" };
  writeFileSync(join(root, "tidemark.yml"), stringify({ project: { name: "lab" }, sources: { measured: source } }));
  return rows;
}
