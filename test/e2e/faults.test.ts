import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createRng } from "../../src/core/rng.ts";
import { finished, runCli, startCli } from "../harness/cli.ts";
import { lakeDigest } from "../harness/digest.ts";

const YML = `
project: {name: faults}
sources:
  events:
    path: data
    events: {time: time, user: user, name: name}
    columns: {time: timestamp, user: integer, name: text}
metrics: {events: {kind: count}}
`;
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;

const lines = (n: number, from = 0): string =>
  Array.from(
    { length: n },
    (_, i) => `${new Date(Date.UTC(2024, 0, 1, 0, from + i)).toISOString()},${(from + i) % 1000},view`,
  ).join("\n");

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "tidemark-faults-"));
  chmodSync(dir, 0o755);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function project(name: string, files: Readonly<Record<string, string>>): string {
  const root = join(dir, name);
  mkdirSync(join(root, "data"), { recursive: true });
  writeFileSync(join(root, "tidemark.yml"), YML);
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, "data", path), text);
  return root;
}

test("wrong words: unknown command, flag, source and project end with 3, say what is near, and print no stack", async () => {
  const root = project("usage", { "a.csv": `time,user,name\n${lines(3)}\n` });
  for (const [args, says] of [
    [["ingst"], 'unknown command "ingst" (did you mean "ingest"?)'],
    [["ingest", "--max-reject", "3"], 'unknown option --max-reject (did you mean "max-rejects"?)'],
    [["ingest", "evnts", "--project", root], 'there is no source "evnts" (did you mean "events"?)'],
    [["ingest", "--project", join(dir, "nowhere")], "no tidemark.yml"],
    [["build", "--project", root], "nothing to build"],
    [["query", "select 1", "--project", root], "no warehouse yet"],
    [["query", "drop table x", "--project", root], ""],
  ] as const) {
    const { code, stderr } = await runCli(args);
    expect(code, stderr).toBe(3);
    expect(stderr).toContain(says);
    expect(stderr).not.toMatch(/\n\s+at /);
  }
});

test("an unknown key in the project file names key, file, line and the nearest known key", async () => {
  const root = project("config", {});
  writeFileSync(
    join(root, "tidemark.yml"),
    YML.replace("dedupe", "").replace("events: {time: time, user", "events: {time: time, usr"),
  );
  const { code, stderr } = await runCli(["ingest", "--project", root]);
  expect(code).toBe(3);
  expect(stderr).toMatch(/tidemark\.yml:6: unknown key "usr".*did you mean "user"/);
});

test("a missing file and a bad header end with 3, a damaged file with 4, bad rows with 2; good files still load", async () => {
  const root = project("mixed", {
    "a.csv": `time,user,name\n${lines(50)}\n`,
    "b.csv": `time,user,name\n${lines(5, 100)}\nx,1,view\n`,
  });
  expect((await runCli(["ingest", "--project", root])).code).toBe(2);
  writeFileSync(join(root, "data/c.csv"), `user,time,name\n1,2024-01-01,view\n`);
  expect((await runCli(["ingest", "--project", root])).code).toBe(3);
  writeFileSync(join(root, "data/d.csv"), `time,user,name\n2024-01-01,1,"view\n${lines(5)}\n`);
  writeFileSync(join(root, "data/e.csv"), `time,user,name\n${lines(7, 500)}\n`);
  const { code, stderr } = await runCli(["ingest", "--project", root]);
  expect(code).toBe(4);
  expect(stderr).toContain("d.csv:2: a quote opens here");
  const { stdout } = await runCli(["describe", "events", "--project", root]);
  expect(stdout).toContain("62");
});

/** Waits until a command has the project, however long the program takes to start. */
async function begun(root: string): Promise<void> {
  for (let i = 0; i < 400 && !readdirSync(root).includes(".tidemark"); i++) await sleep(50);
  await sleep(150);
}

test("two processes at once: the second waits, then says who holds the project", async () => {
  const root = project("lock", { "a.csv": `time,user,name\n${lines(1_000_000)}\n` });
  const first = startCli(["ingest", "--project", root]);
  const ended = finished(first);
  await begun(root);
  const second = await runCli(["list", "--project", root, "--wait", "0"]);
  expect(second.code, second.stdout).toBe(3);
  expect(second.stderr).toContain(`in use by process ${first.pid} (ingest`);
  const patient = await runCli(["list", "--project", root, "--wait", "120"]);
  expect(patient.code, patient.stderr).toBe(0);
  expect((await ended).code).toBe(0);
});

test("Ctrl-C ends with 130, leaves nothing half-made, and the next run finishes", async () => {
  const root = project("interrupt", { "a.csv": `time,user,name\n${lines(400_000)}\n` });
  const child = startCli(["ingest", "--project", root]);
  const ended = finished(child);
  await begun(root);
  await sleep(500);
  child.kill("SIGINT");
  const { code, stderr } = await ended;
  expect([130, 0], stderr).toContain(code);
  expect((await runCli(["ingest", "--project", root])).code).toBe(0);
  expect((await lakeDigest(root))["rows"]).toMatch(/^400000:/);
});

test("700 unsorted days in one file become at most 900 parts", async () => {
  const rows = Array.from(
    { length: 20_000 },
    (_, i) => `${new Date(Date.UTC(2022, 0, 1 + ((i * 7919) % 700), i % 24)).toISOString()},${i},view`,
  );
  const root = project("days", { "a.csv": `time,user,name\n${rows.join("\n")}\n` });
  expect((await runCli(["ingest", "--project", root])).code).toBe(0);
  const parts = readdirSync(join(root, "lake"), { recursive: true }).filter((path) =>
    String(path).endsWith(".parquet"),
  );
  expect(parts.length).toBeGreaterThanOrEqual(700);
  expect(parts.length).toBeLessThanOrEqual(900);
});

test.skipIf(!isRoot)("an unreadable folder is named; exit code 3", async () => {
  const root = project("unreadable", { "a.csv": `time,user,name\n${lines(3)}\n` });
  for (const path of [root, join(root, "data"), join(root, "data/a.csv"), join(root, "tidemark.yml")])
    chownSync(path, NOBODY, NOBODY);
  chmodSync(join(root, "data"), 0);
  const { code, stderr } = await runCli(["ingest", "--project", root], { uid: NOBODY });
  expect(code, stderr).toBe(3);
  expect(stderr).toMatch(/cannot read .*data/);
});

/** A small file system of its own, or null where this machine does not let us mount one. */
function smallDisk(name: string, megabytes: number): string | null {
  const path = join(dir, name);
  mkdirSync(path);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", path], { stdio: "ignore" });
    return path;
  } catch {
    process.stderr.write("skipped: cannot mount a tmpfs here\n");
    return null;
  }
}

test.for(["csv", "ndjson"])(
  "a full disk is said, commits nothing, and the next run finishes: %s",
  async (format, context) => {
    const disk = smallDisk(`disk-${format}`, 12);
    if (disk === null) return context.skip();
    const big = join(dir, `big-${format}`);
    try {
      mkdirSync(big);
      const rng = createRng(1);
      const noise = Array.from(
        { length: 400_000 },
        (_, i) =>
          `${new Date(Date.UTC(2024, 0, 1, 0, 0, i)).toISOString()},${Math.floor(rng() * 1e15)},${Math.floor(rng() * 1e9).toString(36)}`,
      );
      for (const [name, text] of [
        ["a", lines(1000)],
        ["b", noise.join("\n")],
      ] as const) {
        const asJson = (line: string): string => line.replace(/(.*),(.*),(.*)/, '{"time":"$1","user":$2,"name":"$3"}');
        const content = format === "csv" ? `time,user,name\n${text}` : text.split("\n").map(asJson).join("\n");
        writeFileSync(join(big, `${name}.${format}`), `${content}\n`);
      }
      writeFileSync(join(disk, "tidemark.yml"), YML.replace("path: data", `path: ${big}`));
      const { code, stderr } = await runCli(["ingest", "--project", disk]);
      expect(code, stderr).toBe(4);
      expect(stderr).toContain("full");
      expect((await lakeDigest(disk))["rows"]).toMatch(/^1000:/);
      execFileSync("mount", ["-o", "remount,size=500m", disk]);
      expect((await runCli(["ingest", "--project", disk])).code).toBe(0);
      expect((await lakeDigest(disk))["rows"]).toMatch(/^401000:/);
    } finally {
      execFileSync("umount", ["-l", disk]);
    }
  },
);
