import { appendFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { createProject, type TestProject } from "../../../test/harness/project.ts";
import { buildModels } from "../../build/build-models.ts";
import { modelInput } from "../open-warehouse.ts";
import { openProject } from "../project-session.ts";
import { doctorExitCode, examine } from "./examine.ts";
import type { Finding } from "./finding.ts";
import { memoryFinding, nodeFinding, zoneFinding } from "./machine.ts";

const YML = `
project: { name: shop, timezone: Europe/Berlin }
sources:
  log:
    path: log.csv
    events: { time: at, user: who, name: what }
    columns: { at: timestamp, who: text, what: text }
`;
const LOG = "at,who,what\n2024-01-01T00:00:00Z,a,view\n2024-01-02T00:00:00Z,b,view\n2024-01-02T00:00:00Z,b,view\n";

let project: TestProject;
afterEach(() => project.remove());

async function loaded(): Promise<TestProject> {
  project = createProject(YML, { "log.csv": LOG });
  await project.ingest();
  return project;
}

async function build(): Promise<void> {
  using session = await openProject(project.root, { purpose: "test" });
  const { paths } = session;
  await buildModels({
    ...modelInput(session),
    warehousePath: paths.warehouse,
    spillDir: paths.spill,
    threads: 1,
    clock: { nowMs: () => 0 },
  });
}

const find = async (id: string): Promise<Finding | undefined> =>
  (await examine(project.root)).find((finding) => finding.id === id);

test("a loaded and built project is well", async () => {
  await loaded();
  await build();
  const findings = (await examine(project.root)).filter(({ id }) => !/^(disk|memory|open_files)/.test(id));
  expect(findings.filter(({ status }) => status !== "ok")).toEqual([]);
  expect(doctorExitCode(findings)).toBe(0);
  expect(findings.map(({ id }) => id)).toEqual([
    "node",
    "duckdb",
    "sqlite",
    "time_zones",
    "project",
    "lock",
    "lake_parts",
    "lake_orphans",
    "lake_rows",
    "warehouse",
  ]);
});

test("models that are missing or older than the lake are a warning", async () => {
  await loaded();
  expect(await find("warehouse")).toMatchObject({ status: "warn", action: "run `tidemark build`" });
  await build();
  expect(await find("warehouse")).toMatchObject({ status: "ok" });
  project.write("tidemark.yml", YML.replace("Europe/Berlin", "Asia/Kathmandu"));
  expect(await find("warehouse")).toMatchObject({ status: "warn", message: expect.stringContaining("definitions") });
});

test("a ClickHouse that does not answer is a failure that says so", async () => {
  await loaded();
  expect(await find("clickhouse")).toBeUndefined();
  project.write("tidemark.yml", `${YML}engine: { url: "http://127.0.0.1:9/shop", timeout_s: 5 }\n`);
  expect(await find("clickhouse")).toMatchObject({ status: "fail", message: expect.stringContaining("127.0.0.1") });
});

test("missing, changed and stray files of the lake are found", async () => {
  await loaded();
  const lake = join(project.root, "lake");
  const files = readdirSync(lake, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const [first = "", second = ""] = files.map((entry) => join(entry.parentPath, entry.name));
  mkdirSync(join(lake, "log", "day=2020-01-01"), { recursive: true });
  writeFileSync(join(lake, "log", "day=2020-01-01", "stray.parquet"), "x");
  expect(await find("lake_orphans")).toMatchObject({
    status: "warn",
    message: expect.stringContaining("stray.parquet"),
  });
  writeFileSync(join(lake, "log", "day=2020-01-01", "0123456789ab-999-0.parquet"), "x");
  expect(await find("lake_orphans")).toMatchObject({
    status: "fail",
    message: expect.stringContaining("another state"),
  });
  appendFileSync(first, "x");
  expect(await find("lake_parts")).toMatchObject({
    status: "fail",
    message: expect.stringContaining("1 of 2 parts is damaged"),
  });
  rmSync(second);
  expect(await find("lake_parts")).toMatchObject({ message: expect.stringContaining("is missing") });
  expect(doctorExitCode(await examine(project.root))).toBe(1);
});

test("a project in use is named, and left alone", async () => {
  await loaded();
  using _holder = await openProject(project.root, { purpose: "a long ingest" });
  expect(await find("lock")).toMatchObject({ status: "warn", message: expect.stringContaining("a long ingest") });
});

test("an invalid project file is a failure with file and line", async () => {
  project = createProject(`${YML}metrcs: {}\n`);
  expect(await find("project")).toMatchObject({
    status: "fail",
    message: expect.stringContaining('unknown key "metrcs"'),
  });
  expect((await examine(undefined)).find(({ id }) => id === "project")).toMatchObject({ status: "ok" });
});

test.each([
  ["20.19.0", "ok"],
  ["20.18.9", "fail"],
  ["21.7.0", "fail"],
  ["22.11.0", "fail"],
  ["22.12.0", "ok"],
  ["24.0.0", "ok"],
  ["18.20.0", "fail"],
])("Node %s is %s", (version, status) => {
  project = createProject(YML);
  expect(nodeFinding(version).status).toBe(status);
});

test("limits that cannot be kept and zones that do not exist are said", () => {
  project = createProject(YML);
  expect(memoryFinding({ memoryLimitBytes: 1e15, threads: 1 }).status).toBe("warn");
  expect(memoryFinding({ memoryLimitBytes: 1e6, threads: 1 }).status).toBe("warn");
  expect(zoneFinding("Mars/Olympus").status).toBe("fail");
});
