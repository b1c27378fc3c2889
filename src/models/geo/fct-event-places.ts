import { raw, type Sql, sql } from "../../sql/sql.ts";
import type { RelationDoc } from "../relation.ts";
import { geoCells } from "./geo-cells.ts";
import type { GeoPlan } from "./geo-plan.ts";

export const fctEventPlacesDoc: RelationDoc = {
  name: "fct_event_places",
  kind: "view",
  row: "one event of a source that declares `geo`, with its place after the clean-up",
  columns: [
    { name: "source", type: "text", meaning: "source of the event; with `ingest_seq` the key that joins `fct_events`" },
    { name: "ingest_seq", type: "integer", meaning: "position in the source" },
    { name: "day", type: "date", meaning: "calendar day of the event in the project's time zone" },
    { name: "user_id", type: "id", meaning: "user" },
    { name: "session_no", type: "integer", meaning: "ordinal of the session among the user's sessions" },
    { name: "country_code", type: "text", meaning: "ISO 3166-1 alpha-2; null when the country is not recognised" },
    { name: "country", type: "text", meaning: "country in standard form; it is never imputed" },
    {
      name: "region",
      type: "text",
      meaning: "region in standard form, observed or imputed; null when it stays unknown",
    },
    { name: "region_imputed", type: "boolean", meaning: "true where the region is imputed" },
    { name: "city", type: "text", meaning: "city in standard form, observed or imputed; null when it stays unknown" },
    { name: "city_imputed", type: "boolean", meaning: "true where the city is imputed" },
  ],
  notes: ["Only in projects where a source declares `geo`. Method and confidence stand in `fct_geo`."],
};

/** `fct_event_places`: what was observed, in standard form, and what `fct_geo` adds. */
export function eventPlaces(plan: GeoPlan): Sql {
  const level = (name: string): string =>
    `coalesce(c.${name}, g.${name}) as ${name}, coalesce(g.${name}_imputed, false) as ${name}_imputed`;
  return sql`select c.source, c.ingest_seq, c.day, c.user_id, c.session_no, c.country_code, c.country,
      ${raw(level("region"))}, ${raw(level("city"))}
    from ${geoCells(plan)} as c
    left join fct_geo as g on g.source = c.source and g.ingest_seq = c.ingest_seq`;
}
