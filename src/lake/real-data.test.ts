import { afterEach, expect, test } from "vitest";
import { dataFile } from "../../test/harness/data.ts";
import { createProject, type TestProject } from "../../test/harness/project.ts";

let project: TestProject | undefined;
afterEach(() => project?.remove());

async function load(path: string | null, source: string, extra = ""): Promise<TestProject> {
  project = createProject(
    `project: {name: real}\nsources:\n  s:\n    path: ${path}\n${source.replaceAll(/^/gm, "    ")}\n${extra}`,
  );
  const report = await project.ingest();
  expect(report.failures).toEqual([]);
  return project;
}

const rees46 = dataFile("rees46", "events_2019-10-01_first_17434.csv.gz");
const REES46 =
  "events: {time: event_time, user: user_id, name: event_type, session: user_session, item: product_id, value: {expr: price, events: [purchase]}}";

test.skipIf(rees46 === null).each([
  [
    "none",
    [
      ["cart", 165],
      ["purchase", 214],
      ["view", 17055],
    ],
    0,
  ],
  [
    "exact",
    [
      ["cart", 164],
      ["purchase", 214],
      ["view", 17051],
    ],
    5,
  ],
] as const)("rees46 with dedupe: %s", async (dedupe, counts, duplicates) => {
  const p = await load(rees46, `${REES46}\ndedupe: ${dedupe}`);
  expect(await p.lake("select event, count(*) from lake group by 1 order by 1")).toEqual(counts);
  const report = await p.ingest({ reload: ["s"] });
  expect(report.files[0]).toMatchObject({ rowsRead: 17434, duplicates });
  const facts =
    "select count(distinct user_id), count(distinct session_id), count(distinct (user_id, session_id)), sum(value), count(*) filter (where category_code is null) from lake";
  const [row] = await p.lake(facts);
  expect(row?.slice(0, 4)).toEqual([4504, 5066, 5067, 59442.63]);
  if (dedupe === "none") expect(row?.[4]).toBe(5746);
});

const retail = dataFile("online_retail", "online_retail_2010-12_2011-12.csv.gz");
test.skipIf(retail === null)("online_retail: a constant event name and a computed value", async () => {
  const p = await load(
    retail,
    "dedupe: none\nevents: {time: InvoiceDate, user: CustomerID, name: {const: purchase}, item: StockCode, value: Quantity * UnitPrice}",
  );
  const facts =
    "select count(*), sum(value), count(*) filter (where user_id is null), count(distinct user_id), count(distinct InvoiceNo), count(distinct item_id), count(distinct Country), min(event) from lake";
  const [row] = await p.lake(facts);
  expect(row?.[1]).toBeCloseTo(9747747.93, 2);
  expect([...(row ?? [])].filter((_, i) => i !== 1)).toEqual([541909, 135080, 4372, 25900, 4070, 38, "purchase"]);
  expect((await p.ingest({ reload: ["s"] })).files[0]?.rowsRead).toBe(541909);
});

const wiki = dataFile("wikiticker", "wikiticker-2015-09-12-restored.json.gz");
test.skipIf(wiki === null)("wikiticker: line-delimited JSON", async () => {
  const p = await load(wiki, "format: ndjson\nevents: {time: time, user: user, name: {const: edit}, item: page}");
  const facts =
    "select count(*), count(distinct user_id), count(distinct item_id), sum(added), sum(deleted), count(*) filter (where isRobot) from lake";
  expect(await p.lake(facts)).toEqual([[39244, 10531, 35143, 9385573, 394298, 15420]]);
});

const sepsis = dataFile("event_logs", "sepsis.csv.gz");
test.skipIf(sepsis === null)('sepsis: the case id "NA" is a value', async () => {
  const p = await load(sepsis, "events: {time: timestamp, user: case_id, name: activity}");
  expect(
    await p.lake(
      "select count(*), count(distinct user_id), count(distinct event), count(*) filter (where user_id = 'NA') > 0 from lake",
    ),
  ).toEqual([[15214, 1050, 16, true]]);
});

const traces = dataFile("telecom_5g", "all_traces.csv.gz");
test.skipIf(traces === null)('telecom_5g: a table with a time, "-" declared as null', async () => {
  const p = await load(
    traces,
    `table: {time: Timestamp, entity: trace}\ndedupe: none\ncolumns:\n${[
      "SNR",
      "CQI",
      "RSSI",
      "RSRQ",
      "NRxRSRP",
      "NRxRSRQ",
      "PINGMIN",
      "PINGMAX",
      "PINGSTDEV",
      "PINGLOSS",
      "PINGAVG",
    ]
      .map((name) => `  ${name}: {type: number, nulls: ["-"]}`)
      .join(
        "\n",
      )}\n  Timestamp: {type: timestamp, format: "%Y.%m.%d_%H.%M.%S"}\n  DL_bitrate: integer\n  app: text\n  mob: text\n  trace: text`,
  );
  expect(await p.lake("select count(*), count(distinct trace) from lake")).toEqual([[188711, 83]]);
  expect(
    await p.lake("select app, mob, cast(round(avg(DL_bitrate)) as integer) from lake group by 1, 2 order by 1, 2"),
  ).toEqual([
    ["Amazon_Prime", "Driving", 713],
    ["Amazon_Prime", "Static", 4178],
    ["Download", "Driving", 27597],
    ["Download", "Static", 66656],
    ["Netflix", "Driving", 778],
    ["Netflix", "Static", 727],
  ]);
  expect(
    (
      await p.lake(
        "select count(*) filter (where PINGMIN is null) > 0, cast(round(avg(PINGAVG)) as integer) from lake where mob = 'Static'",
      )
    )[0],
  ).toEqual([true, 75]);
});
