import { ident, joinSql, literal, raw, type Sql, sql } from "../../sql/sql.ts";
import type { RelationDoc } from "../relation.ts";
import { COUNTRIES } from "./countries.ts";
import type { GeoPlan, GeoSource } from "./geo-plan.ts";

export const dimPlacesDoc: RelationDoc = {
  name: "dim_places",
  kind: "table",
  row: "one place as a source writes it: a distinct combination of its country, region and city columns",
  columns: [
    { name: "source", type: "text", meaning: "source of the events" },
    { name: "country_raw", type: "text", meaning: "country as in `fct_events`" },
    { name: "region_raw", type: "text", meaning: "region as in `fct_events`; null where the source maps none" },
    { name: "city_raw", type: "text", meaning: "city as in `fct_events`; null where the source maps none" },
    { name: "country_code", type: "text", meaning: "ISO 3166-1 alpha-2; null when the country is not recognised" },
    {
      name: "country",
      type: "text",
      meaning: "English short name of the code, else the text tidied; null when unknown",
    },
    { name: "region", type: "text", meaning: "region tidied: NFC, single spaces; null when unknown" },
    { name: "city", type: "text", meaning: "city tidied: NFC, single spaces; null when unknown" },
    { name: "events", type: "integer", meaning: "events that have this combination" },
  ],
  notes: ["Only in projects where a source declares `geo`. Made anew by every build that adds events."],
};

const PARTS = ["country", "region", "city"] as const;

/** A column of `fct_events` as text; null where the source has none. */
export function rawText(column: string | null, { dialect }: GeoPlan): Sql {
  return dialect.cast(column === null ? raw("null") : ident(column), "text");
}

/** `dim_places` from `fct_events`: what is standardised once per distinct text, not once per event. */
export function places(plan: GeoPlan): Sql {
  const known = [...COUNTRIES].map(([key, { code, name }]) => raw(`(${[key, code, name].map(literal).join(", ")})`));
  const tidied = plan.sources.map((source) => tidyPlaces(source, plan));
  return sql`select p.source, p.country_raw, p.region_raw, p.city_raw, k.code as country_code,
      coalesce(k.name, p.country) as country, p.region, p.city, p.events
    from (${joinSql(tidied, " union all ")}) as p
    left join (values ${joinSql(known)}) as k(spelling, code, name) on k.spelling = lower(p.country)`;
}

function tidyPlaces(source: GeoSource, plan: GeoPlan): Sql {
  const columns = PARTS.map((part) => sql`${rawText(source[part], plan)} as ${raw(`${part}_raw`)}`);
  const names = raw(PARTS.map((part) => `${part}_raw`).join(", "));
  const tidied = PARTS.map((part) => {
    const text = plan.dialect.tidyText(raw(`${part}_raw`));
    return sql`${withoutMarkers(text, source.nulls)} as ${raw(part)}`;
  });
  return sql`select source, ${names}, ${joinSql(tidied)}, events from (
      select source, ${names}, count(*) as events
      from (select source, ${joinSql(columns)} from fct_events where source = ${source.source}) as written
      group by source, ${names}
    ) as distinct_places`;
}

/** The text, or null where it is one of the texts that mean "unknown". */
export function withoutMarkers(text: Sql, nulls: readonly string[]): Sql {
  if (nulls.length === 0) return text;
  return sql`case when ${text} in (${joinSql(nulls.map((marker) => sql`${marker}`))}) then null else ${text} end`;
}
