import { z } from "zod";
import { createRng } from "../../core/rng.ts";
import type { Query } from "../../sql/query.ts";
import { ident, joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { type LabGroups, withGroups } from "./groups.ts";
import type { LabContext, LabTable, NumberColumn } from "./lab-table.ts";
import { orderKey } from "./relations.ts";

/** x0, x1, ... in the order of the columns asked for, and g, the group, when there are groups. */
const SampleRow = z.record(z.string(), z.union([z.number(), z.string(), z.null()]));
export type SampleRow = z.infer<typeof SampleRow>;

export interface SampleRequest {
  readonly table: LabTable;
  readonly columns: readonly NumberColumn[];
  readonly groups?: LabGroups | null;
  /** Rows at most: all of them when there are no more. */
  readonly cap: number;
  /** Only rows with a value in every column; default true. */
  readonly complete?: boolean;
}

/**
 * Rows chosen by a hash of their key and the seed: the same rows whatever the engine and its threads, and all rows when
 * there are no more than `cap`. Who shows an answer from fewer rows than there are says so: `sampleNote`.
 */
export function sampleQuery(request: SampleRequest, context: LabContext): Query<SampleRow> {
  const { table, columns, groups = null, cap, complete = true } = request;
  const names = columns.map((_, i) => `x${i}`);
  const values = columns.map(({ value }, i) => sql`${value} as ${raw(`x${i}`)}`);
  const order = sampleOrder(table, context);
  const from = withGroups(table, [...values, ...order.columns], groups);
  const present = complete ? raw(` where ${names.map((name) => `${name} is not null`).join(" and ")}`) : raw("");
  const shown = raw([...names, ...(groups === null ? [] : ["g"])].join(", "));
  return {
    name: `sample_of_${columns.map(({ name }) => name).join("_")}`.slice(0, 60),
    row: SampleRow,
    text: sql`select ${shown} from ${from}${present} order by ${order.by} limit ${raw(String(cap))}`,
  };
}

/** The order of rows of a table by which samples are drawn: columns to select, and the names to order by. */
export function sampleOrder(
  { relation }: LabTable,
  { dialect, seed }: LabContext,
): { readonly columns: readonly Sql[]; readonly by: Sql } {
  const key = orderKey(relation);
  const mayBeNull = relation.key.length === 0;
  const text = joinSql(
    key.map((name) => {
      const part = dialect.cast(ident(name), "text");
      return mayBeNull ? sql`coalesce(${part}, '')` : part;
    }),
    " || ':' || ",
  );
  const place = relation.key.includes("ingest_seq")
    ? polynomialHash(dialect.cast(ident("ingest_seq"), "integer"), seed)
    : dialect.checksum(sql`${text} || ${`#${seed}`}`);
  return {
    columns: [...key.map((name, i) => sql`${ident(name)} as ${raw(`k${i}`)}`), sql`${place} as h`],
    by: raw(["h", ...key.map((_, i) => `k${i}`)].join(", ")),
  };
}

const PRIME = 2 ** 31 - 1;

/**
 * A polynomial of degree 3 with random coefficients, modulo a prime: any four rows are placed independently of each
 * other (Wegman, Carter 1981), by whole numbers that every engine computes alike and twenty times faster than a digest.
 */
function polynomialHash(x: Sql, seed: number): Sql {
  const rng = createRng(seed);
  const coefficient = (): Sql => raw(String(1 + Math.floor(rng() * (PRIME - 1))));
  const prime = raw(String(PRIME));
  const place = sql`(${x} % ${prime})`;
  const [a, b, c, d] = [coefficient(), coefficient(), coefficient(), coefficient()];
  return sql`(((((${a} * ${place} + ${b}) % ${prime}) * ${place} + ${c}) % ${prime}) * ${place} + ${d}) % ${prime}`;
}

/** Says of an answer that it is from a sample; null when every row was used. */
export function sampleNote(used: number, of: number, seed: number): string | null {
  if (used >= of) return null;
  return `computed from a sample of ${used.toLocaleString("en-US")} of ${of.toLocaleString("en-US")} rows, chosen by a hash of their key (seed ${seed})`;
}

/** The values of one column of a sample, rows without one left out. */
export function sampleValues(rows: readonly SampleRow[], column: number): Float64Array {
  return Float64Array.from(
    rows.flatMap((row) => (typeof row[`x${column}`] === "number" ? [Number(row[`x${column}`])] : [])),
  );
}
