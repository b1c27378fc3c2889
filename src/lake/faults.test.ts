import { readdirSync, rmSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { createProject, type TestProject } from "../../test/harness/project.ts";

const YML = `
project: {name: faults}
sources:
  events:
    path: data/*
    format: csv
    events: {time: time, user: user, name: name, value: amount}
    columns: {time: timestamp, user: integer, name: text, amount: "decimal(18,2)"}
`;

const HEADER = "time,user,name,amount\n";
const row = (i: number): string =>
  `2024-01-${String((i % 28) + 1).padStart(2, "0")} 10:00:${String(i % 60).padStart(2, "0")},${i},view,${i}.50\n`;
const rows = (n: number, from = 0): string => Array.from({ length: n }, (_, i) => row(from + i)).join("");

let project: TestProject;
afterEach(() => project.remove());
const withFiles = (files: Record<string, string | Uint8Array>, yml = YML): TestProject => {
  project = createProject(yml, files);
  return project;
};
const parts = (): string[] =>
  readdirSync(`${project.root}/lake`, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".parquet"),
  );
const kept = async (): Promise<unknown> => (await project.lake("select count(*) from lake"))[0]?.[0];

describe("bad rows", () => {
  test("a bad line is quarantined with its physical line, column and reason; exit code 2", async () => {
    const report = await withFiles({
      "data/a.csv": `${HEADER}${row(1)}"2024-01-02",2,"two\nlines",3\n\n2024-01-03,x7,view,1\n2024-01-04,3,view\n2024-01-05,4,view,1.005\n2024-01-06,1.5,view,1\n`,
    }).ingest();
    expect(report.exitCode).toBe(2);
    expect(report.files[0]).toMatchObject({ rowsRead: 6, kept: 2, duplicates: 0, quarantined: 4 });
    const bad = await project.lake("select line, column_name, reason, raw from quarantine order by line");
    expect(bad).toEqual([
      [6, "user", '"x7" is not an integer', "x7"],
      [7, "amount", expect.stringContaining("missing columns"), "2024-01-04,3,view"],
      [8, "amount", '"1.005" is not a decimal(18,2)', "1.005"],
      [9, "user", '"1.5" is not an integer', "1.5"],
    ]);
  });

  test("an all-rejected file and a file over --max-rejects load nothing; exit code 1", async () => {
    const all = await withFiles({ "data/a.csv": `${HEADER}x,1,view,1\ny,2,view,1\n` }).ingest();
    expect(all.exitCode).toBe(1);
    expect(all.failures[0]?.error).toMatchObject({ code: "TOO_MANY_REJECTS" });
    expect(all.failures[0]?.error.message).toContain("a.csv:2:");
    project.write("data/a.csv", `${HEADER}${rows(97)}x,1,view,1\nx,1,view,1\nx,1,view,1\n`);
    expect((await project.ingest({ maxRejects: "2" })).exitCode).toBe(1);
    expect((await project.ingest({ maxRejects: "2.9%" })).exitCode).toBe(1);
    expect(await kept()).toBe(0);
    expect((await project.ingest({ maxRejects: "3%" })).exitCode).toBe(2);
    expect(await kept()).toBe(97);
  });

  test("a header with swapped, missing or extra columns stops before reading; exit code 3", async () => {
    const good = { "data/a.csv": HEADER + rows(3) };
    for (const [header, says] of [
      ["user,time,name,amount\n", "swapped"],
      ["time,user,name\n", 'lacks "amount"'],
      ["time,user,name,amount,extra\n", '"extra"'],
    ] as const) {
      const report = await withFiles({ ...good, "data/b.csv": header + rows(2, 10) }).ingest();
      expect(report.exitCode).toBe(3);
      expect(report.failures[0]?.error.message).toContain(says);
      expect(await kept()).toBe(3);
      project.remove();
    }
  });

  test("a declared header list catches a swapped first file", async () => {
    const yml = YML.replace("format: csv", "format: csv\n    header: [time, user, name, amount]");
    const report = await withFiles({ "data/a.csv": `user,time,name,amount\n1,2024-01-01,view,1\n` }, yml).ingest();
    expect(report.exitCode).toBe(3);
  });
});

describe("damaged files load nothing; exit code 4", () => {
  const fails = async (files: Record<string, string | Uint8Array>, says: RegExp): Promise<void> => {
    const report = await withFiles(files).ingest();
    expect(report.exitCode).toBe(4);
    expect(report.failures[0]?.error.message).toMatch(says);
    expect(await kept()).toBe(0);
  };

  test("an unclosed quote in line 52", async () => {
    const text = (HEADER + rows(3000)).split("\n");
    text[51] = '2024-01-02,5,"unclosed,1';
    await fails({ "data/a.csv": text.join("\n") }, /a\.csv:52: a quote opens here/);
  });

  test("a truncated gz, a gz with a flipped bit, plain text named gz", async () => {
    const gz = gzipSync(HEADER + rows(5000));
    await fails({ "data/a.csv.gz": gz.subarray(0, gz.length >> 1) }, /a\.csv\.gz: unexpected end/);
    project.remove();
    const flipped = Buffer.from(gz);
    flipped[gz.length - 6] = (flipped[gz.length - 6] ?? 0) ^ 4;
    await fails({ "data/a.csv.gz": flipped }, /a\.csv\.gz/);
    project.remove();
    await fails({ "data/a.csv.gz": HEADER + rows(3) }, /name says compressed/);
  });

  test("several gz members in one file are read whole", async () => {
    const both = Buffer.concat([gzipSync(HEADER + rows(10)), gzipSync(rows(10, 10))]);
    expect(gunzipSync(both).toString()).toBe(HEADER + rows(20));
    await withFiles({ "data/a.csv.gz": both }).ingest();
    expect(await kept()).toBe(20);
  });
});

describe("files that change", () => {
  test("the same file twice, under the same or another name, adds nothing", async () => {
    await withFiles({ "data/a.csv": HEADER + rows(10) }).ingest();
    project.write("data/a.csv", HEADER + rows(10));
    project.write("data/b.csv", HEADER + rows(10));
    const again = await project.ingest();
    expect(again.files.map(({ status }) => status)).toEqual(["unchanged", "unchanged"]);
    expect(await kept()).toBe(10);
  });

  test("a file that grew is an error by default, and loads only its new rows with `append`", async () => {
    await withFiles({ "data/a.csv": HEADER + rows(10) }).ingest();
    project.write("data/a.csv", `${HEADER + rows(10) + rows(5, 10)}2024-01-09,bad,view,1\n`);
    const refused = await project.ingest();
    expect(refused.exitCode).toBe(4);
    expect(refused.failures[0]?.error.message).toContain("grew");
    expect(await kept()).toBe(10);
    project.write("tidemark.yml", YML.replace("format: csv", "format: csv\n    changed: append"));
    const appended = await project.ingest();
    expect(appended.files[0]).toMatchObject({ status: "appended", rowsRead: 6, kept: 5, quarantined: 1 });
    expect(await kept()).toBe(15);
    expect(await project.lake("select line from quarantine")).toEqual([[17]]);
    expect((await project.ingest()).files[0]?.status).toBe("unchanged");
  });

  test("`replace` loads a changed file anew, and rows that other files had lost to it come back", async () => {
    const yml = YML.replace("format: csv", "format: csv\n    changed: replace");
    await withFiles({ "data/a.csv": HEADER + rows(10), "data/b.csv": HEADER + rows(10, 5) }, yml).ingest();
    expect(await kept()).toBe(15);
    project.write("data/a.csv", HEADER + rows(5));
    const report = await project.ingest();
    expect(report.files.map(({ status }) => status)).toEqual(["replaced", "loaded"]);
    expect(await kept()).toBe(15);
  });
});

describe("duplicates", () => {
  test("exact duplicates go once within and across files, whatever order; every file adds up", async () => {
    const report = await withFiles({
      "data/a.csv": HEADER + rows(20) + rows(3),
      "data/b.csv": HEADER + rows(10, 15),
    }).ingest();
    expect(report.files.map(({ rowsRead, kept: k, duplicates }) => [rowsRead, k, duplicates])).toEqual([
      [23, 20, 3],
      [10, 5, 5],
    ]);
    expect(await kept()).toBe(25);
  });
});

test("a malformed object in a JSON array is quarantined with its record number", async () => {
  const yml = `
project: {name: json}
sources:
  events:
    path: data/*
    events: {time: t, user: u, name: n}
`;
  const json =
    '[{"t":"2024-01-01T00:00:00Z","u":1234567890123456789,"n":"a","extra":{"x":[1]}},\n{"t":"2024-01-01","u":2,"n":},\n[1,2],\n{"t":"2024-01-02T00:00:00+02:00","u":3,"n":"b"}]';
  const report = await withFiles({ "data/a.json": json }, yml).ingest();
  expect(report.failures).toEqual([]);
  expect(report.exitCode).toBe(2);
  expect(report.files[0]).toMatchObject({ rowsRead: 4, kept: 2, quarantined: 2 });
  expect(await project.lake("select line from quarantine order by 1")).toEqual([[2], [3]]);
  expect(await project.lake("select event_time, user_id from lake order by 1")).toEqual([
    ["2024-01-01T00:00:00Z", "1234567890123456789"],
    ["2024-01-01T22:00:00Z", 3],
  ]);
});

test("a truncated JSON array is refused whole; exit code 4", async () => {
  const yml = "project: {name: json}\nsources: {events: {path: data/*, events: {time: t, user: u, name: n}}}\n";
  const report = await withFiles({ "data/a.json": '[{"t":"2024-01-01","u":"1","n":"a"},{"t":"2024' }, yml).ingest();
  expect(report.exitCode).toBe(4);
  expect(report.failures[0]?.error.message).toContain("cut short");
});

test("a changed declaration is refused even when there is nothing new to load, until the source is reloaded", async () => {
  await withFiles({ "data/a.csv": HEADER + rows(3) }).ingest();
  project.write("tidemark.yml", YML.replace("value: amount", "value: amount * 2"));
  await expect(project.ingest()).rejects.toMatchObject({
    code: "CONFIG_INVALID",
    hint: expect.stringContaining("--reload events"),
  });
  expect((await project.ingest({ reload: ["events"] })).files[0]).toMatchObject({ status: "loaded", kept: 3 });
});

test("a reload that would lose the rows of a file that is gone is refused", async () => {
  await withFiles({ "data/a.csv": HEADER + rows(3), "data/b.csv": HEADER + rows(4, 10) }).ingest();
  rmSync(`${project.root}/data/b.csv`);
  await expect(project.ingest({ reload: ["events"] })).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
  expect(await kept()).toBe(7);
});

test("a part that is gone stops every load but the one that replaces it", async () => {
  const yml = `${YML}  sizes: {path: sizes.csv, table: {}}\n  names: {path: names.csv, table: {}}\n`;
  const files = { "data/a.csv": HEADER + rows(3), "sizes.csv": "k,v\n1,a\n", "names.csv": "k,v\n1,a\n" };
  await withFiles(files, yml).ingest();
  rmSync(`${project.root}/lake/events`, { recursive: true });
  rmSync(`${project.root}/lake/sizes`, { recursive: true });
  const repair = { hint: expect.stringContaining("`tidemark ingest --reload events --reload sizes`") };
  await expect(project.ingest()).rejects.toMatchObject({ code: "LAKE_CONSERVATION", ...repair });
  await expect(project.ingest({ reload: ["events"] })).rejects.toMatchObject(repair);
  const report = await project.ingest({ reload: ["events", "sizes"] });
  expect(report.files.map(({ status }) => status)).toEqual(["loaded", "loaded", "unchanged"]);
  expect(await kept()).toBe(5);
});

test("a reload that may not lose rows leaves what is there, beside a part that is gone too", async () => {
  await withFiles({ "data/a.csv": HEADER + row(1), "data/b.csv": HEADER + row(2) }).ingest();
  const [gone, left] = parts();
  rmSync(`${project.root}/lake/${gone}`);
  rmSync(`${project.root}/data/b.csv`);
  await expect(project.ingest({ reload: ["events"] })).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
  expect(parts()).toEqual([left]);
});

test("a table without a key keeps equal rows; with one it drops them", async () => {
  const yml = (key: string): string => `project: {name: t}\nsources: {t: {path: data/*, table: {${key}}}}\n`;
  await withFiles({ "data/a.csv": "k,v\n1,a\n1,a\n" }, yml("")).ingest();
  expect(await kept()).toBe(2);
  project.remove();
  await withFiles({ "data/a.csv": "k,v\n1,a\n1,a\n" }, yml("key: k")).ingest();
  expect(await kept()).toBe(1);
});

test("many ragged lines are too many rejects, not rows that do not add up", async () => {
  const ragged = Array.from({ length: 3000 }, (_, i) => row(i).trim() + ",x".repeat(i % 9)).join("\n");
  const report = await withFiles({ "data/a.csv": `${HEADER}${ragged}\n` }).ingest();
  expect(report.failures[0]?.error).toMatchObject({ code: "TOO_MANY_REJECTS" });
});

test("mixed line ends and words as instants are said plainly", async () => {
  const report = await withFiles({
    "data/a.csv": `${HEADER}${rows(2)}epoch,1,view,1\n`,
    "data/b.csv": `${HEADER}2024-01-01,1,view,1\r\n2024-01-02,2,view,1\n`,
  }).ingest();
  expect(report.files[0]).toMatchObject({ kept: 2, quarantined: 1 });
  expect(report.failures[0]?.error.message).toMatch(/CRLF and LF are mixed/);
});

test.each([
  ["a.csv", Buffer.from(`\ufeff${HEADER}${rows(3)}`, "utf16le"), /UTF-16/, /iconv/],
  ["b.csv", Buffer.from(`\ufeff${HEADER}${rows(3)}`, "utf16le").swap16(), /UTF-16/, /iconv/],
  ["c.csv", `${HEADER}${rows(3)}`.replaceAll("\n", "\r"), /carriage return alone/, /tr /],
])(
  "%s, in an encoding or with line ends that are not read, is refused with what to do",
  async (name, content, what, todo) => {
    const report = await withFiles({ [`data/${name}`]: content }).ingest();
    expect(report.failures[0]?.error).toMatchObject({
      code: "FILE_CORRUPT",
      message: expect.stringMatching(what),
      hint: expect.stringMatching(todo),
    });
  },
);
