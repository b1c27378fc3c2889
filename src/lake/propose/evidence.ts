import { z } from "zod";
import { ident, inlineText, raw, type Sql, sql } from "../../sql/sql.ts";
import type { Warehouse } from "../../warehouse/port.ts";
import type { InferredColumn } from "../infer/column-types.ts";
import type { SampleTable } from "./sample-table.ts";

const Shares = z.object({ groups: z.number(), alone: z.number() });

/** A sample's column with its null markers read as null. */
export function columnText({ name, nulls = [] }: InferredColumn): Sql {
  return nulls.reduce((x, marker) => sql`nullif(${x}, ${marker})`, ident(name));
}

/** Of the groups that have the same `key`, the share that also has one value of `of`; undefined without groups. */
export async function shareWithOne(
  warehouse: Warehouse,
  { relation }: SampleTable,
  { key, of }: { readonly key: InferredColumn; readonly of: InferredColumn },
): Promise<number | undefined> {
  const [row] = await warehouse.rows({
    name: "propose.share",
    row: Shares,
    text: sql`select count(*)::bigint as groups, count(*) filter (where n <= 1)::bigint as alone
      from (select ${columnText(key)} as k, count(distinct ${columnText(of)}) as n from ${ident(relation)} group by 1)
      where k is not null`,
  });
  return row === undefined || row.groups === 0 ? undefined : row.alone / row.groups;
}

/** Of the rows, the share that is alone with its values of these columns: 1 when they identify a row. */
export async function uniqueShare(
  warehouse: Warehouse,
  { relation, rows }: SampleTable,
  columns: readonly string[],
): Promise<number> {
  const list = columns.map((name) => ident(name)).reduce((a, b) => sql`${a}, ${b}`);
  const [row] = await warehouse.rows({
    name: "propose.unique",
    row: z.object({ n: z.number() }),
    text: sql`select count(*)::bigint as n from (select distinct ${list} from ${ident(relation)})`,
  });
  return rows === 0 ? 0 : (row?.n ?? 0) / rows;
}

const NameRow = z.object({ name: z.string(), n: z.number(), users: z.number() });
/** An event name with its events and users in the sample. */
export type EventNameCount = z.infer<typeof NameRow>;

/** The most frequent values of a column, with the users that have them; most frequent first. */
export async function frequentNames(
  warehouse: Warehouse,
  { relation }: SampleTable,
  {
    name,
    user,
    limit,
  }: { readonly name: InferredColumn; readonly user: InferredColumn | undefined; readonly limit: number },
): Promise<readonly EventNameCount[]> {
  const users = user === undefined ? raw("count(*)") : sql`count(distinct ${columnText(user)})`;
  return warehouse.rows({
    name: "propose.names",
    row: NameRow,
    text: sql`select ${columnText(name)} as name, count(*)::bigint as n, ${users}::bigint as users from ${ident(relation)}
      where ${columnText(name)} is not null group by 1 order by n desc, name limit ${raw(String(limit))}`,
  });
}

/** True when every instant of the sample is a whole minute (or day): equal rows may then be distinct happenings. */
export async function wholeMinutes(
  warehouse: Warehouse,
  { relation }: SampleTable,
  column: InferredColumn,
): Promise<boolean> {
  if (column.type === "date") return true;
  const { format = "iso" } = column;
  if (format.startsWith("%")) return !/%S|%s/.test(format);
  if (format !== "iso") return false;
  const pattern = "^.{10}$|^.{10}[T ][0-9:]{5}(:00([.]0*)?)?( ?(Z|UTC|[+-][0-9:]+))?$";
  const [row] = await warehouse.rows({
    name: "propose.minutes",
    row: z.object({ n: z.number() }),
    text: raw(
      inlineText(sql`select count(*)::bigint as n from ${ident(relation)}
      where ${columnText(column)} is not null and not regexp_full_match(trim(${columnText(column)}), ${pattern})`),
    ),
  });
  return row?.n === 0;
}
