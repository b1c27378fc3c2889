import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { parseProject } from "../../config/project-file.ts";
import { raw } from "../../sql/sql.ts";
import { openDuckDB } from "../../warehouse/duckdb/instance.ts";
import { projectText } from "./project-text.ts";
import { proposeProject } from "./propose-project.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "tidemark-propose-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** What `init` would write, parsed back: a proposal that does not load is no proposal. */
async function propose(...from: readonly string[]) {
  const tempDir = join(dir, "sample");
  mkdirSync(tempDir, { recursive: true });
  await using warehouse = await openDuckDB({ path: ":memory:", spillDir: tempDir });
  const proposal = await proposeProject(from, { warehouse, tempDir, root: dir, cwd: dir, name: "p" });
  const text = projectText(proposal);
  return { text, notes: proposal.notes, project: parseProject(text, "tidemark.yml", {}) };
}

function write(name: string, content: string | Buffer): string {
  writeFileSync(join(dir, name), content);
  return name;
}

const csv = (header: string, rows: number, row: (i: number) => string): string =>
  `${header}\n${Array.from({ length: rows }, (_, i) => row(i)).join("\n")}\n`;

const typesOf = (columns: Readonly<Record<string, unknown>> | undefined): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(columns ?? {}).map(([name, spec]) => [
      name,
      typeof spec === "string" ? spec : (spec as { type: string }).type,
    ]),
  );

test("ids of 19 digits, beyond 64 bits and with leading zeros keep every digit", async () => {
  write(
    "log.csv",
    csv(
      "ts,user_id,big_id,zip,event",
      20,
      (i) => `${1569888000 + i},9223372036854775${800 + (i % 7)},1844674407370955${1616 + i},0${1000 + i},go`,
    ),
  );
  const { project } = await propose("log.csv");
  expect(project.sources["log"]?.events).toMatchObject({ time: "ts", user: "user_id", name: "event" });
  expect(typesOf(project.sources["log"]?.columns)).toEqual({
    ts: "timestamp",
    user_id: "integer",
    big_id: "text",
    zip: "text",
    event: "text",
  });
});

test("tabs, semicolons with decimal commas, quoted line ends and a byte order mark", async () => {
  write(
    "t.tsv",
    csv("day\tnote\tn", 12, (i) => `2024-01-${10 + i}\ta, b\t${i}`),
  );
  write(
    "s.csv",
    csv("day;amount", 12, (i) => `2024-01-${10 + i};${i},5`),
  );
  write("q.csv", `\ufeff${csv("id,text", 12, (i) => `${i},"line one\nline, two"`)}`);
  const { project, text } = await propose("t.tsv", "s.csv", "q.csv");
  expect(project.sources["t"]).toMatchObject({ delimiter: "\t", table: { time: "day" }, columns: { n: "integer" } });
  expect(project.sources["s"]).toMatchObject({ delimiter: ";", columns: { amount: "text" } });
  expect(text).toContain("decimal comma");
  expect(project.sources["q"]).toMatchObject({
    header: ["id", "text"],
    table: { key: "id" },
    columns: { id: "integer", text: "text" },
  });
});

test("a file without header line gets numbered columns in its order", async () => {
  write(
    "plain.csv",
    csv("1,2024-01-01,4.5", 5, (i) => `${i + 2},2024-01-02,${i}.25`),
  );
  const { project } = await propose("plain.csv");
  expect(project.sources["plain"]).toMatchObject({
    header: false,
    columns: { column_1: "integer", column_2: "date", column_3: "number" },
  });
});

test("an Amplitude export is known by its fields, with its sentinels and both ids", async () => {
  const events = Array.from({ length: 50 }, (_, i) => ({
    $insert_id: `i${i}`,
    amplitude_id: 7_000_000_000 + (i % 5),
    event_time: `2025-01-0${1 + (i % 9)} 10:00:0${i % 10}.123000`,
    event_type: i % 3 === 0 ? "page:home:open" : "session_start",
    event_properties: { a: i, nested: { b: [1, 2] } },
    session_id: i % 4 === 0 ? -1 : 1_735_689_600_000 + i,
    user_id: i % 6 === 0 ? "EMPTY" : `u${i % 5}`,
    uuid: `0000-${i}`,
    device_id: `d${i % 5}`,
    ...(i === 3 ? { seldom: 1 } : {}),
  }));
  write("export.json.gz", gzipSync(JSON.stringify(events)));
  const { project } = await propose("export.json.gz");
  const [source] = Object.values(project.sources);
  expect(source).toMatchObject({
    format: "amplitude",
    dedupe: "id",
    events: {
      time: "event_time",
      name: "event_type",
      user: "user_id",
      session: "session_id",
      id: ["uuid", ["$insert_id", "device_id"]],
    },
    columns: {
      session_id: { nulls: ["-1"] },
      user_id: { type: "text", nulls: ["EMPTY"] },
      event_properties: "json",
      amplitude_id: "integer",
    },
  });
});

test("Parquet keeps its own types and finds roles by name", async () => {
  await using warehouse = await openDuckDB({ path: ":memory:", spillDir: dir });
  await warehouse.exec(
    raw(`copy (select timestamp '2024-01-01' + to_seconds(range) as event_time, 'u' || (range % 9) as user_id,
    ['view', 'buy'][1 + range % 2] as event_type, cast(range as decimal(12,3)) as price from range(200)) to '${join(dir, "e.parquet")}' (format parquet)`),
  );
  const { project } = await propose("e.parquet");
  expect(project.sources["e"]).toMatchObject({
    format: "parquet",
    events: { time: "event_time", name: "event_type", user: "user_id", value: { expr: "price", events: ["buy"] } },
    columns: { event_time: "timestamp", price: "decimal(12,3)", user_id: "text" },
  });
});

test("files of one shape are one source; facts and their dimension are joined on the shared key", async () => {
  mkdirSync(join(dir, "orders"));
  for (const day of ["2024-01-01", "2024-01-02"]) {
    write(
      `orders/orders_${day}.csv`,
      csv("order_id,customer_id,order_date,amount", 30, (i) => `${day}-${i},c${i % 7},${day},${i}.50`),
    );
  }
  write(
    "customers.csv",
    csv("customer_id,country", 10, (i) => `c${i},${["DE", "FR"][i % 2]}`),
  );
  const { project } = await propose("orders", "customers.csv");
  expect(project.sources["orders"]).toMatchObject({
    path: "orders/*.csv",
    table: { time: "order_date", key: "order_id", entity: "customer_id", joins: { customers: { on: "customer_id" } } },
  });
  expect(project.sources["customers"]).toMatchObject({ path: "customers.csv", table: { key: "customer_id" } });
});

test("facts that refer to a time dimension by a day's number are a table joined on it, which says when they were", async () => {
  const day = (i: number): number => 20240101 + (i % 20);
  write(
    "facts.csv",
    csv("FactID,TimeID,CustomerID,Latency,Revenue", 60, (i) => `${i},${day(i)},${i % 7},${i}.25,${i}.10`),
  );
  write(
    "time.csv",
    csv("TimeID,Date,IsWeekend", 20, (i) => `${day(i)},2024-01-${String(1 + i).padStart(2, "0")},${i % 7 > 4}`),
  );
  const { project } = await propose("facts.csv", "time.csv");
  expect(project.sources["facts"]).toMatchObject({
    table: { key: "FactID", entity: "CustomerID", joins: { time: { on: "TimeID" } } },
    columns: { TimeID: "integer" },
  });
  expect(project.sources["facts"]?.table?.time).toBeUndefined();
  expect(project.sources["time"]).toMatchObject({
    table: { key: "TimeID", time: "Date" },
    columns: { TimeID: "integer" },
  });
});

test("lines of another width than the header are counted and said", async () => {
  write(
    "log.csv",
    `${csv("time,user,event", 40, (i) => `2024-01-01T00:00:${10 + i}Z,u${i % 5},go${i === 7 ? ",more" : ""}`)}x\n`,
  );
  expect((await propose("log.csv")).text).toContain("2 of the first 41 records do not have 3 fields");
  write(
    "even.csv",
    csv("time,user,event", 40, (i) => `2024-01-01T00:00:${10 + i}Z,u${i % 5},go`),
  );
  expect((await propose("even.csv")).text).not.toContain("do not have");
});

test("empty files of a folder are left out and said; a folder of empty files is no input", async () => {
  mkdirSync(join(dir, "logs"));
  for (const day of [1, 2])
    write(
      `logs/${day}.csv`,
      csv("time,user,event", 5, (i) => `2024-01-0${day},u${i},go`),
    );
  write("logs/3.csv", "");
  const { project, notes } = await propose("logs");
  expect(Object.values(project.sources).map(({ path }) => path)).toEqual([["logs/1.csv", "logs/2.csv"]]);
  expect(notes).toEqual(["logs/3.csv is empty: left out"]);
  for (const day of [1, 2]) write(`logs/${day}.csv`, "");
  await expect(propose("logs")).rejects.toMatchObject({ code: "CONFIG_INVALID" });
});

test("rare JSON keys go to props and are said", async () => {
  write(
    "log.ndjson",
    Array.from(
      { length: 500 },
      (_, i) =>
        `{"time":"2024-01-01T00:00:${10 + (i % 50)}Z","user":"u${i % 20}","event":"a"${i === 0 ? ',"odd":1' : ""}}`,
    ).join("\n"),
  );
  const { project, text } = await propose("log.ndjson");
  expect(Object.keys(project.sources["log"]?.columns ?? {})).toEqual(["time", "user", "event"]);
  expect(text).toContain("go to props: odd");
});

test.each([
  ["missing.csv", undefined, "FILE_NOT_FOUND"],
  ["empty.csv", "", "CONFIG_INVALID"],
  ["header.csv", "user,event,time\n", "CONFIG_INVALID"],
  ["wide.csv", Buffer.from("\ufeffuser,event,time\n1,a,2024-01-01\n", "utf16le"), "CONFIG_INVALID"],
  ["mac.csv", "user,event,time\r1,a,2024-01-01\r", "CONFIG_INVALID"],
  ["picture.csv", Buffer.from([1, 0, 2, 0, 3, 0]), "CONFIG_INVALID"],
  ["one.json", '{\n "a": 1\n}', "CONFIG_INVALID"],
  ["sheet.csv", Buffer.from("PK\u0003\u0004rest", "latin1"), "CONFIG_INVALID"],
  ["broken.csv.gz", Buffer.from("plain text"), "FILE_CORRUPT"],
])("%s cannot be proposed and says why", async (name, content, code) => {
  if (content !== undefined) write(name, content);
  await expect(propose(name)).rejects.toMatchObject({ code });
});

test("a dimension of a column that Tidemark names something else for gets an id that the models leave free", async () => {
  write(
    "log.csv",
    csv(
      "ts,user_id,event,source,plan",
      30,
      (i) => `${1569888000 + i},u${i % 7},go,${["ads", "mail"][i % 2]},p${i % 3}`,
    ),
  );
  const { project } = await propose("log.csv");
  expect(project.dimensions).toEqual({ log_source: { column: "source" }, plan: { column: "plan" } });
});
