import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { rawText, withoutMarkers } from "./dim-places.ts";
import type { GeoPlan } from "./geo-plan.ts";

/**
 * One row per event of the sources that declare `geo`: its keys, user, session, device, and its place in standard
 * names, null where unknown. Reads `fct_events` and `dim_places`.
 */
export function geoCells(plan: GeoPlan): Sql {
  const events = plan.sources.map((source) => {
    const device = withoutMarkers(sql`nullif(${rawText(source.device, plan)}, '')`, source.nulls);
    return sql`select source, ingest_seq, day, user_id, session_no, ${device} as device,
        ${rawText(source.country, plan)} as country_raw, ${rawText(source.region, plan)} as region_raw,
        ${rawText(source.city, plan)} as city_raw
      from fct_events where source = ${source.source}`;
  });
  return sql`(select e.source, e.ingest_seq, e.day, e.user_id, e.session_no, e.device, p.country_code, p.country, p.region, p.city
    from (${joinSql(events, " union all ")}) as e
    join dim_places as p on p.source = e.source and p.country_raw is not distinct from e.country_raw
      and p.region_raw is not distinct from e.region_raw and p.city_raw is not distinct from e.city_raw)`;
}

/** Everything an imputed value may depend on: events that agree in these get the same value. */
export const GROUP_KEYS = ["user_id", "session_no", "device", "country", "region", "city"] as const;

/** Condition that two relations agree in the keys, nulls included. */
export function sameGroup(left: string, right: string): Sql {
  return raw(GROUP_KEYS.map((key) => `${left}.${key} is not distinct from ${right}.${key}`).join(" and "));
}

/** Cells with a country, counted by their keys. */
export function groupCells(cells: Sql): Sql {
  const keys = raw(GROUP_KEYS.join(", "));
  return sql`select ${keys}, count(*) as n from ${cells} as c where country is not null group by ${keys}`;
}
