import { appendFileSync, cpSync, existsSync, readdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { createProject, type TestProject } from "../../test/harness/project.ts";
import { openProject } from "../app/project-session.ts";
import { AppError } from "../core/errors.ts";

const YML = `
project: {name: replaced}
sources:
  log:
    path: data/*.csv
    changed: replace
    events: {time: at, user: who, name: what}
    columns: {at: timestamp, who: integer, what: text}
`;

/** A file of rows that are told apart by their number; "x" stands for a row that cannot be typed. */
const csv = (...rows: readonly (number | "x")[]): string =>
  ["at,who,what", ...rows.map((row) => `2024-03-01T01:00:00Z,${row},view`)].join("\n");

let project: TestProject;
afterEach(() => project.remove());

const withFiles = async (files: Readonly<Record<string, string>>, yml = YML): Promise<void> => {
  project = createProject(yml);
  await load(files);
};
const write = (files: Readonly<Record<string, string>>): void => {
  for (const [name, text] of Object.entries(files)) project.write(`data/${name}.csv`, text);
};
/** Writes the files and loads them. */
const load = (files: Readonly<Record<string, string>>, options: Parameters<TestProject["ingest"]>[0] = {}) => {
  write(files);
  return project.ingest(options);
};
const held = async (): Promise<readonly unknown[]> =>
  (await project.lake("select user_id from lake order by 1")).map(([who]) => who);
const parts = (): readonly string[] =>
  readdirSync(`${project.root}/lake`, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".parquet"),
  );

test("a file that lost a row to a replaced one gets it back in the same run, wherever it stands", async () => {
  await withFiles({ m: csv(1, 2) });
  await load({ a: csv(2, 3) });
  const report = await load({ m: csv(1) });
  expect(report.files).toMatchObject([
    { path: "data/a.csv", status: "loaded", kept: 2, duplicates: 0 },
    { path: "data/m.csv", status: "replaced", kept: 1 },
  ]);
  expect(await held()).toEqual([1, 2, 3]);
});

test("a row that a replaced file lost to a later one comes back when that one is replaced", async () => {
  await withFiles({ a: csv(1), b: csv(2) });
  await load({ a: csv(1, 2) });
  expect(await held()).toEqual([1, 2]);
  await load({ b: csv(3) });
  expect(await held()).toEqual([1, 2, 3]);
});

test("files that exchange their contents lose nothing", async () => {
  await withFiles({ a: csv(1, 2), b: csv(3), c: csv(2, 4) });
  await load({ a: csv(3), b: csv(1, 2) });
  expect(await held()).toEqual([1, 2, 3, 4]);
  await load({ a: csv(5), b: csv(6) });
  expect(await held()).toEqual([2, 4, 5, 6]);
});

test("files that are replaced at once and share rows are each loaded once", async () => {
  await withFiles({ a: csv(1, 2), b: csv(2, 3), c: csv(3, 4) });
  const { files } = await load({ a: csv(1, 5), b: csv(2, 6), c: csv(3, 7) });
  expect(files.map(({ status, kept }) => [status, kept])).toEqual([
    ["replaced", 2],
    ["replaced", 2],
    ["replaced", 2],
  ]);
  expect(await held()).toEqual([1, 2, 3, 5, 6, 7]);
});

test("a replacement is refused while a file is gone that lost rows to it; one that did not may be gone", async () => {
  await withFiles({ a: csv(1, 2), b: csv(2, 3), c: csv(9), d: csv(9, 8) });
  rmSync(`${project.root}/data/b.csv`);
  rmSync(`${project.root}/data/d.csv`);
  const refused = await load({ a: csv(1) });
  expect(refused.failures).toMatchObject([
    { path: "data/a.csv", error: { code: "FILE_NOT_FOUND", message: expect.stringContaining("data/b.csv") } },
  ]);
  expect(await held()).toEqual([1, 2, 3, 8, 9]);
  write({ b: csv(2, 3) });
  expect((await project.ingest()).files).toMatchObject([{ status: "replaced" }, { status: "loaded" }, {}]);
  expect(await held()).toEqual([1, 2, 3, 8, 9]);
});

test("a replacement is refused when a file that lost rows to it cannot be loaded again", async () => {
  await withFiles({ a: csv(1, 2), b: csv(2, 3, "x") });
  const refused = await load({ a: csv(1, 4) }, { maxRejects: "0" });
  expect(refused.failures).toMatchObject([
    { path: "data/a.csv", error: { code: "TOO_MANY_REJECTS", message: expect.stringContaining("data/b.csv") } },
  ]);
  expect(await held()).toEqual([1, 2, 3]);
  expect(parts()).toHaveLength(3);
  await project.ingest();
  expect(await held()).toEqual([1, 2, 3, 4]);
});

test("a replaced file that is refused keeps the rows it had, and holds up no other", async () => {
  await withFiles({ a: csv(1), b: csv(2) });
  const report = await load({ a: csv("x"), b: csv(3) });
  expect(report.failures).toMatchObject([{ path: "data/a.csv", error: { code: "TOO_MANY_REJECTS" } }]);
  expect(await held()).toEqual([1, 3]);
});

test("a file replaced by the content of another one that is loaded has no rows of its own any more", async () => {
  await withFiles({ a: csv(1), b: csv(2) });
  const report = await load({ a: csv(2) });
  expect(report.files[0]).toMatchObject({
    path: "data/a.csv",
    status: "replaced",
    note: expect.stringContaining("b.csv"),
  });
  expect(await held()).toEqual([2]);
});

test("files that are rotated are all there after one run", async () => {
  await withFiles({ current: csv(1, 2) });
  renameSync(`${project.root}/data/current.csv`, `${project.root}/data/archive.csv`);
  await load({ current: csv(3) });
  expect(await held()).toEqual([1, 2, 3]);
});

test("a file of several loads that lost rows is loaded again whole", async () => {
  await withFiles({ a: csv(1, 2), b: `${csv(3)}\n` }, YML.replace("replace", "append"));
  appendFileSync(`${project.root}/data/b.csv`, "2024-03-01T01:00:00Z,2,view\n");
  await project.ingest();
  await load({ c: csv(3, 2, 4) });
  expect(await held()).toEqual([1, 2, 3, 4]);
  project.write("tidemark.yml", YML);
  await load({ a: csv(1) });
  expect(await held()).toEqual([1, 2, 3, 4]);
  await load({ b: csv(5) });
  expect(await held()).toEqual([1, 2, 3, 4, 5]);
});

test("a reload leaves the source as it was when a loaded file is refused, and loads the rest when a new one is", async () => {
  await withFiles({ a: csv(1), b: csv(2) });
  write({ b: csv("x"), c: csv("x") });
  const refused = await project.ingest({ reload: ["log"] });
  expect(refused).toMatchObject({ files: [], failures: [{ path: "data/b.csv", error: { code: "TOO_MANY_REJECTS" } }] });
  expect(await held()).toEqual([1, 2]);
  expect(parts()).toHaveLength(2);
  const { files, failures } = await load({ b: csv(2, 3) }, { reload: ["log"] });
  expect(files).toMatchObject([{ status: "loaded" }, { status: "loaded", kept: 2 }]);
  expect(failures).toMatchObject([{ path: "data/c.csv" }]);
  expect(await held()).toEqual([1, 2, 3]);
});

test("a reload that is cancelled leaves the source as it was", async () => {
  await withFiles({ a: csv(1), b: csv(2) });
  const controller = new AbortController();
  const onProgress = (): void => controller.abort(new AppError("CANCELLED", "interrupted"));
  const cancelled = project.ingest({ reload: ["log"], signal: controller.signal, onProgress });
  await expect(cancelled).rejects.toMatchObject({ code: "CANCELLED" });
  expect(await held()).toEqual([1, 2]);
  expect(parts()).toHaveLength(2);
});

test("a reload numbers the files anew in path order and lets the rows of missing files go where asked", async () => {
  await withFiles({ m: csv(1, 2) });
  await load({ a: csv(2), z: csv(4) });
  rmSync(`${project.root}/data/z.csv`);
  await project.ingest({ reload: ["log"], dropMissing: true });
  expect(await project.lake("select user_id, ingest_seq from lake order by 2")).toEqual([
    [2, 0],
    [1, 2 ** 36],
  ]);
});

test("replaced parts stay until the run ends, and are gone then", async () => {
  await withFiles({ a: csv(1), b: csv(2) });
  const old = parts();
  const there: boolean[] = [];
  const onFile = (): void => void there.push(...old.map((path) => existsSync(`${project.root}/lake/${path}`)));
  write({ a: csv(3), b: csv(4) });
  await project.ingest({ onFile });
  expect(there).toEqual([true, true, true, true]);
  expect(parts()).toHaveLength(2);
  expect(await held()).toEqual([3, 4]);
});

test("a lake whose state is lost is not touched until one of them is moved away", async () => {
  await withFiles({ a: csv(1), b: csv(2) });
  for (const name of readdirSync(`${project.root}/.tidemark`))
    if (name.startsWith("state.db")) rmSync(`${project.root}/.tidemark/${name}`);
  rmSync(`${project.root}/data/b.csv`);
  for (const options of [{}, {}, { reload: ["log"] }]) {
    await expect(project.ingest(options)).rejects.toMatchObject({
      code: "LAKE_CONSERVATION",
      hint: expect.stringContaining("state.db"),
    });
    expect(parts()).toHaveLength(2);
  }
  renameSync(`${project.root}/lake`, `${project.root}/old`);
  await project.ingest();
  expect(await held()).toEqual([1]);
});

test("a lake is not touched either where the state is a copy from before", async () => {
  await withFiles({ a: csv(1) });
  const state = `${project.root}/.tidemark/state.db`;
  cpSync(state, `${state}.old`);
  await load({ b: csv(2, "x") });
  for (const end of ["", "-wal", "-shm"]) rmSync(state + end, { force: true });
  renameSync(`${state}.old`, state);
  await expect(project.ingest()).rejects.toMatchObject({ code: "LAKE_CONSERVATION" });
  expect(parts()).toHaveLength(3);
});

test("what a first load left in the lake when it was interrupted is deleted by the next", async () => {
  project = createProject(YML, { "data/a.csv": csv(1), "lake/log/day=none/0123456789ab-1-0.parquet": "PAR1" });
  await expect(project.ingest()).rejects.toMatchObject({ code: "LAKE_CONSERVATION" });
  {
    using session = await openProject(project.root, { purpose: "test" });
    session.manifest.takeNumber();
  }
  expect((await project.ingest()).removedOrphans).toBe(1);
  expect(await held()).toEqual([1]);
});

test("rotated files of a source that keeps equal rows have each row once", async () => {
  const yml = YML.replace("changed: replace", "changed: replace\n    dedupe: none");
  await withFiles({ "log.1": csv(2, 2), log: csv(1, 1) }, yml);
  await load({ "log.2": csv(2, 2), "log.1": csv(1, 1), log: csv(3) });
  expect(await held()).toEqual([1, 1, 2, 2, 3]);
});

test("of a file loaded before it was kept whose rows it repeats, any other may be meant", async () => {
  await withFiles({ a: csv(1, 2), b: csv(2, 3), c: csv(4) });
  {
    using session = await openProject(project.root, { purpose: "test" });
    session.state.prepare("update files set repeats = null").run();
  }
  expect((await load({ c: csv(5) })).files).toMatchObject([
    { path: "data/a.csv", status: "unchanged" },
    { path: "data/b.csv", status: "loaded", duplicates: 1 },
    { path: "data/c.csv", status: "replaced" },
  ]);
  await load({ a: csv(1) });
  expect(await held()).toEqual([1, 2, 3, 5]);
});

test("of rows with one id the file that comes back has its own", async () => {
  const yml = YML.replace("changed: replace", "changed: replace\n    dedupe: id").replace("what}", "what, id: who}");
  const named = (id: number, what: string): string => csv(id).replace("view", what);
  await withFiles({ a: named(1, "first"), b: named(1, "second") }, yml);
  await load({ a: named(2, "first") });
  expect(await project.lake("select user_id, event from lake order by 1")).toEqual([
    [1, "second"],
    [2, "first"],
  ]);
});

test("a file whose content another one takes over still holds the rows of a third", async () => {
  for (const then of ["gone", "changed"] as const) {
    await withFiles({ p: csv(1, 2) });
    await load({ q: csv(2, 3) });
    await load({ r: csv(3, 4) });
    await load({ p: csv(2, 3) });
    expect(await held()).toEqual([2, 3, 4]);
    if (then === "gone") rmSync(`${project.root}/data/q.csv`);
    await load(then === "gone" ? { p: csv(9) } : { p: csv(9), q: csv(8) });
    expect(await held()).toEqual(then === "gone" ? [3, 4, 9] : [3, 4, 8, 9]);
    if (then === "gone") project.remove();
  }
});

test("a file whose parts cannot be put in their place is not said to be loaded, and holds up nothing", async () => {
  await withFiles({ a: csv(1).replace("2024-03-01", "2024-04-01") });
  const day = `${project.root}/lake/log/day=2024-03-01`;
  symlinkSync("/dev/null", day);
  const { failures } = await load({ b: csv(2) });
  expect(failures).toHaveLength(1);
  expect(await held()).toEqual([1]);
  rmSync(day);
  await load({ c: csv(3) });
  expect(await held()).toEqual([1, 2, 3]);
});

test("a reload whose files have other names by now, and are refused, leaves what is loaded", async () => {
  await withFiles({ a: csv(1) });
  renameSync(`${project.root}/data/a.csv`, `${project.root}/data/b.csv`);
  write({ b: csv("x") });
  const report = await project.ingest({ reload: ["log"], dropMissing: true });
  expect(report.failures).toHaveLength(1);
  expect(await held()).toEqual([1]);
});
