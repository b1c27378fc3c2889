import { joinSql, raw, type Sql, sql } from "../../sql/sql.ts";
import { bucketRanges, valueRows, type Weighted } from "../bucket.ts";
import { AMPLITUDE, type AmplitudePlan, SEGMENTS } from "./parameters.ts";
import { COUNTRY_SHARES, DATACENTRES, LANGUAGES, PLACES } from "./places.ts";
import { EMISSIONS, kindParts, PARTS, STATE_STARTS, TRANSITIONS } from "./process.ts";
import { KINDS, MONITOR_SCRIPT, PAGES, SYMBOLS } from "./vocabulary.ts";

/** Size of every bucket table but those of the planted chances. */
export const BUCKETS = 4096;

function bucketTable(table: string, weights: readonly number[]): Sql {
  const weighted = weights.map((weight, value): Weighted => ({ value, weight }));
  const rows = bucketRanges(weighted, BUCKETS).map(({ value, lo, hi }) => [value, lo, hi]);
  return sql`
create table ${raw(table)} as select unnest(range(lo, hi))::integer as bucket, value::integer as value
from (values ${valueRows(rows)}) v(value, lo, hi);`;
}

const FIRST_LETTER = "A".charCodeAt(0);

/** Per row of chances a text of 256 letters: column c has as many letters as it has parts. Small enough to join often. */
function chanceTable(table: string, rows: readonly (readonly number[])[]): Sql {
  const letters = rows.map((row) =>
    row.map((parts, c) => String.fromCharCode(FIRST_LETTER + c).repeat(parts)).join(""),
  );
  return sql`
create table ${raw(table)} as select * from (values ${valueRows(letters.map((text, i) => [i, text]))}) v(row_no, letters);`;
}

/** The column that a 32-bit word draws from a row of a table of chances. */
export function drawn(letters: string, word: string): Sql {
  return sql`(ord(substr(${raw(letters)}, 1 + below(${raw(word)}, ${PARTS}), 1)) - ${FIRST_LETTER})::integer`;
}

/** Creates the tables that turn words into days, hours, places, kinds, states and pages, and the texts of an event. */
export function lookupTables(plan: AmplitudePlan): Sql {
  const monday = (new Date(plan.startMs).getUTCDay() + 6) % 7;
  const weekday = (day: number): number => AMPLITUDE.weekday[(day + monday) % 7] ?? 0;
  const pairs = Array.from({ length: SYMBOLS * SYMBOLS }, (_, i) => kindParts(Math.floor(i / SYMBOLS), i % SYMBOLS));
  return joinSql(
    [
      bucketTable(
        "day_buckets",
        Array.from({ length: plan.days }, (_, day) => weekday(day)),
      ),
      bucketTable("hour_buckets", AMPLITUDE.hour),
      bucketTable(
        "place_buckets",
        PLACES.map(({ people }) => people),
      ),
      bucketTable(
        "segment_buckets",
        SEGMENTS.map(({ share }) => share),
      ),
      chanceTable("kind_chances", pairs),
      chanceTable("state_chances", [...TRANSITIONS, ...STATE_STARTS]),
      chanceTable("page_chances", EMISSIONS),
      placesTable,
      segmentsTable,
      namesTable,
      sql`
create table monitor_script as select * from (values ${valueRows(MONITOR_SCRIPT.map(([page, kind], i) => [i + 2, page, kind]))})
  v(pos, page, kind);`,
    ],
    "",
  );
}

const placeRows = [...PLACES, ...DATACENTRES].map(({ city, region, country, dma, utcMinutes }, i) => {
  const first = PLACES.findIndex((place) => place.country === country);
  const size = i < PLACES.length ? PLACES.filter((place) => place.country === country).length : 1;
  const other = LANGUAGES[country];
  return [
    i,
    city,
    region,
    country,
    dma,
    utcMinutes,
    i < PLACES.length ? first : i,
    size,
    COUNTRY_SHARES[country] ?? 0,
    other?.language ?? "English",
    other?.share ?? 0,
  ];
});

const placesTable = sql`
create table places as select * from (values ${valueRows(placeRows)})
  v(place_no, city, region, country, dma, utc_minutes, first_place, country_places, country_share, other_language, other_share);`;

const segmentsTable = sql`
create table segments as select segment_no, activity::double as activity, heartbeats::double as heartbeats,
  log_length::double as log_length, mobile::double as mobile
from (values ${valueRows(SEGMENTS.map((s, i) => [i, s.activity, s.heartbeats, s.logLength, s.mobile]))})
  v(segment_no, activity, heartbeats, log_length, mobile);`;

const nameRows = PAGES.flatMap((page, p) =>
  KINDS.map(({ name, pauseMs }, k) => [p * SYMBOLS + k, `${page}:${name}`, pauseMs, propertiesOf(page, name)]),
);

/** What follows the random id in `event_properties`. */
function propertiesOf(page: string, kind: string): string {
  const [component = "", action = ""] = kind.split(":");
  const name = `${page.replaceAll(":", " ").trim()} ${component}`.trim();
  const table = component.includes("table") ? { rowModel: "clientSide", tableId: component } : {};
  return JSON.stringify({ displayName: name, slug: name.replaceAll(" ", "-"), type: action, ...table }).slice(1);
}

const namesTable = sql`
create table names as select * from (values ${valueRows(nameRows)}) v(name_no, event_type, pause_ms, properties);`;
