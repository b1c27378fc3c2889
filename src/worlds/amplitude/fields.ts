import { raw, type Sql, sql } from "../../sql/sql.ts";
import { jsonFields, type PartRows } from "../parts.ts";
import { AMPLITUDE, type AmplitudePlan } from "./parameters.ts";
import { SYMBOLS } from "./vocabulary.ts";

/** Creates the macros that write words and texts. */
export const textMacros: Sql = raw(`
create macro hex8(w) as (lower(lpad(hex((w)::bigint), 8, '0')));
create macro hex4(w) as (lower(lpad(hex(((w) & 65535)::bigint), 4, '0')));
create macro quoted(x) as ('"' || (x) || '"');
`);

/** The fields that every row of this app has as null. */
export const NULL_FIELDS: readonly string[] = [
  "$schema",
  "adid",
  "amplitude_attribution_ids",
  "amplitude_event_type",
  "device_brand",
  "device_carrier",
  "device_manufacturer",
  "device_model",
  "global_user_properties",
  "idfa",
  "is_attribution_event",
  "location_lat",
  "location_lng",
  "partner_id",
  "paying",
  "plan",
  "sample_rate",
  "source_id",
  "start_version",
  "user_creation_time",
  "version_name",
];

type Columns = PartRows["columns"];

const columnsOf = (fields: Record<string, Sql>): Columns =>
  Object.entries(fields).map(([name, value]) => ({ name, value }));

const text = (expression: string): Sql => raw(`quoted(${expression})`);
const constant = (value: unknown): Sql => sql`${JSON.stringify(value)}`;

/** The fields that are the same for all events of a session. */
const SESSION_FIELDS: Columns = columnsOf({
  amplitude_id: raw("amplitude_id::varchar"),
  app: constant(AMPLITUDE.app),
  city: text("shown_city"),
  country: text("country"),
  data_type: constant("event"),
  device_family: text("device_family"),
  device_id: text("device_id"),
  device_type: text("device_type"),
  dma: text("shown_dma"),
  group_properties: constant({}),
  groups: constant({}),
  ip_address: text("ip_address"),
  language: text("language"),
  library: constant("amplitude-ts/2.7.2"),
  os_name: text("browser"),
  os_version: raw("os_version::varchar"),
  platform: constant("Web"),
  region: text("shown_region"),
  user_id: text("shown_user"),
  user_properties: raw("user_properties"),
  ...Object.fromEntries(NULL_FIELDS.map((name) => [name, raw("null")])),
});

/**
 * Replaces `profiles` by what is the same for all events of a session of the chunk: user, device, browser, place, and
 * their text in the export. Offices share addresses per city, homes have their own; an address belongs to one city.
 * `shown_` columns are what the export holds, the others are true.
 */
export const profilesTable: Sql = sql`
create or replace temp table profiles as
with spoken as (
  select c.*, city, region, dma, country, case when unit(w_language) < c.other_share then c.other_language else 'English' end as language,
    case when device_family = 'iOS' then 'Mobile Safari' when device_family = 'Android' then 'Chrome Mobile'
      when machine or unit(w_browser) < 0.923 then 'Chrome' when unit(w_browser) < 0.994 then 'Edge'
      when unit(w_browser) < 0.9986 or device_family <> 'Mac OS X' then 'Firefox' else 'Safari' end as browser
  from chunk c join places using (place_no)
), shown as (
  select session_no, base, events_before, form, user_no, segment_no, amplitude_id, user_properties, language, browser, device_family,
    country, city, region, dma, city_lost, region_lost,
    case when not city_lost then city end as shown_city, case when not region_lost then region end as shown_region,
    case when not city_lost then dma end as shown_dma,
    case identity when 'named' then user_id when 'empty' then 'EMPTY' end as shown_user,
    hex8(user_base) || '-' || hex8(w_device) || 'R' as device_id,
    case when device_family in ('Windows', 'Linux', 'Android') then device_family end as device_type,
    case when browser in ('Mobile Safari', 'Safari') then 17 + (w_version & 1) when browser = 'Firefox' then 133 + (w_version & 1)
      when unit(w_version) < 0.7 then 131 when unit(w_version) < 0.84 then 132 when unit(w_version) < 0.96 then 130 else 129 end as os_version,
    case when spot = 'office' then concat(list_extract(['192.0.2.', '198.51.100.', '203.0.113.'], 1 + place_no // 16),
        1 + (place_no % 16) * 15 + user_base % 15)
      else concat('2001:db8:', hex4(user_no >> 16), ':', hex4(user_no), ':', hex4(place_no), '::1') end as ip_address
  from spoken
)
select *, ${jsonFields(SESSION_FIELDS)} as session_fields from shown;`;

/** Like a UUID; unique because it holds the session's base and a position, the words only fill it up. */
function idText(ends: readonly [string, string], pos: string, fill: string): Sql {
  const [first, last] = ends;
  return raw(
    `printf('%08x-%04x-4%03x-a%03x-%04x%08x', ${first}, ${pos}, ${fill} & 4095, (${fill} >> 8) & 4095, ${fill} >> 16, ${last})`,
  );
}

const UUID = idText(["w_uuid", "base"], "pos", "w_uuid2");
const INSERT_ID = idText(["base", "w_insert2"], "insert_pos", "w_insert");

/** Type of an event, from `events` and `names`. */
export const EVENT_TYPE: Sql = raw("coalesce(flat, event_type)");

/** The events of the chunk, in file order, with all that is known about them: joins lose the order of `events`. */
const EVENT_ROWS: Sql = sql`(
  select * from events join profiles using (session_no) left join names on name_no = page * ${SYMBOLS} + kind
  order by day, arrived, session_no, pos)`;

/** The 54 fields of an exported event. */
export function eventRows({ startMs }: AmplitudePlan): PartRows {
  const time = (ms: string): Sql =>
    sql`quoted(strftime(make_timestamp((${raw(ms)} + ${startMs}) * 1000), '%Y-%m-%d %H:%M:%S.%f'))`;
  const columns = columnsOf({
    $insert_id: sql`quoted(${INSERT_ID})`,
    client_event_time: time("t"),
    client_upload_time: time("uploaded"),
    data: raw(`case when pos = 0 then '{"path":"/2/httpapi","group_first_event":{},"group_ids":{},"user_properties_updated":true}'
      else '{"path":"/2/httpapi","group_first_event":{},"group_ids":{}}' end`),
    event_id: raw("(events_before + pos + 1)::varchar"),
    event_properties: sql`case when properties is null or unit(w_property) < ${AMPLITUDE.emptyPropertiesShare} then '{}'
      else concat('{"id":', 100000 + w_property % 400000, ',', properties) end`,
    event_time: time("t"),
    event_type: sql`quoted(${EVENT_TYPE})`,
    processed_time: time("processed"),
    server_received_time: time("arrived"),
    server_upload_time: time("stored"),
    session_id: sql`case when form = 'outside' then '-1' else (session_start + ${startMs})::varchar end`,
    uuid: sql`quoted(${UUID})`,
  });
  return { columns, rest: raw("session_fields"), from: EVENT_ROWS };
}

/** The true places of the rows of `events` that lack one, by the row's uuid; an empty dma is none. */
export const lostPlaceRows: PartRows = {
  columns: [
    { name: "uuid", value: UUID },
    { name: "country", value: raw("quoted(country)") },
    { name: "region", value: raw("quoted(region)") },
    { name: "city", value: raw("quoted(city)") },
    { name: "dma", value: raw("quoted(dma)") },
    { name: "city_lost", value: raw("city_lost") },
    { name: "region_lost", value: raw("region_lost") },
    { name: "dma_lost", value: raw("city_lost and dma is not null") },
  ],
  from: sql`${EVENT_ROWS} where city_lost or region_lost`,
};
