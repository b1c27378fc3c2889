import { raw, type Sql, sql } from "../sql/sql.ts";
import { exactSum } from "./exact-sum.ts";
import type { FactContext } from "./fct-events.ts";
import type { RelationDoc } from "./relation.ts";

export const dimItemsDoc: RelationDoc = {
  name: "dim_items",
  kind: "table",
  row: "one item",
  columns: [
    { name: "item_id", type: "id", meaning: "product, post or page" },
    { name: "first_seen", type: "timestamp", meaning: "instant of the first event with the item, UTC" },
    { name: "last_seen", type: "timestamp", meaning: "instant of the last event with the item, UTC" },
    { name: "events", type: "integer", meaning: "events with the item" },
    { name: "users", type: "integer", meaning: "distinct users of these events" },
    { name: "value", type: "decimal or number", meaning: "sum of the events' values; null when none counts" },
  ],
};

/** Items of the rows of `fct_events` that a relation holds; it must hold all rows of each item. */
export function items(from: Sql, { log, dialect }: FactContext): Sql {
  return sql`select item_id, min(event_time) as first_seen, max(event_time) as last_seen, count(*) as events,
      count(distinct user_id) as users, ${exactSum(raw("value"), log.valueType, { dialect })} as value
    from ${from} as f where item_id is not null group by item_id`;
}
