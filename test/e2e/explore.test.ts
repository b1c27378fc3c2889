import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCli } from "../harness/cli.ts";
import { dataFile } from "../harness/data.ts";

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "tidemark-explore-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

interface Shares {
  readonly name: string;
  readonly distinct: number;
  readonly shares: readonly { readonly value: string | null; readonly events: number; readonly users: number | null }[];
}

interface Explored {
  readonly volume: Readonly<Record<string, number | null>>;
  readonly activity: { readonly byHour: readonly { readonly n: number; readonly users: number | null }[] };
  readonly shares: readonly Shares[];
  readonly values: readonly (Readonly<Record<string, unknown>> & { readonly column: string })[];
  readonly sessions: Readonly<Record<string, number>> | null;
  readonly missing: readonly { readonly column: string; readonly missing: number }[];
}

/** Writes the project, ingests, builds, explores. */
async function explored(yml: string): Promise<Explored> {
  const root = mkdtempSync(join(dir, "p-"));
  writeFileSync(join(root, "tidemark.yml"), yml);
  expect([0, 2]).toContain((await runCli(["ingest", "--project", root])).code);
  expect((await runCli(["build", "--project", root])).code).toBe(0);
  const { stdout, stderr, code } = await runCli(["run", "explore", "--project", root, "--format", "json"]);
  expect(code, stderr).toBe(0);
  return (JSON.parse(stdout) as { result: Explored }).result;
}

function sharesOf({ shares }: Explored, name: string): Shares {
  const found = shares.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

const eventsOf = (result: Explored, name: string, value: string): number | undefined =>
  sharesOf(result, name).shares.find((share) => share.value === value)?.events;
const missingOf = ({ missing }: Explored, name: string): number | undefined =>
  missing.find(({ column }) => column === name)?.missing;

const rees46 = dataFile("rees46", "events_2019-10-01_first_17434.csv.gz");
test.skipIf(rees46 === null)("rees46: the figures that are known of it", async () => {
  const result = await explored(`
project: {name: rees46}
sources:
  shop:
    path: ${rees46}
    dedupe: none
    events: {time: event_time, user: user_id, name: event_type, session: user_session, item: product_id, value: {expr: price, events: [purchase]}}
`);
  expect(result.volume).toMatchObject({ rows: 17_434, users: 4504, withoutUser: 0, value: 59_442.63 });
  // 5,066 vendor ids; one is shared by two users and was split
  expect(result.sessions).toMatchObject({ sessions: 5067, users: 4504 });
  expect(sharesOf(result, "event").shares.map(({ value, events, users }) => [value, events, users])).toEqual([
    ["view", 17_055, 4504],
    ["purchase", 214, 193],
    ["cart", 165, 111],
  ]);
  expect(sharesOf(result, "item_id").distinct).toBe(6493);
  expect(eventsOf(result, "category_code", "(none)")).toBe(5746);
  expect(eventsOf(result, "brand", "(none)")).toBe(2477);
  expect([missingOf(result, "category_code"), missingOf(result, "brand")]).toEqual([5746, 2477]);
  expect(result.values.find(({ column }) => column === "value")).toMatchObject({
    n: 214,
    nulls: 17_220,
    sum: 59_442.63,
  });
});

const wiki = dataFile("wikiticker", "wikiticker-2015-09-12-restored.json.gz");
test.skipIf(wiki === null)("wikiticker: the figures that are known of it", async () => {
  const result = await explored(`
project: {name: wiki}
sources: {edits: {path: ${wiki}, format: ndjson, events: {time: time, user: user, name: {const: edit}, item: page}}}
dimensions: {channel: {}, robot: {column: isRobot}}
`);
  expect(result.volume).toMatchObject({ rows: 39_244, users: 10_531 });
  expect(result.sessions?.["sessions"]).toBe(16_097);
  const pages = sharesOf(result, "item_id");
  expect(pages.distinct).toBe(35_143);
  expect(pages.shares.slice(0, 5).map(({ value, events }) => [value, events])).toEqual([
    ["Wikipedia:Vandalismusmeldung", 33],
    ["User:Cyde/List of candidates for speedy deletion/Subpage", 28],
    ["Jeremy Corbyn", 27],
    ["Wikipedia:Administrators' noticeboard/Incidents", 21],
    ["Flavia Pennetta", 20],
  ]);
  expect(eventsOf(result, "channel", "#en.wikipedia")).toBe(11_549);
  expect(eventsOf(result, "channel", "#vi.wikipedia")).toBe(9747);
  expect(eventsOf(result, "robot", "true")).toBe(15_420);
  const { byHour } = result.activity;
  expect([0, 17].map((hour) => [byHour[hour]?.n, byHour[hour]?.users])).toEqual([
    [268, 149],
    [2300, 941],
  ]);
  const sum = (name: string): unknown => result.values.find(({ column }) => column === name)?.["sum"];
  expect([sum("added"), sum("deleted")]).toEqual([9_385_573, 394_298]);
});

const retail = dataFile("online_retail", "online_retail_2010-12_2011-12.csv.gz");
test.skipIf(retail === null)("online_retail as a table: the figures that are known of it", async () => {
  const result = await explored(`
project: {name: retail}
sources:
  sales:
    path: ${retail}
    columns: {InvoiceNo: text, StockCode: text, Description: text, Quantity: integer, InvoiceDate: timestamp, UnitPrice: "decimal(18,3)", CustomerID: text, Country: text, amount: {expr: Quantity * UnitPrice}}
    table: {time: InvoiceDate, entity: CustomerID}
`);
  expect(result.volume).toMatchObject({ rows: 541_909, users: 4372, withoutUser: 135_080 });
  expect(result.sessions).toBeNull();
  const distinct = (name: string): number => sharesOf(result, name).distinct;
  expect(["InvoiceNo", "StockCode", "Country"].map(distinct)).toEqual([25_900, 4070, 38]);
  expect(missingOf(result, "CustomerID")).toBe(135_080);
  const values = new Map(result.values.map((value) => [value.column, value]));
  expect(values.get("amount")).toMatchObject({ n: 541_909, sum: 9_747_747.934 });
  expect(values.get("Quantity")).toMatchObject({ min: -80_995, max: 80_995, negatives: 10_624 });
});
