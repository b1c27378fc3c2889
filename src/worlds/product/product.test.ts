import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseProject } from "../../config/project-file.ts";
import { raw, sql } from "../../sql/sql.ts";
import { type DuckDBWarehouse, openDuckDB } from "../../warehouse/duckdb/instance.ts";
import type { Cell } from "../../warehouse/port.ts";
import { generateWorld } from "../generate.ts";
import type { WorldRequest } from "../world.ts";
import { product } from "./product.ts";
import { experimentGroup } from "./users.ts";

const REQUEST: WorldRequest = { events: 300_000, days: 90, seed: 7, start: "2025-07-06", format: "csv", files: 1 };
const HEADER = "user_id,event,time,post_id,receiver_id,gender,age,os,source,country,city,exp_group";

type Row = Readonly<Record<string, Cell>>;
interface Truth {
  readonly realised: Readonly<Record<string, number>>;
  readonly daily: readonly Row[];
  readonly weeks: readonly Readonly<Record<string, number>>[];
  readonly profile: { readonly realised: Readonly<Record<string, readonly number[]>> };
  readonly retention: { readonly realised: { readonly cohorts: readonly Row[] } };
  readonly outage: { readonly day: string; readonly realised: { readonly cities: readonly Row[] } };
  readonly experiments: {
    readonly a_b: { readonly days: readonly string[]; readonly realised: { readonly groups: readonly Row[] } };
  };
}

const root = mkdtempSync(join(tmpdir(), "tidemark-product-"));
const dir = join(root, "one");
let db: DuckDBWarehouse;
let truth: Truth;

async function rows(text: string): Promise<readonly Row[]> {
  const table = await db.table(raw(text));
  return table.rows.map((row) => Object.fromEntries(table.columns.map(({ name }, i) => [name, row[i] ?? null])));
}

const digests = (folder: string): readonly string[] =>
  readdirSync(folder)
    .sort()
    .map(
      (name) =>
        `${name} ${createHash("sha256")
          .update(readFileSync(join(folder, name)))
          .digest("hex")}`,
    );

const isIn = (days: readonly string[]): string => `day::varchar in ('${days.join("', '")}')`;

beforeAll(async () => {
  await generateWorld(product, REQUEST, { out: dir, threads: 2 });
  truth = JSON.parse(readFileSync(join(dir, "truth.json"), "utf8")) as Truth;
  db = await openDuckDB({ path: ":memory:", spillDir: join(root, "spill"), threads: 2 });
  await db.exec(
    raw(`create table log as select *, t::date as day from (
      select *, strptime(time, '%Y-%m-%d %H:%M:%SZ') + interval 3 hours as t from read_csv('${join(dir, "events.csv")}',
      header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', columns = {user_id: 'bigint', event: 'varchar',
      time: 'varchar', post_id: 'bigint', receiver_id: 'bigint', gender: 'integer', age: 'integer', os: 'varchar', source: 'varchar',
      country: 'varchar', city: 'varchar', exp_group: 'integer'}))`),
  );
});

afterAll(async () => {
  await db[Symbol.asyncDispose]();
  rmSync(root, { recursive: true, force: true });
});

test("the file has the columns, exact lines, and rows in time order within the window", () => {
  const [header, ...lines] = readFileSync(join(dir, "events.csv"), "utf8").trimEnd().split("\n");
  expect(header).toBe(HEADER);
  const line =
    /^\d+,((view|like),\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ,\d+,|message,\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ,,\d+),[01],\d\d,(Android|iOS),(ads|organic),[A-Z][a-z]+,[A-Za-z -]+,[0-3]$/;
  expect(lines.filter((text) => !line.test(text))).toEqual([]);
  const times = lines.map((text) => text.split(",", 3)[2] ?? "");
  expect(times.every((time, i) => i === 0 || (times[i - 1] ?? "") <= time)).toBe(true);
  expect([lines.length, (times[0] ?? "") >= "2025-07-05 21", (times.at(-1) ?? "") < "2025-10-03 21"]).toEqual([
    REQUEST.events,
    true,
    true,
  ]);
});

test("the same request gives the same bytes on one thread and on two, another seed others; files split by day", async () => {
  const small = { ...REQUEST, events: 20_000 };
  for (const threads of [1, 2]) await generateWorld(product, small, { out: join(root, `t${threads}`), threads });
  await generateWorld(product, { ...small, seed: 8 }, { out: join(root, "seed8") });
  await generateWorld(product, { ...small, files: 2 }, { out: join(root, "split") });
  expect(digests(join(root, "t1"))).toEqual(digests(join(root, "t2")));
  const log = (folder: string, file = "events.csv"): string => readFileSync(join(root, folder, file), "utf8");
  expect(log("seed8")).not.toBe(log("t1"));
  expect(log("split", "events-1.csv") + log("split", "events-2.csv").replace(`${HEADER}\n`, "")).toBe(log("t1"));
});

test("no two rows are equal; a user has one group and one set of attributes, and writes to others", async () => {
  expect(
    await rows(`select (select count(*) from (select distinct * from log)) as distinct_rows,
      (select count(*) from (select user_id from log group by 1 having count(distinct (gender, age, os, source, country, city, exp_group)) > 1)) as changing,
      (select count(*) from log where receiver_id = user_id) as to_self,
      (select count(*) from log where receiver_id not in (select user_id from log)) as to_strangers`),
  ).toEqual([{ distinct_rows: REQUEST.events, changing: 0, to_self: 0, to_strangers: 0 }]);
});

test("groups are the MD5 of id and salt, modulo four", async () => {
  const golden = { 13289: 3, 121096: 1, 5090: 2, 4394: 3, 12577: 2 };
  for (const [id, group] of Object.entries(golden)) {
    const { rows: found } = await db.table(sql`select ${experimentGroup(raw(id))}`);
    expect(found).toEqual([[group]]);
  }
  const users = await rows("select distinct user_id, exp_group from log");
  const expected = users.map(({ user_id }) => {
    return Number(BigInt(`0x${createHash("md5").update(`${user_id}-exp_mess_1`).digest("hex")}`) % 4n);
  });
  expect(users.map(({ exp_group }) => exp_group)).toEqual(expected);
});

test("a like follows a view of the same post by the same user on the same day", async () => {
  const [row] = await rows(`
with waits as (
  select l.user_id, l.t, min(epoch(l.t) - epoch(v.t)) filter (where v.t < l.t) as wait
  from log l left join log v on v.event = 'view' and v.user_id = l.user_id and v.post_id = l.post_id and v.day = l.day
  where l.event = 'like' group by l.user_id, l.post_id, l.t
) select count(*) as likes, count(*) filter (where wait between 1 and 900) as explained, avg(wait) as mean_s from waits`);
  expect(row?.["explained"]).toBe(row?.["likes"]);
  expect(Math.abs(Number(row?.["mean_s"]) - 76)).toBeLessThan(6);
});

test("truth.json equals the recounted file: totals, days, hours of the week", async () => {
  const [totals] = await rows(`select count(*) as events, count(*) filter (where event = 'view') as views,
  count(*) filter (where event = 'like') as likes, count(*) filter (where event = 'message') as messages,
  count(distinct user_id) as users, count(distinct user_id) filter (where event = 'message') as senders,
  count(distinct (user_id, day)) as user_days, count(distinct receiver_id) as receivers, count(distinct post_id) as posts,
  (select count(distinct receiver_id) from log where receiver_id not in (select user_id from log where event = 'message')) as receivers_who_never_send
  from log`);
  expect(truth.realised).toMatchObject(totals ?? {});
  const daily = await rows(`
with firsts as (select user_id, min(day) as first_day from log group by 1), user_days as (
  select day, user_id, source, count(*) filter (where event = 'view') as views, count(*) filter (where event = 'message') as messages,
    epoch(max(t) filter (where event = 'message')) - epoch(min(t) filter (where event = 'message')) as span
  from log group by all
), waits as (
  select day, user_id, post_id, epoch(min(t) filter (where event = 'like')) - epoch(min(t) filter (where event = 'view')) as wait
  from log where post_id is not null group by all
), users as (
  select day, count(*) as users, count(*) filter (where messages = 0) as feed_only, count(*) filter (where views = 0) as messenger_only,
    count(*) filter (where views > 0 and messages > 0) as both_services, count(*) filter (where messages > 0) as senders,
    count(*) filter (where first_day = day) as new_users,
    count(*) filter (where first_day = day and source = 'ads') as new_users_of_ads,
    round(sum(span) / nullif(sum(messages - 1) filter (where messages > 0), 0), 4) as message_gap_s
  from user_days join firsts using (user_id) group by 1
)
select day::varchar as day, u.* exclude (day), (select count(distinct receiver_id) from log l where l.day = u.day) as receivers,
  (select count(distinct post_id) from log l where l.day = u.day) as posts,
  (select round(avg(wait), 4) from waits w where w.day = u.day) as view_to_like_s
from users u order by day`);
  expect(truth.daily).toMatchObject(daily);
  expect(truth.daily.length).toBe(daily.length);
  const hours = await rows(`select (isodow(t) - 1) * 24 + hour(t) as h, count(*) filter (where event = 'view') as views
    from log group by 1 order by 1`);
  expect(hours.map(({ views }) => views)).toEqual(truth.profile.realised["views"]);
});

test("truth.json equals the recounted file: cohorts, weeks, groups, cities", async () => {
  const cohorts = await rows(`
with firsts as (select user_id, source, min(day) as d from log group by 1, 2), days as (select distinct user_id, day from log)
select d::varchar as day, count(distinct user_id) as users,
  case when d < date '2025-10-03' then count(*) filter (where day = d + 1) end as d1
from firsts join days using (user_id) where source = 'ads' group by d order by d`);
  expect(truth.retention.realised.cohorts.filter((row) => row["kind"] !== "organic")).toMatchObject(cohorts);
  const groups = await rows(`select exp_group as "group", count(distinct user_id) as users,
    count(*) filter (where event = 'view') as views, count(*) filter (where event = 'like') as likes
    from log where event <> 'message' and ${isIn(truth.experiments.a_b.days)} group by 1 order by 1`);
  expect(truth.experiments.a_b.realised.groups).toMatchObject(groups);
  const cities =
    await rows(`select city, count(distinct user_id) filter (where day = date '${truth.outage.day}' - 1) as users_day_before,
    count(distinct user_id) filter (where day = date '${truth.outage.day}') as users,
    count(*) filter (where day = date '${truth.outage.day}' and event <> 'message') as feed_users
    from log where city in ('Moscow', 'Saint Petersburg', 'Yekaterinburg', 'Novosibirsk') group by 1 order by 2 desc, 1`);
  expect(truth.outage.realised.cities).toMatchObject(cities);
  expect(cities.map(({ feed_users }) => feed_users)).toEqual([0, 0, 0, 0]);
  truth.weeks.slice(1).forEach((week, i) => {
    const before = truth.weeks[i]?.["users"] ?? 0;
    expect(week["users"]).toBe(before + (week["new"] ?? 0) + (week["resurrected"] ?? 0) - (week["churned"] ?? 0));
  });
});

test("a window in which the zone's clocks change is refused", async () => {
  const attempt = generateWorld(product, { ...REQUEST, start: "2010-03-01" }, { out: join(root, "never") });
  await expect(attempt).rejects.toMatchObject({ code: "USAGE" });
});

test("the project file parses and declares every column of the file", () => {
  const project = parseProject(readFileSync(join(dir, "tidemark.yml"), "utf8"), "tidemark.yml", {});
  expect(Object.keys(project.sources["app"]?.columns ?? {})).toEqual(HEADER.split(","));
  expect(project.sources["app"]?.events?.receiver).toBe("receiver_id");
  expect(project.dimensions["city"]?.parent).toBe("country");
});
