import type { Project } from "../../contract/project/project.ts";
import { isExact } from "../../models/column-type.ts";
import type { TypedColumn } from "../../models/event-log.ts";
import type { Explored } from "./explored.ts";

/** A column whose values are counted, with the columns that its values must be read together with. */
export interface SharedColumn {
  readonly section: "mix" | "top" | "geography" | "technology";
  readonly name: string;
  /** A city of the same name in another region is another city: `Portland, Maine, United States`. */
  readonly within: readonly string[];
}

/** A difference of two clocks, in the order in which it is positive when nothing is wrong. */
export interface ClockPair {
  readonly id: "upload" | "network" | "client_server" | "server" | "processing" | "client_clock" | "arrival";
  readonly from: string;
  readonly to: string;
}

/** What the columns of the rows are for. */
export interface Roles {
  readonly shared: readonly SharedColumn[];
  readonly numbers: readonly TypedColumn[];
  readonly pairs: readonly ClockPair[];
  /** Columns that the source brings: those of which missing values are counted. */
  readonly own: readonly TypedColumn[];
}

const MODEL_COLUMNS = new Set([
  "session_no",
  "prev_event",
  "next_event",
  "prev_same_time",
  "is_new_session",
  "source",
  "ingest_seq",
  "day",
]);

const GEOGRAPHY = [
  ["country", "countryname", "geocountry", "countrycode", "countryisocode"],
  ["region", "regionname", "state", "province", "regionisocode"],
  ["city", "cityname", "town"],
] as const;

const TECHNOLOGY = new Set([
  ...["device", "devicefamily", "devicetype", "devicecategory", "devicebrand", "devicemodel"],
  ...["os", "osname", "osfamily", "operatingsystem", "browser", "browsername", "browserfamily", "platform"],
  ...["language", "lang", "locale"],
]);

const TOP = new Set([
  ...["brand", "category", "categorycode", "categoryname", "product", "productname", "productcategory", "sku"],
  ...["page", "channel", "campaign", "medium", "utmsource", "utmmedium", "utmcampaign", "referrer"],
]);

/** Numbers that name something rather than measure it. */
const NAMING = /(^|_|[a-z])(id|uuid|code|version|no|key|zip|postcode|phone)$/i;

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");

/** The roles of the columns by their names and types, declared dimensions among them. */
export function rolesOf(rows: Explored, project: Project): Roles {
  const own = rows.columns.columns.filter(({ name }) => !MODEL_COLUMNS.has(name));
  const unmapped = new Set((["item", "value"] as const).filter((role) => !maps(role, project)));
  const used = rows.isLog ? own.filter(({ name }) => !unmapped.has(name.replace("_id", "") as "item")) : own;
  const places = geography(own, project);
  const numbers = numbersOf(used, rows);
  return {
    shared: [
      ...(rows.isLog ? [{ section: "mix" as const, name: "event", within: [] }] : []),
      ...topColumns(used, rows, { places, numbers }),
      ...places,
      ...own
        .filter(({ name }) => TECHNOLOGY.has(plain(name)))
        .map(({ name }) => ({ section: "technology" as const, name, within: [] })),
    ],
    numbers,
    pairs: clockPairs(rows, project),
    own: used,
  };
}

/** True when an event source says which of its columns plays the role. */
const maps = (role: "item" | "value" | "received", project: Project): boolean =>
  Object.values(project.sources).some(({ events }) => events?.[role] !== undefined);

function geography(own: readonly TypedColumn[], project: Project): readonly SharedColumn[] {
  const found: string[] = [];
  const places: SharedColumn[] = [];
  for (const names of GEOGRAPHY) {
    const name = names
      .map((candidate) => own.find((column) => plain(column.name) === candidate)?.name)
      .find((candidate) => candidate !== undefined);
    if (name === undefined) continue;
    const parent = project.dimensions[name]?.parent;
    const within = parent === undefined || found.includes(parent) ? [...found].reverse() : [parent];
    places.push({ section: "geography", name, within });
    found.push(name);
  }
  return places;
}

function numbersOf(used: readonly TypedColumn[], { dimensions }: Explored): readonly TypedColumn[] {
  return used.filter(
    ({ name, type }) =>
      (isExact(type) || type === "number") && !NAMING.test(name) && !dimensions.includes(name.toLowerCase()),
  );
}

interface TopOptions {
  readonly places: readonly SharedColumn[];
  readonly numbers: readonly TypedColumn[];
}

/** Of the log the item, what is named like a catalogue and the declared dimensions; of a table every text and name. */
function topColumns(
  used: readonly TypedColumn[],
  { isLog, dimensions }: Explored,
  { places, numbers }: TopOptions,
): readonly SharedColumn[] {
  const elsewhere = new Set([...places.map(({ name }) => name), ...numbers.map(({ name }) => name), "event", "value"]);
  const names = used
    .filter(({ name }) => !elsewhere.has(name) && !TECHNOLOGY.has(plain(name)))
    .filter(({ name, type }) => {
      if (dimensions.includes(name.toLowerCase())) return true;
      if (isLog) return name === "item_id" || TOP.has(plain(name));
      return type === "text" || type === "boolean" || type === "integer";
    });
  return names.map(({ name }) => ({ section: "top", name, within: [] }));
}

/** Each pair of time columns that are there, by the names of Amplitude's export; with none, arrival against the event. */
function clockPairs({ columns, isLog }: Explored, project: Project): readonly ClockPair[] {
  if (!isLog) return [];
  const column = (name: string): string | undefined =>
    columns.columns.find((c) => plain(c.name) === name && c.type === "timestamp")?.name;
  const received = maps("received", project) ? "received_time" : column("serverreceivedtime");
  const client = column("clienteventtime");
  const uploaded = column("clientuploadtime");
  const stored = column("serveruploadtime");
  const processed = column("processedtime");
  const pairs: readonly (readonly [ClockPair["id"], string | undefined, string | undefined])[] = [
    ["client_clock", client, "event_time"],
    ["upload", client, uploaded],
    ["network", uploaded, received],
    ["client_server", client, stored],
    ["server", uploaded, processed],
    ["processing", stored, processed],
    ["arrival", "event_time", received],
  ];
  return pairs.flatMap(([id, from, to]) => (from === undefined || to === undefined ? [] : [{ id, from, to }]));
}
