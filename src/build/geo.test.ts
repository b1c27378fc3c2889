import fc from "fast-check";
import { expect, test } from "vitest";
import { Project } from "../contract/project/project.ts";
import type { Cell } from "../warehouse/port.ts";
import { type SampleLake, type SampleRow, sampleLake } from "./sample-lake.ts";

const GEO = { country: "country", region: "region", city: "city", device: "device", nulls: ["(none)"], min_rows: 5 };

const projectWith = (geo: object | undefined, more: object = {}): Project =>
  Project.parse({
    project: { name: "places" },
    sources: { log: { path: "x.csv", events: { time: "t", name: "n", user: "u", session: "s" }, geo } },
    ...more,
  });
const project = projectWith(GEO);

interface Place {
  readonly user?: number | null;
  readonly session?: number | null;
  readonly device?: string | null;
  readonly country?: string | null;
  readonly region?: string | null;
  readonly city?: string | null;
  readonly minute?: number;
}

async function lakeOf(places: readonly Place[]): Promise<SampleLake> {
  const lake = await sampleLake();
  lake.declare("log", [
    ["event_time", "time", "timestamp"],
    ["event", "event", "text"],
    ["user_id", "user", "integer"],
    ["session_id", "session", "integer"],
    ["device", "column", "text"],
    ["country", "column", "text"],
    ["region", "column", "text"],
    ["city", "column", "text"],
  ]);
  await lake.append("log", rowsOf(places));
  return lake;
}

const rowsOf = (places: readonly Place[]): readonly SampleRow[] =>
  places.map(
    ({ user = null, session = null, device = null, country = null, region = null, city = null, minute }, i) => ({
      event_time: new Date(Date.UTC(2024, 0, 1) + (minute ?? (session ?? 0) * 100 + i) * 60_000)
        .toISOString()
        .slice(0, 19)
        .replace("T", " "),
      event: "view",
      user_id: user,
      session_id: session,
      device,
      country,
      region,
      city,
    }),
  );

const IMPUTED = `select ingest_seq, city, city_method, round(city_confidence, 4), region, region_method, round(region_confidence, 4)
  from fct_geo order by ingest_seq`;

async function imputedOf(places: readonly Place[], built = project): Promise<readonly (readonly Cell[])[]> {
  await using lake = await lakeOf(places);
  await lake.build(built, "w.duckdb");
  return await lake.query("w.duckdb", IMPUTED);
}

const times = (n: number, place: Place): readonly Place[] => Array.from({ length: n }, () => place);

test("a session's most frequent city fills its gap; the neighbouring sessions count, the ones beyond do not", async () => {
  const at = { user: 1, country: "DE", region: "BE" };
  const rows = [
    { ...at, session: 1, city: "Potsdam" },
    { ...at, session: 2, city: "Berlin" },
    { ...at, session: 2, city: null },
    { ...at, session: 3, city: "Berlin" },
    { ...at, session: 4, city: "Potsdam" },
    { ...at, session: 4, city: "Potsdam" },
    { ...at, session: 5, city: null },
    { ...at, session: 6, city: null },
  ];
  expect(await imputedOf(rows)).toEqual([
    [2, "Berlin", "session", 0.6667, "BE", null, null],
    [6, "Potsdam", "session", 1, "BE", null, null],
  ]);
});

test("of equally frequent cities the first by name is taken, and the confidence says so", async () => {
  const at = { user: 1, session: 1, country: "DE" };
  const rows = [{ ...at, city: "Bonn" }, { ...at, city: "Aachen" }, at];
  expect(await imputedOf(rows)).toEqual([[2, "Aachen", "session", 0.5, null, null, null]]);
});

test("a user's own sessions come before the device, the device before the log", async () => {
  const rows = [
    ...times(9, { user: 9, session: 1, country: "DE", region: "BY", city: "Munich" }),
    { user: 1, session: 1, device: "d", country: "DE", region: "BY", city: "Fürth" },
    { user: 2, session: 1, device: "d", country: "DE", region: "BY" },
    { user: 1, session: 1, device: "d", country: "DE", region: "BY" },
    { user: 3, session: 1, device: "e", country: "DE", region: "BY" },
    { device: "d", country: "DE", region: "BY" },
  ];
  expect(await imputedOf(rows)).toEqual([
    [10, "Fürth", "device", 1, "BY", null, null],
    [11, "Fürth", "session", 1, "BY", null, null],
    [12, "Munich", "posterior", 0.9, "BY", null, null],
    [13, "Fürth", "device", 1, "BY", null, null],
  ]);
});

test.each([
  [4, 1, "Frankfurt"],
  [3, 1, undefined],
  [7, 3, undefined],
])("%i rows of one city and %i of another give %s: a share of 0.8 and five rows are needed", async (a, b, city) => {
  const at = { country: "DE", region: "HE" };
  const rows = [...times(a, { ...at, city: "Frankfurt" }), ...times(b, { ...at, city: "Kassel" }), at];
  expect((await imputedOf(rows)).map((row) => row[1])).toEqual(city === undefined ? [] : [city]);
});

test("a region comes from the city within the country: towns of one name in two countries stay apart", async () => {
  const rows = [
    ...times(5, { country: "France", region: "Île-de-France", city: "Paris" }),
    ...times(9, { country: "US", region: "Texas", city: "Paris" }),
    { country: "FR", city: "Paris" },
    { country: "United States", city: "Paris" },
    { country: "DE", city: "Paris" },
    { country: null, city: "Paris" },
  ];
  expect(await imputedOf(rows)).toEqual([
    [14, "Paris", null, null, "Île-de-France", "posterior", 1],
    [15, "Paris", null, null, "Texas", "posterior", 1],
  ]);
});

test("nothing crosses a border: not the same session, not the same device", async () => {
  const at = { user: 1, session: 1, device: "d" };
  const rows = [
    { ...at, country: "PL", region: "DS", city: "Wałbrzych" },
    { ...at, country: "DE" },
    { ...at, country: null },
    { ...at, country: "Poland" },
  ];
  expect(await imputedOf(rows)).toEqual([[3, "Wałbrzych", "session", 1, "DS", "session", 1]]);
});

test("an imputed city fits the known region, an imputed region fits the city", async () => {
  const at = { user: 1, session: 1, country: "DE" };
  const rows = [
    ...times(3, { ...at, region: "BY", city: "Munich" }),
    { ...at, region: "BE", city: "Berlin" },
    ...times(5, { ...at, region: "BB", city: "Potsdam" }),
    { ...at, region: "BE" },
    { ...at, city: "Munich" },
    at,
    { ...at, region: "HH" },
  ];
  expect(await imputedOf(rows)).toEqual([
    [9, "Berlin", "session", 1, "BE", null, null],
    [10, "Munich", null, null, "BY", "session", 1],
    [11, "Potsdam", "session", 0.5, "BB", "session", 1],
  ]);
});

test("names are tidied, markers are unknown, and what was observed stays in fct_events as it was", async () => {
  const at = { user: 1, session: 1, region: "(none)" };
  await using lake = await lakeOf([
    { ...at, country: " poland ", city: "Wa\u0142brzych" },
    { ...at, country: "POL", city: " Krako\u0301w " },
    { ...at, country: "PL", city: "Krak\u00f3w" },
    { ...at, country: "Polska  Rzeczpospolita", city: "Nowa \u00a0 Ruda" },
    { ...at, country: "PL", city: "(none)" },
    { ...at, country: "(none)", city: "" },
  ]);
  const { relations } = await lake.build(project, "w.duckdb");
  expect(relations.filter(({ name }) => /geo|places/.test(name)).map(({ name, rows }) => [name, rows])).toEqual([
    ["dim_places", 6],
    ["fct_geo", 1],
  ]);
  const found = await lake.query(
    "w.duckdb",
    `select p.country_code, p.country, p.region, p.city, e.city, g.city, g.city_confidence from fct_events e
      join dim_places p on p.country_raw = e.country and p.city_raw = e.city
      left join fct_geo g on g.source = e.source and g.ingest_seq = e.ingest_seq order by e.ingest_seq`,
  );
  expect(found).toEqual([
    ["PL", "Poland", null, "Wałbrzych", "Wałbrzych", null, null],
    ["PL", "Poland", null, "Krak\u00f3w", " Krako\u0301w ", null, null],
    ["PL", "Poland", null, "Kraków", "Kraków", null, null],
    [null, "Polska Rzeczpospolita", null, "Nowa Ruda", "Nowa \u00a0 Ruda", null, null],
    ["PL", "Poland", null, null, "(none)", "Kraków", 2 / 3],
    [null, null, null, null, "", null, null],
  ]);
});

test("a source without regions, or without cities, has the other level imputed", async () => {
  const at = { user: 1, session: 1, country: "DE" };
  const rows = [{ ...at, region: "BY", city: "Munich" }, at];
  const withOnly = (level: "city" | "region"): Project => projectWith({ country: "country", [level]: level });
  expect(await imputedOf(rows, withOnly("city"))).toEqual([[1, "Munich", "session", 1, null, null, null]]);
  expect(await imputedOf(rows, withOnly("region"))).toEqual([[1, null, null, null, "BY", "session", 1]]);
});

test("without a declaration there is nothing, and a table may be called geo", async () => {
  await using lake = await lakeOf([{ user: 1, country: "DE" }]);
  lake.declare("geo", [["city", "column", "text"]]);
  await lake.append("geo", [{ city: "x" }]);
  const table = { path: "g.csv", table: {} };
  const plain = projectWith(undefined);
  const both = {
    ...plain,
    sources: { ...plain.sources, geo: Project.parse({ project: { name: "x" }, sources: { t: table } }).sources["t"] },
  };
  const { relations } = await lake.build(both as Project, "w.duckdb");
  expect(relations.map(({ name }) => name)).not.toContain("dim_places");
  const declared = { ...both, sources: { ...both.sources, log: project.sources["log"] } } as Project;
  await expect(lake.build(declared, "w.duckdb")).rejects.toThrow('a table cannot be called "geo"');
});

test.each([
  [{ ...GEO, city: "ctiy" }, {}, 'sources.log.geo.city: there is no column "ctiy" (did you mean "city"?)'],
  [GEO, { city: { default: "nowhere" } }, 'sources.log.geo.city: the dimension "city" takes the place of the column'],
])("a column that cannot be read is refused by name", async (geo, dimensions, message) => {
  await using lake = await lakeOf([{ user: 1, country: "DE" }]);
  await expect(lake.build(projectWith(geo, { dimensions }), "w.duckdb")).rejects.toThrow(message);
});

test.each([
  [{ country: "country" }, "geo needs `city` or `region`"],
  [{ ...GEO, citty: "x" }, "citty"],
])("a declaration that makes no sense is refused", (geo, message) => {
  expect(() => projectWith(geo)).toThrow(message);
});

const place: fc.Arbitrary<Place> = fc.record({
  user: fc.constantFrom(null, 1, 1, 2, 2, 3),
  session: fc.integer({ min: 1, max: 5 }),
  device: fc.constantFrom(null, "a", "b"),
  country: fc.constantFrom(null, "DE", "Germany", "PL", "Narnia"),
  region: fc.constantFrom(null, null, "N", "S"),
  city: fc.constantFrom(null, null, "Berlin", "Bielawa", "Görlitz", "Go\u0308rlitz", "(none)"),
});

const CITY_OR_REGION_OF_ANOTHER_COUNTRY = `select count(*) from fct_geo g where
  (city_imputed and not exists (select 1 from dim_places p where p.country = g.country and p.city = g.city)) or
  (region_imputed and not exists (select 1 from dim_places p where p.country = g.country and p.region = g.region))`;

test("any log: no imputed place was never seen in its country, and loads one by one equal one load", async () => {
  const worlds = fc.array(fc.array(place, { minLength: 1, maxLength: 25 }), { minLength: 1, maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(worlds, async (batches) => {
      await using lake = await lakeOf(batches[0] ?? []);
      await lake.build(project, "grown.duckdb", { rewriteShare: Number.POSITIVE_INFINITY });
      for (const batch of batches.slice(1)) {
        await lake.append("log", rowsOf(batch));
        const { mode } = await lake.build(project, "grown.duckdb", { rewriteShare: Number.POSITIVE_INFINITY });
        expect(mode).toBe("incremental");
      }
      await lake.build(project, "full.duckdb", { full: true, threads: 2 });
      const relations = ["fct_events", "dim_places", "fct_geo"];
      expect(await lake.sorted("grown.duckdb", relations)).toEqual(await lake.sorted("full.duckdb", relations));
      expect(await lake.query("full.duckdb", CITY_OR_REGION_OF_ANOTHER_COUNTRY)).toEqual([[0]]);
    }),
    { numRuns: Number(process.env["TIDEMARK_PROPERTY_RUNS"] ?? 6), endOnFailure: false },
  );
}, 3_600_000);
