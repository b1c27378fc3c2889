import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { folderDigests } from "../../../test/harness/folder-digests.ts";
import { parseProject } from "../../config/project-file.ts";
import { raw } from "../../sql/sql.ts";
import { type DuckDBWarehouse, openDuckDB } from "../../warehouse/duckdb/instance.ts";
import type { Cell } from "../../warehouse/port.ts";
import { generateWorld } from "../generate.ts";
import type { WorldRequest } from "../world.ts";
import { amplitude } from "./amplitude.ts";

const REQUEST: WorldRequest = { events: 60_000, days: 28, seed: 5, start: "2025-01-01", format: "json", files: 1 };

type Counts = Readonly<Record<string, number>>;
interface Value {
  readonly value: string | null;
  readonly events: number;
  readonly sessions: number;
  readonly users: number;
}
interface Truth {
  readonly realised: Counts;
  readonly defects: Counts;
  readonly nulls: Readonly<Record<string, number | "all">>;
  readonly events_by_type: { event_type: string; events: number }[];
  readonly events_by_day: { day: string; events: number }[];
  readonly events_by_hour_utc: { hour: number; events: number }[];
  readonly events_by_weekday_utc: { weekday: number; events: number }[];
  readonly by_country: Value[];
  readonly by_region: Value[];
  readonly by_city: Value[];
  readonly by_device_family: Value[];
  readonly by_os_name: Value[];
  readonly by_language: Value[];
  readonly sessions: { forms: { form: string; share: number }[]; events_per_session: Counts; duration_ms: Counts };
  readonly latencies_ms: Readonly<Record<string, Counts>>;
}

const SMALL: WorldRequest = { ...REQUEST, events: 8000, days: 7 };

const root = mkdtempSync(join(tmpdir(), "tidemark-amplitude-"));
const dir = join(root, "one");
let db: DuckDBWarehouse;
let truth: Truth;

const rows = async (text: string): Promise<readonly (readonly Cell[])[]> => (await db.table(raw(text))).rows;
const row = async (text: string): Promise<readonly Cell[]> => (await rows(text))[0] ?? [];
const sum = (xs: readonly number[]): number => xs.reduce((total, x) => total + x, 0);

beforeAll(async () => {
  await generateWorld(amplitude, REQUEST, { out: dir, threads: 2 });
  truth = JSON.parse(readFileSync(join(dir, "truth.json"), "utf8")) as Truth;
  db = await openDuckDB({ path: ":memory:", spillDir: join(root, "spill"), threads: 2 });
  await db.exec(
    raw(`create table file as select *, row_number() over () as line from read_json('${join(dir, "events.json")}', format = 'newline_delimited');
create table log as select *, nullif(user_id, 'EMPTY') as person from file
  qualify row_number() over (partition by "$insert_id", device_id order by line) = 1;
create table lost as select * from read_csv('${join(dir, "truth-places.csv")}', header = true);
`),
  );
});

afterAll(async () => {
  await db[Symbol.asyncDispose]();
  rmSync(root, { recursive: true, force: true });
});

test("a row has the 54 fields of an export; ids are unique but for one insert id", async () => {
  const lines = readFileSync(join(dir, "events.json"), "utf8").trimEnd().split("\n");
  expect(lines.length).toBe(REQUEST.events);
  expect(Object.keys(JSON.parse(lines[0] ?? "") as object).length).toBe(54);
  expect(
    await row(
      `select count(distinct uuid), count(distinct "$insert_id"), count(distinct (device_id, event_id)) from file`,
    ),
  ).toEqual([REQUEST.events, REQUEST.events - 1, REQUEST.events]);
});

test("rows come in the order of the day of their session, then of their arrival", async () => {
  const inverted =
    await row(`select count(*) from (select server_received_time as t, lag(server_received_time) over (order by line) as before from file)
    where t < before`);
  expect(Number(inverted[0])).toBeLessThan(REQUEST.days);
});

test("the same request gives the same bytes on one thread and on two, whatever is held at a time", async () => {
  await generateWorld(amplitude, SMALL, { out: join(root, "t1"), threads: 1 });
  await generateWorld(amplitude, SMALL, { out: join(root, "t2"), threads: 2, chunkRows: 20_000 });
  await generateWorld(amplitude, { ...SMALL, seed: 6 }, { out: join(root, "seed6") });
  expect(folderDigests(join(root, "t1"))).toEqual(folderDigests(join(root, "t2")));
  expect(folderDigests(join(root, "seed6"))[0]).not.toBe(folderDigests(join(root, "t1"))[0]);
});

test("only JSON is written", async () => {
  const attempt = generateWorld(amplitude, { ...REQUEST, format: "csv" }, { out: join(root, "csv") });
  await expect(attempt).rejects.toThrow(/--format|not written as csv/);
});

test("the counts of truth.json equal the recounted file without the repeated insert id", async () => {
  const { realised, defects, nulls } = truth;
  expect(
    await row(`select count(*), count(distinct person), count(distinct device_id), count(distinct session_id) filter (where session_id <> -1),
      count(distinct (person, session_id)) filter (where session_id <> -1 and person is not null) from log`),
  ).toEqual([
    realised["events"],
    realised["users"],
    realised["devices"],
    realised["session_ids"],
    realised["sessions_of_users"],
  ]);
  expect(
    await row(`select count(*) filter (where user_id = 'EMPTY'), count(*) filter (where user_id is null), count(*) filter (where session_id = -1),
      count(*) filter (where event_type = 'EMPTY'), (select count(*) from file) - count(*), count(*) filter (where event_time < '2025-01-01') from log`),
  ).toEqual([
    defects["user_empty_events"],
    defects["user_null_events"],
    defects["session_minus_1_events"],
    defects["type_empty_events"],
    defects["repeated_insert_ids"],
    defects["events_before_the_window"],
  ]);
  expect(defects["session_minus_1_events"]).toBeGreaterThan(0);
  expect(defects["events_before_the_window"]).toBeGreaterThan(0);
  for (const [field, n] of Object.entries(nulls)) {
    const [missing] = await row(`select count(*) filter (where "${field}" is null) from log`);
    expect([field, missing]).toEqual([field, n === "all" ? realised["events"] : n]);
  }
});

test("events by type, day, hour and weekday equal the recount", async () => {
  expect(await rows("select event_type, count(*) from log group by 1 order by 2 desc, 1")).toEqual(
    truth.events_by_type.map((x) => [x.event_type, x.events]),
  );
  const by = async (expression: string): Promise<unknown> =>
    rows(`select ${expression}, count(*) from log group by 1 order by 1`);
  expect(await by("event_time::date")).toEqual(truth.events_by_day.map((x) => [x.day, x.events]));
  expect(await by("hour(event_time)")).toEqual(truth.events_by_hour_utc.map((x) => [x.hour, x.events]));
  expect(await by("isodow(event_time)")).toEqual(truth.events_by_weekday_utc.map((x) => [x.weekday, x.events]));
});

test.each(["country", "region", "city", "device_family", "os_name", "language"] as const)(
  "events, sessions and users by %s equal the recount",
  async (field) => {
    const counted = await rows(
      `select ${field}, count(*), count(distinct person) from log group by 1 order by 2 desc, 1`,
    );
    expect(counted).toEqual(truth[`by_${field}`].map(({ value, events, users }) => [value, events, users]));
  },
);

test("a session has quantiles, a duration and mostly two events", async () => {
  const counted =
    await row(`select count(*), quantile_cont(n, 0.5), quantile_cont(n, 0.75), max(n), avg(n), quantile_cont(ms, 0.75), max(ms),
      avg((n = 2 and ms <= 1)::integer)
    from (select count(*) as n, date_diff('millisecond', min(event_time), max(event_time)) as ms from log where session_id <> -1 group by session_id)`);
  const { events_per_session: e, duration_ms: d, forms } = truth.sessions;
  expect(counted.slice(0, 4)).toEqual([e["count"], e["median"], e["p75"], e["max"]]);
  expect(counted[4]).toBeCloseTo(e["mean"] ?? 0, 5);
  expect(counted[5]).toBeCloseTo(d["p75"] ?? 0, 5);
  expect(counted[6]).toBe(d["max"]);
  expect(e["median"]).toBe(2);
  expect(e["p75"]).toBeGreaterThan(10);
  expect(e["p75"]).toBeLessThan(45);
  expect(forms.find(({ form }) => form === "heartbeat")?.share).toBeGreaterThan(0.5);
  expect(counted[7]).toBeCloseTo(forms.find(({ form }) => form === "heartbeat")?.share ?? 0, 2);
});

test.each([
  ["upload", "client_event_time", "client_upload_time"],
  ["network", "client_upload_time", "server_received_time"],
  ["client_server", "client_event_time", "server_upload_time"],
  ["server", "client_upload_time", "processed_time"],
  ["processing", "server_upload_time", "processed_time"],
])("latency %s equals the recount", async (name, from, to) => {
  const counted =
    await row(`select quantile_cont(ms, 0.5), quantile_cont(ms, 0.95), quantile_cont(ms, 0.99), count(*) filter (where ms < 0)
    from (select date_diff('millisecond', ${from}, ${to}) as ms from log)`);
  const { median, p95, p99, negative } = truth.latencies_ms[name] ?? {};
  expect(counted.slice(0, 3).map((x) => Math.round(Number(x) * 1e4))).toEqual(
    [median, p95, p99].map((x) => Math.round((x ?? 0) * 1e4)),
  );
  expect(counted[3]).toBe(negative);
  if (name === "network") expect(negative).toBeGreaterThan(0);
});

test("the log looks like the reference: passive renders, quiet weekends, sentinels, missing places", async () => {
  const { events = 0 } = truth.realised;
  const share = (suffix: string): number =>
    sum(truth.events_by_type.filter(({ event_type }) => event_type.endsWith(suffix)).map((x) => x.events)) / events;
  expect(Math.abs(share(":render") - 0.67)).toBeLessThan(0.03);
  const days = truth.events_by_weekday_utc.map((x) => x.events);
  expect(sum(days.slice(0, 5)) / 20 / (sum(days.slice(5)) / 8)).toBeGreaterThan(8);
  const country = (name: string): number =>
    (truth.by_country.find(({ value }) => value === name)?.events ?? 0) / events;
  expect(country("United States")).toBeGreaterThan(0.55);
  expect(country("India")).toBeGreaterThan(0.08);
  expect(country("Poland")).toBeGreaterThan(0.005);
  expect(Number(truth.nulls["city"]) / events).toBeGreaterThan(0.005);
  expect(Number(truth.nulls["city"])).toBeGreaterThan(Number(truth.nulls["region"]));
  const hour = (name: string): Promise<readonly Cell[]> =>
    row(
      `select median(hour(event_time)) from log where country = '${name}' and device_family <> 'Linux' and event_time >= '2025-01-01'`,
    );
  expect(Number((await hour("India"))[0])).toBeLessThan(Number((await hour("United States"))[0]) - 5);
});

test("places are consistent, addresses are documentation ones of one city, and lost places can be found again", async () => {
  expect(
    await rows(
      "select city, region from log where city is not null and region is not null group by 1, 2 having count(distinct country) + count(distinct coalesce(dma, '')) > 2",
    ),
  ).toEqual([]);
  expect(
    await row(
      `select count(*) filter (where not regexp_matches(ip_address::varchar, '^(192\\.0\\.2\\.|198\\.51\\.100\\.|203\\.0\\.113\\.)\\d+$|^2001:db8:')) from log`,
    ),
  ).toEqual([0]);
  expect(
    await rows(
      "select ip_address from log where city is not null group by 1 having count(distinct (city, region)) > 1",
    ),
  ).toEqual([]);
  expect(
    await row(`select count(*), count(*) filter (where l.city is null), count(*) filter (where l.region is null), count(*) filter (where l.country = t.country)
      from lost t join file l on l.uuid = t.uuid::varchar`),
  ).toEqual(
    await row(
      "select count(*), count(*) filter (where city_lost), count(*) filter (where region_lost), count(*) from lost",
    ),
  );
  const [found, right] =
    await row(`with known as (select device_id, mode(city) as city from log where city is not null group by 1)
    select count(*), avg((k.city = t.city)::integer) from lost t join log l on l.uuid = t.uuid::varchar join known k using (device_id) where city_lost`);
  expect(Number(found)).toBeGreaterThan(0.5 * Number(truth.nulls["city"]));
  expect(Number(right)).toBeGreaterThan(0.6);
});

test("the project file parses, and --files splits by time", async () => {
  const project = parseProject(readFileSync(join(dir, "tidemark.yml"), "utf8"), "tidemark.yml", {});
  expect(project.sources["app"]?.format).toBe("amplitude");
  await generateWorld(amplitude, { ...SMALL, files: 2 }, { out: join(root, "two") });
  const text = (...path: string[]): string => readFileSync(join(root, ...path), "utf8");
  expect(text("two", "events-1.json") + text("two", "events-2.json")).toBe(text("t1", "events.json"));
});
