import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Project } from "../../contract/project/project.ts";
import type { SourceSchema } from "../../contract/source-schema.ts";
import { joinSql, raw, sql } from "../../sql/sql.ts";
import { type DuckDBWarehouse, openDuckDB } from "../../warehouse/duckdb/instance.ts";
import type { Cell } from "../../warehouse/port.ts";
import { COUNTRIES } from "./countries.ts";
import { places } from "./dim-places.ts";
import { imputedEvents } from "./fct-geo.ts";
import { type GeoPlan, geoPlan, type Level } from "./geo-plan.ts";
import { imputedCounts, type MaskOptions, maskedRecovery, observedCounts } from "./masked-recovery.ts";

const MIN_ROWS = 3;
const COLUMNS = ["country", "region", "city", "device"] as const;

let db: DuckDBWarehouse;
let plan: GeoPlan;
beforeAll(async () => {
  db = await openDuckDB({ path: ":memory:", spillDir: "", threads: 2, memoryLimitBytes: 400e6 });
  const geo = { ...Object.fromEntries(COLUMNS.map((name) => [name, name])), min_rows: MIN_ROWS };
  const project = Project.parse({
    project: { name: "geo" },
    sources: { log: { path: "x.csv", events: { time: "t", name: "n" }, geo } },
  });
  const schema: SourceSchema = {
    kind: "events",
    header: null,
    fingerprint: "",
    columns: COLUMNS.map((name) => ({ name, role: "column", type: "text", from: name, declared: true })),
  };
  const found = geoPlan(project, { log: schema }, db.dialect);
  if (found === null) throw new Error("the project declares geo");
  plan = found;
});
afterAll(() => db[Symbol.asyncDispose]());

async function build(): Promise<void> {
  await db.exec(sql`create or replace table dim_places as ${places(plan)}`);
  await db.exec(sql`create or replace table fct_geo as ${imputedEvents(plan)}`);
}

test("every spelling stands for one country, and the usual ones are known", () => {
  const codes = new Set([...COUNTRIES.values()].map(({ code }) => code));
  expect(codes.size).toBe(249);
  const code = (text: string): string | undefined => COUNTRIES.get(text.toLowerCase())?.code;
  expect(["PL", "pol", "Poland", "Côte d’Ivoire", "Cote d'Ivoire", "Türkiye", "UK", "usa"].map(code)).toEqual([
    "PL",
    "PL",
    "PL",
    "CI",
    "CI",
    "TR",
    "GB",
    "US",
  ]);
  expect(
    [
      "Iran (Islamic Republic of)",
      "St. Lucia",
      "Bosnia & Herzegovina",
      "Niger",
      "Korea, Democratic People's Republic of",
    ].map(code),
  ).toEqual(["IR", "LC", "BA", "NE", "KP"]);
  expect(code("Narnia")).toBeUndefined();
});

interface Event {
  readonly user: number | null;
  readonly session: number | null;
  readonly device: string | null;
  readonly country: string | null;
  readonly region: string | null;
  readonly city: string | null;
}

const event: fc.Arbitrary<Event> = fc
  .record({
    user: fc.constantFrom(null, 1, 2, 3),
    session: fc.constantFrom(null, 1, 2, 3, 4, 5),
    device: fc.constantFrom(null, "a", "b"),
    country: fc.constantFrom(null, "Germany", "Poland", "Narnia"),
    region: fc.constantFrom(null, "N", "S"),
    city: fc.constantFrom(null, "Berlin", "Görlitz", "Ełk"),
  })
  .map((e) => ({ ...e, session: e.user === null ? null : e.session }));

interface Imputed {
  readonly value: string;
  readonly method: string;
  readonly confidence: number;
}

/** The most frequent value, the first by code points of equally frequent ones. */
function mode(values: readonly string[]): { readonly value: string; readonly share: number } | null {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [best] = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return best === undefined ? null : { value: best[0], share: best[1] / values.length };
}

/** The definition, event by event: slow, obvious. */
function interpret(e: Event, level: Level, fit: string | null, log: readonly Event[]): Imputed | null {
  const other = level === "city" ? "region" : "city";
  if (e[level] !== null || e.country === null) return null;
  const evidence = (keep: (v: Event) => boolean): ReturnType<typeof mode> =>
    mode(log.filter((v) => v.country === e.country && keep(v)).flatMap((v) => v[level] ?? []));
  const fits = (v: Event): boolean => fit === null || v[other] === fit;
  const near = (v: Event): boolean =>
    e.user !== null &&
    v.user === e.user &&
    e.session !== null &&
    v.session !== null &&
    Math.abs(e.session - v.session) <= 1;
  const session = evidence((v) => near(v) && fits(v));
  if (session !== null) return { value: session.value, method: "session", confidence: session.share };
  const device = evidence((v) => e.device !== null && v.device === e.device && fits(v));
  if (device !== null) return { value: device.value, method: "device", confidence: device.share };
  const alike = (v: Event): boolean => e[other] !== null && v[other] === e[other];
  const rows = log.filter((v) => v.country === e.country && alike(v) && v[level] !== null).length;
  const most = evidence(alike);
  if (most === null || most.share < 0.8 || rows < MIN_ROWS) return null;
  return { value: most.value, method: "posterior", confidence: most.share };
}

function expected(log: readonly Event[]): readonly (readonly Cell[])[] {
  return log.flatMap((e, i) => {
    const city = interpret(e, "city", e.region, log);
    const region = interpret(e, "region", e.city ?? city?.value ?? null, log);
    if (city === null && region === null) return [];
    const cells = (own: string | null, found: Imputed | null): readonly Cell[] => [
      own ?? found?.value ?? null,
      found !== null,
      found?.method ?? null,
      found?.confidence ?? null,
    ];
    return [[i, ...cells(e.region, region), ...cells(e.city, city)]];
  });
}

async function load(log: readonly Event[]): Promise<void> {
  const rows = log.map(
    (e, i) =>
      sql`('log', ${i}, date '2024-01-01', ${e.user}, ${e.session}, ${e.device}, ${e.country}, ${e.region}, ${e.city})`,
  );
  await db.exec(sql`create or replace table fct_events as
    select source, cast(ingest_seq as bigint) as ingest_seq, day, cast(user_id as bigint) as user_id,
      cast(session_no as bigint) as session_no, device, country, region, city
    from (values ${joinSql(rows)}) as v(source, ingest_seq, day, user_id, session_no, device, country, region, city)`);
  await build();
}

test("the SQL is the definition, event by event, on any log", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 40 }), async (log) => {
      await load(log);
      const { rows } = await db.table(
        raw(`select ingest_seq, region, region_imputed, region_method, region_confidence,
          city, city_imputed, city_method, city_confidence from fct_geo order by ingest_seq`),
      );
      expect(rows).toEqual(expected(log));
    }),
    { numRuns: Number(process.env["TIDEMARK_PROPERTY_RUNS"] ?? 15), endOnFailure: false },
  );
}, 3_600_000);

/**
 * 3 countries of four regions with one or two towns; every user lives in a city of one region and sometimes travels within the country; one event in 25 has no
 * city, one in 40 no region; a city's share falls with its number, and city names are shared between countries.
 */
async function plantWorld(): Promise<void> {
  await db.exec(
    raw(`create or replace table fct_events as
    with people as (
      select u, cast(hash(u) % 3 as bigint) as c, cast(least(hash(u, 1) % 6, hash(u, 2) % 6) as bigint) as home from range(300) as r(u)),
    visits as (
      select u, c, s, case when hash(u, s, 3) % 10 = 0 then cast(hash(u, s, 4) % 6 as bigint) else home end as town
      from people cross join range(5) as t(s)),
    events as (select *, row_number() over (order by u, s, e) - 1 as seq from visits cross join range(8) as k(e))
    select 'log' as source, seq as ingest_seq, date '2024-01-01' as day, case when u % 20 > 0 then u end as user_id,
      case when u % 20 > 0 then s + 1 end as session_no, 'd' || (u % 280) as device,
      ['Poland', 'DE', 'United States'][c + 1] as country,
      case when hash(seq, 5) % 40 > 0 then 'region ' || (c * 10 + (town + 1) // 2) end as region,
      case when hash(seq, 6) % 25 > 0 then 'town ' || town end as city
    from events`),
  );
  await build();
}

interface Recovered {
  readonly method: Cell;
  readonly cells: number;
  readonly correct: number;
  readonly byCountry: number;
  readonly byOther: number;
  readonly mismatches: number;
}

async function recover(options: Partial<MaskOptions> = {}): Promise<readonly Recovered[]> {
  const { rows } = await db.table(
    maskedRecovery(plan, { level: "city", unit: "event", percent: 5, seed: 1, ...options }),
  );
  return rows.map(([method = null, ...counts]) => {
    const [cells = 0, correct = 0, byCountry = 0, byOther = 0, mismatches = 0] = counts.map(Number);
    return { method, cells, correct, byCountry, byOther, mismatches };
  });
}

const sum = (rows: readonly Recovered[], key: Exclude<keyof Recovered, "method">): number =>
  rows.reduce((total, row) => total + row[key], 0);

test.each([
  ["event", "city"],
  ["session", "city"],
  ["user", "city"],
  ["event", "region"],
] as const)(
  "planted world, %ss masked: the %s is recovered at least as well as by the mode, never across a border",
  async (unit, level) => {
    await plantWorld();
    const rows = await recover({ unit, level });
    const recovered = rows.filter(({ method }) => method !== null);
    expect(sum(recovered, "cells")).toBeGreaterThan(200);
    expect(sum(recovered, "correct")).toBeGreaterThanOrEqual(sum(recovered, "byCountry"));
    expect(sum(recovered, "correct")).toBeGreaterThanOrEqual(sum(recovered, "byOther"));
    expect(sum(rows, "mismatches")).toBe(0);
    if (unit === "event") expect(sum(recovered, "correct")).toBeGreaterThan(0.9 * sum(recovered, "cells"));
    const [[imputed]] = (
      await db.table(sql`select coalesce(sum(mismatches), 0) from (${imputedCounts(level, db.dialect)}) as i`)
    ).rows as [[Cell]];
    expect(imputed).toBe(0);
  },
);

test("the sample is the seed's: about five per cent, the same again, another with another seed", async () => {
  await plantWorld();
  const known = Number((await db.table(raw("select count(city) from fct_events"))).rows[0]?.[0]);
  const [first, again, other] = [await recover(), await recover(), await recover({ seed: 2 })];
  expect(sum(first, "cells") / known).toBeGreaterThan(0.04);
  expect(sum(first, "cells") / known).toBeLessThan(0.06);
  expect(again).toEqual(first);
  expect(other).not.toEqual(first);
});

test("what is masked is no evidence: with everything masked nothing is recovered, and no mode is right", async () => {
  await load([
    { user: 1, session: 1, device: "a", country: "Poland", region: "N", city: "Ełk" },
    { user: 1, session: 1, device: "a", country: "Poland", region: "N", city: "Ełk" },
    { user: 1, session: 1, device: "a", country: null, region: "N", city: "Ełk" },
  ]);
  expect(await recover({ percent: 100 })).toEqual([
    { method: null, cells: 2, correct: 0, byCountry: 0, byOther: 0, mismatches: 0 },
  ]);
  expect(await recover({ percent: 0 })).toEqual([]);
});

test("counts of what is unknown and what was imputed", async () => {
  const at = { user: 1, session: 1, device: null, country: "Poland", region: null };
  await load([
    { ...at, city: "Ełk" },
    { ...at, city: null },
    { ...at, country: null, city: null },
  ]);
  expect((await db.table(observedCounts("city"))).rows).toEqual([[3, 2, 1]]);
  expect((await db.table(imputedCounts("city", db.dialect))).rows).toEqual([["session", 1, 1, 0]]);
  expect((await db.table(imputedCounts("region", db.dialect))).rows).toEqual([]);
});

test("the sum of two million confidences is a number", async () => {
  await db.exec(raw(`create or replace table dim_places as select 'Poland' as country, 'Ełk' as city`));
  await db.exec(
    raw(`create or replace table fct_geo as select 'Poland' as country, 'Ełk' as city, true as city_imputed,
    'session' as city_method, 0.875 as city_confidence from range(2000000)`),
  );
  const { rows } = await db.table(imputedCounts("city", db.dialect));
  expect(rows).toEqual([["session", 2e6, 1.75e6, 0]]);
});
