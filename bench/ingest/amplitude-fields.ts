export interface AmplitudeField {
  readonly name: string;
  readonly type: "text" | "integer" | "timestamp" | "json";
  /** SQL over one row of the drawn events. */
  readonly value: string;
}

const text = (name: string, value: string): AmplitudeField => ({ name, type: "text", value });
const integer = (name: string, value: string): AmplitudeField => ({ name, type: "integer", value });
const time = (name: string, at: string): AmplitudeField => ({
  name,
  type: "timestamp",
  value: `strftime(${at}, '%Y-%m-%d %H:%M:%S.%g')`,
});
const json = (name: string, value: string): AmplitudeField => ({ name, type: "json", value });
const pick = (values: readonly string[], draw: string): string =>
  `[${values.map((v) => (v === "null" ? v : `'${v}'`)).join(", ")}][1 + ${draw} % ${values.length}]`;

/** The share, in a thousand, of rows that have no value: what exports of this kind have. */
const missing = (perMille: number, draw: string, value: string): string =>
  `case when ${draw} % 1000 >= ${perMille} then ${value} end`;

/**
 * The thirty fields that an Amplitude export of a product on the web has, in their usual order. Columns to draw from:
 * i the row's number, instant its time, person its person's number, session_at the start of the session, h1 to h4 random.
 */
export const AMPLITUDE_FIELDS: readonly AmplitudeField[] = [
  text("$insert_id", "left(md5('insert ' || i), 16)"),
  integer("amplitude_id", "900000000 + person"),
  integer("app", "591532"),
  text("city", missing(18, "h1", "'C' || person % 467")),
  time("client_event_time", "instant"),
  time("client_upload_time", "instant + to_milliseconds(500 + h2 % 2000)"),
  text(
    "country",
    pick(["United States", "United States", "United States", "United States", "India", "Poland"], "person"),
  ),
  json("data", "{'path': '/2/httpapi'}"),
  text("data_type", "'event'"),
  text("device_family", pick(["Windows", "Windows", "Windows", "Mac OS X", "Linux"], "person")),
  text("device_id", "left(md5('device ' || person), 12)"),
  text("device_type", missing(157, "person * 7", "'Windows'")),
  text("dma", missing(277, "person * 13", "'A' || person % 97")),
  integer("event_id", "1 + i % 5000"),
  json("event_properties", "{'slug': 'table-' || h3 % 40, 'id': h3 % 100000}"),
  time("event_time", "instant"),
  text(
    "event_type",
    "'page' || h4 % 6 || ':view' || h4 // 7 % 6 || ':part' || h4 // 49 % 3 || ':' || " +
      pick(["render", "render", "render", "render", "click", "change"], "(h4 // 343)"),
  ),
  text("language", pick(["English", "English", "English", "English", "Polish", "Spanish"], "(person // 3)")),
  text("library", "'amplitude-ts/2.7.2'"),
  text("os_name", pick(["Chrome", "Chrome", "Chrome", "Chrome", "Edge", "Firefox"], "(person // 2)")),
  integer("os_version", "128 + person % 4"),
  text("platform", "'Web'"),
  time("processed_time", "instant + to_milliseconds(4000 + h2 % 6000)"),
  text("region", missing(9, "h1", "'R' || person % 69")),
  time("server_received_time", "instant + to_milliseconds(500 + h2 % 2000)"),
  time("server_upload_time", "instant + to_milliseconds(600 + h2 % 2000)"),
  integer("session_id", "case when h2 % 1000 = 0 then -1 else epoch_ms(session_at) end"),
  text("user_id", "case when person % 60 = 0 then 'EMPTY' else 'user' || person || '@a.example' end"),
  json("user_properties", "{'roles': ['unit ' || person % 9], 'isInternalUser': person % 10 = 0}"),
  text("uuid", "cast(cast(md5('event ' || i) as uuid) as varchar)"),
];
