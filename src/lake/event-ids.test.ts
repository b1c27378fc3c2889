import { afterEach, expect, test } from "vitest";
import { createProject, type TestProject } from "../../test/harness/project.ts";
import type { IngestReport } from "./ingest.ts";

let project: TestProject;
afterEach(() => project.remove());
const withFiles = (files: Record<string, string>, yml: string): TestProject => {
  project = createProject(yml, files);
  return project;
};
const counts = ({ files }: IngestReport): unknown => files.map(({ kept: k, duplicates }) => [k, duplicates]);

/** A project whose events have these ids; `more` stands below the source. */
const ymlOf = (user: string, id: string, more: readonly string[] = []): string =>
  [
    "project: {name: ids}",
    "sources:",
    "  events:",
    "    path: data/*",
    "    dedupe: id",
    `    events: {time: time, user: ${user}, name: name, id: ${id}}`,
    ...more.map((line) => `    ${line}`),
  ].join("\n");

test("by id, then by insert id, across days within the window; rows without id stay", async () => {
  const columns = "columns: {time: timestamp, user: text, name: text, uuid: text, insert: text}";
  const yml = ymlOf("user", "[uuid, insert]", ["dedupe_window_days: 30", columns]);
  const a =
    "time,user,name,uuid,insert\n2024-01-01,1,v,a,x\n2024-01-20,1,v,a,y\n2024-01-02,1,v,b,x\n2024-01-03,1,v,,\n2024-01-03,1,v,,\n2024-03-15,1,v,a,z\n";
  const report = await withFiles(
    { "data/a.csv": a, "data/b.csv": "time,user,name,uuid,insert\n2024-01-05,1,v,c,q\n2024-01-06,1,v,a,k\n" },
    yml,
  ).ingest();
  expect(counts(report)).toEqual([
    [4, 2],
    [1, 1],
  ]);
});

test("an insert id counts per device, also across files and loads; a null in the pair is no key", async () => {
  const columns = "columns: {time: timestamp, device: text, name: text, uuid: text, insert: text}";
  const yml = ymlOf("device", "[uuid, [insert, device]]", [columns]);
  const header = "time,name,uuid,insert,device\n";
  const a = `${header}2024-01-01,v,a,x,d1\n2024-01-02,v,b,x,d2\n2024-01-03,v,c,x,d1\n2024-01-04,v,d,x,\n2024-01-05,v,e,x,\n2024-01-06,v,f,,d1\n2024-01-07,v,g,,d1\n`;
  const files = { "data/a.csv": a, "data/b.csv": `${header}2024-01-08,v,h,x,d2\n2024-01-09,v,i,x,d3\n` };
  const loaded = withFiles(files, yml);
  expect(counts(await loaded.ingest())).toEqual([
    [6, 1],
    [1, 1],
  ]);
  expect(await loaded.lake("select event_id from lake order by 1")).toEqual(
    ["a", "b", "d", "e", "f", "g", "i"].map((id) => [id]),
  );
  loaded.write("data/c.csv", `${header}2024-01-03,v,j,x,d3\n2024-01-04,v,k,x,d4\n2024-03-15,v,l,x,d1\n`);
  expect(counts(await loaded.ingest())).toEqual([
    [0, 0],
    [0, 0],
    [2, 1],
  ]);
});

test("a pair alone is no column of event ids; a changed pair asks to load anew", async () => {
  const text = "time,name,insert,device\n2024-01-01,v,x,d1\n2024-01-02,v,x,d2\n";
  const loaded = withFiles({ "data/a.csv": text }, ymlOf("device", "[[insert, device]]"));
  expect((await loaded.ingest()).files[0]).toMatchObject({ kept: 2, duplicates: 0 });
  expect(await loaded.lake("select insert, user_id from lake order by 2")).toEqual([
    ["x", "d1"],
    ["x", "d2"],
  ]);
  loaded.write("tidemark.yml", ymlOf("device", "[insert]"));
  await expect(loaded.ingest()).rejects.toThrow(/declaration of source "events" .* changed after files were loaded/);
});
