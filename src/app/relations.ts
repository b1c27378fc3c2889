import { z } from "zod";
import { raw } from "../sql/sql.ts";
import type { Warehouse } from "../warehouse/port.ts";

const RelationRow = z
  .object({ name: z.string(), kind: z.enum(["table", "view"]), columns: z.string() })
  .transform(({ columns, ...rest }) => ({ ...rest, columns: z.array(RelationColumn).parse(JSON.parse(columns)) }));
const RelationColumn = z.object({ name: z.string(), type: z.string() });

/** A table or view of the warehouse that users may read. */
export type WarehouseRelation = z.infer<typeof RelationRow>;

const READABLE = /^((stg|fct|dim)_\w+|quarantine)$/i;

/** The relations that a project shows to its users, by name: staging, facts, dimensions and the quarantine. */
export async function projectRelations(warehouse: Warehouse): Promise<readonly WarehouseRelation[]> {
  const rows = await warehouse.rows({
    name: "project_relations",
    text: raw(`select t.table_name as name, case when t.table_type = 'VIEW' then 'view' else 'table' end as kind,
        cast(to_json(list_transform(list_sort(list({'i': c.ordinal_position, 'name': c.column_name, 'type': c.data_type})),
          lambda x: {'name': x.name, 'type': x.type})) as varchar) as columns
      from information_schema.tables t
      join information_schema.columns c on c.table_schema = t.table_schema and c.table_name = t.table_name
      where t.table_schema = 'main' and t.table_catalog = current_database() and c.table_catalog = current_database()
      group by all order by name`),
    row: RelationRow,
  });
  return rows.filter(({ name }) => READABLE.test(name));
}
