import { type NewPart, SEQ_PER_FILE } from "../contract/manifest.ts";
import { ident, joinSql, literal, raw, type Sql, sql } from "../sql/sql.ts";
import type { Warehouse } from "../warehouse/port.ts";

/** Rows found to be repetitions: a temporary table `dropped(seq, repeats)`; `repeats` is a committed row, if any. */
export const DROPPED = "dropped";

export interface DedupeContext {
  readonly warehouse: Warehouse;
  readonly root: string;
  /** Parts of the same source that are already committed. */
  readonly existing: readonly NewPart[];
}

const BUCKET_ROWS = 16e6;

/** What stands beside the columns of the files, of which one may have any short name. */
const HASH = ident("hash of the row");
const FRESH = ident("row is fresh");

export async function createDropped(warehouse: Warehouse): Promise<void> {
  await warehouse.exec(sql`create or replace temp table ${raw(DROPPED)} (seq bigint, repeats bigint)`);
}

export interface DroppedCount {
  readonly duplicates: number;
  /** Those that repeat a row of another file. */
  readonly duplicatesAcross: number;
  /** Numbers of the files that these repeat. */
  readonly repeats: readonly number[];
}

export async function countDropped(warehouse: Warehouse): Promise<DroppedCount> {
  const { rows } = await warehouse.table(
    sql`select repeats // ${raw(String(SEQ_PER_FILE))}, count(*) from ${raw(DROPPED)} group by 1 order by 1`,
  );
  const total = (list: typeof rows): number => list.reduce((sum, [, n]) => sum + Number(n), 0);
  const across = rows.filter(([fileNo]) => fileNo !== null);
  return {
    duplicates: total(rows),
    duplicatesAcross: total(across),
    repeats: across.map(([fileNo]) => Number(fileNo)),
  };
}

/** Committed rows of some columns (typed nulls where a part lacks one), as a fragment; null when there are none. */
function committedRows(parts: readonly NewPart[], columns: readonly TypedName[], root: string): Sql | null {
  const groups = new Map<string, NewPart[]>();
  for (const part of parts) {
    const key = JSON.stringify(part.columns);
    groups.set(key, [...(groups.get(key) ?? []), part]);
  }
  const selects = [...groups.values()].map((group) => {
    const present = new Set(group[0]?.columns.map(({ name }) => name));
    const list = columns.map(({ name, engine }) =>
      present.has(name)
        ? sql`cast(${ident(name)} as ${raw(engine)}) as ${ident(name)}`
        : sql`cast(null as ${raw(engine)}) as ${ident(name)}`,
    );
    const files = raw(`[${group.map(({ path }) => literal(`${root}/${path}`)).join(", ")}]`);
    return sql`select ${joinSql([...list, raw("ingest_seq"), raw("day")])} from read_parquet(${files})`;
  });
  return selects.length === 0 ? null : joinSql(selects, " union all ");
}

/** A column with the engine type it is compared in. */
export interface TypedName {
  readonly name: string;
  readonly engine: string;
}

/**
 * Adds to `dropped` every row of the relation `fresh` that equals an earlier row on all of `columns`: one in
 * `fresh` with a smaller `ingest_seq`, or a committed one. Equal rows share their time, so committed rows of the same
 * days suffice. A hash finds the candidates; full equality decides.
 */
export async function dropExact(
  { warehouse, existing, root }: DedupeContext,
  fresh: string,
  columns: readonly TypedName[],
): Promise<void> {
  const hash = sql`hash(${joinSql(columns.map(({ name, engine }) => sql`cast(${ident(name)} as ${raw(engine)})`))})`;
  const old = committedRows(existing, columns, root);
  const oldHashes = old === null ? raw("") : sql` union all select ${hash} as h, false as is_fresh from (${old})`;
  const found = await warehouse.exec(sql`create or replace temp table duplicate_hashes as
    select h from (select ${hash} as h, true as is_fresh from ${raw(fresh)}${oldHashes})
    group by h having count(*) > 1 and bool_or(is_fresh)`);
  const { rows } = await warehouse.table(sql`select count(*) from duplicate_hashes`);
  if (found === 0 && rows[0]?.[0] === 0) return;
  const list = joinSql(
    columns.map(({ name, engine }) => sql`cast(${ident(name)} as ${raw(engine)}) as ${ident(name)}`),
  );
  const names = joinSql(columns.map(({ name }) => ident(name)));
  const among = (from: Sql, isFresh: boolean): Sql =>
    sql`select ${names}, ingest_seq, ${raw(String(isFresh))} as ${FRESH} from (select ${list}, ingest_seq, ${hash} as ${HASH} from ${from})
      where ${HASH} in (select h from duplicate_hashes)`;
  const candidates =
    old === null ? among(raw(fresh), true) : sql`${among(raw(fresh), true)} union all ${among(sql`(${old})`, false)}`;
  await warehouse.exec(sql`insert into ${raw(DROPPED)} select ingest_seq, repeats from (
    select ingest_seq, ${FRESH}, row_number() over same as position, min(case when not ${FRESH} then ingest_seq end) over (partition by ${names}) as repeats
    from (${candidates}) window same as (partition by ${names} order by ${FRESH}, ingest_seq)
  ) where ${FRESH} and position > 1`);
}

export interface KeyedOptions {
  readonly key: readonly TypedName[];
  /** Whether a row of which only some columns are null has a key; rows whose key is all null are never duplicates. */
  readonly partial: boolean;
  readonly windowDays: number;
  readonly rows: number;
}

/**
 * Adds to `dropped` every row of `fresh` (columns of the key, `ingest_seq`, `day`) that has the key of an earlier row
 * at most `windowDays` days away. Large inputs go in hash buckets.
 */
export async function dropByKey(
  { warehouse, existing, root }: DedupeContext,
  fresh: Sql,
  { key, partial, windowDays, rows }: KeyedOptions,
): Promise<void> {
  const names = joinSql(key.map(({ name }) => ident(name)));
  const present = joinSql(
    key.map(({ name }) => sql`${ident(name)} is not null`),
    partial ? " or " : " and ",
  );
  const list = joinSql(key.map(({ name, engine }) => sql`cast(${ident(name)} as ${raw(engine)}) as ${ident(name)}`));
  const old = committedRows(existing, key, root);
  const all = sql`select ${list}, ingest_seq, day, true as ${FRESH} from (${fresh}) where (${present})
      and ingest_seq not in (select seq from ${raw(DROPPED)})
    ${old === null ? raw("") : sql`union all select ${names}, ingest_seq, day, false from (${old}) where (${present})`}`;
  const buckets = Math.max(1, Math.ceil(rows / BUCKET_ROWS));
  const equal = joinSql(
    key.map(({ name }) => sql`a.${ident(name)} is not distinct from b.${ident(name)}`),
    " and ",
  );
  const near = windowDays >= 3650 ? raw("true") : sql`abs(coalesce(a.day - b.day, 0)) <= ${raw(String(windowDays))}`;
  for (let bucket = 0; bucket < buckets; bucket++) {
    const mine = sql`select * from (${all}) where hash(${names}) % ${raw(String(buckets))} = ${raw(String(bucket))}`;
    await warehouse.exec(sql`create or replace temp table duplicate_hashes as
      select hash(${names}) as h from (${mine}) group by 1 having count(*) > 1 and bool_or(${FRESH})`);
    await warehouse.exec(sql`create or replace temp table candidates as
      select * from (${mine}) where hash(${names}) in (select h from duplicate_hashes)`);
    await warehouse.exec(sql`insert into ${raw(DROPPED)}
      select a.ingest_seq, min(case when not b.${FRESH} then b.ingest_seq end) from candidates a join candidates b
        on ${equal} and ${near} and (not b.${FRESH} or b.ingest_seq < a.ingest_seq)
      where a.${FRESH} group by a.ingest_seq`);
  }
}
