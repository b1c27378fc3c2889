import { raw, type Sql, sql } from "../../sql/sql.ts";
import type { ColumnDoc, RelationDoc } from "../relation.ts";
import { geoCells, groupCells, sameGroup } from "./geo-cells.ts";
import { type GeoPlan, LEVELS, type Level } from "./geo-plan.ts";
import { imputation } from "./imputation.ts";

function levelDocs(level: Level): readonly ColumnDoc[] {
  return [
    {
      name: level,
      type: "text",
      meaning: `${level} in standard form, observed or imputed; null when it stays unknown`,
    },
    { name: `${level}_imputed`, type: "boolean", meaning: `true where the ${level} is imputed; never null` },
    {
      name: `${level}_method`,
      type: "text",
      meaning:
        "`session`: the user's most frequent in this session and the ones beside it; `device`: the device's most frequent; `posterior`: what at least 80 % of the log's rows with the same country and " +
        `${level === "city" ? "region" : "city"} have; null when not imputed`,
    },
    {
      name: `${level}_confidence`,
      type: "number",
      meaning: "share of the imputed value among the rows it rests on; null when not imputed",
    },
  ];
}

export const fctGeoDoc: RelationDoc = {
  name: "fct_geo",
  kind: "table",
  row: "one event whose city or region was unknown and is imputed",
  columns: [
    { name: "source", type: "text", meaning: "source of the event; with `ingest_seq` the key that joins `fct_events`" },
    { name: "ingest_seq", type: "integer", meaning: "position in the source" },
    { name: "day", type: "date", meaning: "calendar day of the event in the project's time zone" },
    { name: "country_code", type: "text", meaning: "ISO 3166-1 alpha-2; null when the country is not recognised" },
    { name: "country", type: "text", meaning: "country in standard form; it is never imputed" },
    ...LEVELS.flatMap(levelDocs),
  ],
  notes: [
    "Only in projects where a source declares `geo`. Made anew by every build that adds events; `fct_events` keeps what was observed.",
    "Evidence is always of the event's own country; an event without a country gets nothing.",
  ],
};

/** `fct_geo` from `fct_events` and `dim_places`. */
export function imputedEvents(plan: GeoPlan): Sql {
  const { ctes, filled } = imputation(plan);
  const unknown = raw(plan.levels.map((level) => `c.${level} is null`).join(" or "));
  const imputed = raw(plan.levels.map((level) => `f.${level}_method is not null`).join(" or "));
  const columns = LEVELS.map((level) => levelColumns(level, plan));
  return sql`with groups as (${groupCells(geoCells(plan))}), ${ctes}
    select c.source, c.ingest_seq, c.day, c.country_code, c.country, ${columns[0] ?? raw("")}, ${columns[1] ?? raw("")}
    from ${geoCells(plan)} as c join ${raw(filled)} as f on ${sameGroup("f", "c")}
    where (${unknown}) and (${imputed})`;
}

function levelColumns(level: Level, { levels, dialect }: GeoPlan): Sql {
  if (levels.includes(level)) {
    return raw(`coalesce(c.${level}, f.${level}_value) as ${level}, f.${level}_method is not null as ${level}_imputed,
      f.${level}_method, f.${level}_confidence`);
  }
  const none = (type: "text" | "number"): Sql => dialect.cast(raw("null"), type);
  return sql`${none("text")} as ${raw(level)}, false as ${raw(`${level}_imputed`)},
    ${none("text")} as ${raw(`${level}_method`)}, ${none("number")} as ${raw(`${level}_confidence`)}`;
}
