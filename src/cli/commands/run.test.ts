import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createProject, type TestProject } from "../../../test/harness/project.ts";
import type { OptionValues } from "../command.ts";
import { COMMANDS } from "../commands.ts";

const YML = `
project: { name: shop, timezone: Europe/Berlin }
sources:
  log:
    path: log.csv
    events: { time: at, user: who, name: what }
    columns: { at: timestamp, who: text, what: text }
metrics:
  visitors: { kind: distinct, entity: user, unit: users, good: up }
`;
const lines = Array.from({ length: 60 }, (_, i) => {
  const day = String(1 + (i % 15)).padStart(2, "0");
  return `2024-01-${day}T10:${String(i % 60).padStart(2, "0")}:00Z,u${i % 7},view`;
});

let project: TestProject;

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly bytes: readonly Uint8Array[];
}

async function cli(
  name: string,
  args: readonly string[],
  { terminal = false, ...options }: { terminal?: boolean; [option: string]: string | boolean | readonly string[] } = {},
): Promise<Outcome> {
  const out: string[] = [];
  const err: string[] = [];
  const bytes: Uint8Array[] = [];
  const command = COMMANDS.find((known) => known.name === name);
  const io = {
    out: (text: string) => out.push(text),
    outBytes: terminal ? undefined : (chunk: Uint8Array) => bytes.push(chunk),
    err: (text: string) => err.push(text),
    progress: () => {},
    cwd: project.root,
  };
  const values: OptionValues = options;
  const context = { args, options: values, io, signal: new AbortController().signal, clock: { nowMs: Date.now } };
  const code = (await command?.run(context)) ?? -1;
  return { code, out: out.join("\n"), err: err.join("\n"), bytes };
}

beforeAll(async () => {
  project = createProject(YML, { "log.csv": `at,who,what\n${lines.join("\n")}\n` });
  expect((await project.ingest()).exitCode).toBe(0);
  expect((await cli("build", [])).code).toBe(0);
});
afterAll(() => project.remove());

test("svg: the charts of the result, to stdout or to a file", async () => {
  const { code, out } = await cli("run", ["overview"], { format: "svg" });
  expect(code).toBe(0);
  expect(out).toMatch(/^<svg [^>]*role="img"><title>visitors/);
  await cli("run", ["overview"], { format: "svg", out: "overview.svg" });
  expect(readFileSync(join(project.root, "overview.svg"), "utf8")).toBe(`${out}\n`);
});

test("png: bytes to a pipe or a file, never to a terminal", async () => {
  const { bytes } = await cli("run", ["metric"], { format: "png", param: ["metric=visitors"] });
  const picture = Buffer.concat(bytes);
  expect(picture.subarray(1, 4).toString()).toBe("PNG");
  expect(picture.readUInt32BE(16)).toBe(1520);
  await cli("run", ["overview"], { format: "png", out: "overview.png", terminal: true });
  expect(readFileSync(join(project.root, "overview.png")).subarray(1, 4).toString()).toBe("PNG");
  await expect(cli("run", ["overview"], { format: "png", terminal: true })).rejects.toMatchObject({
    code: "USAGE",
    hint: expect.stringContaining("--out"),
  });
});

test("a result without charts is a picture of its reason", async () => {
  const { code, out } = await cli("run", ["overview"], { format: "svg", "as-of": "2020-01-01" });
  expect(code).toBe(0);
  expect(out).toContain("overview: undetermined");
});

test("table: what was found, then the table; the note says which receipt, and when it was known", async () => {
  const { out, err } = await cli("run", ["metric"], { param: ["metric=visitors"], seed: "5" });
  expect(out).toMatch(/^visitors.*\.\n/);
  expect(out).toMatch(/\nvisitors +2024-01-01 +\d+/);
  expect(err).toMatch(/receipt [0-9a-f]{16} · data [0-9a-f]{16} · checks not run$/);
  expect((await cli("run", ["metric"], { param: ["metric=visitors"], seed: "5" })).err).toBe(`${err} · cached`);
  expect((await cli("run", ["metric"], { param: ["metric=visitors"], seed: "5", fresh: true })).err).toBe(err);
});

test("json: the same envelope from the store; csv: exact values", async () => {
  const first = await cli("run", ["overview"], { format: "json", seed: "9" });
  const known = await cli("run", ["overview"], { format: "json", seed: "9" });
  expect(known.out).toBe(first.out);
  expect(known.err).toMatch(/cached$/);
  const { out } = await cli("run", ["metric"], { param: ["metric=visitors"], format: "csv" });
  expect(out).toMatch(/^metric,period,value,/);
});

test("html: a page with the command that makes it again", async () => {
  const { out } = await cli("run", ["metric"], {
    metric: "visitors",
    grain: "week",
    "as-of": "2024-01-12",
    format: "html",
  });
  expect(out).toContain("tidemark run metric --metric visitors --grain week --as-of 2024-01-12T23:00:00.000Z");
});

test("why: text and json, by the beginning of an id; exit code 0 when the bytes are the same", async () => {
  const { out } = await cli("run", ["overview"], { format: "json" });
  const { id } = JSON.parse(out) as { id: string };
  const text = await cli("why", [id.slice(0, 10)]);
  expect(text.code).toBe(0);
  expect(text.out).toMatch(/same bytes: result, charts and findings$/);
  for (const part of [id, "metrics.visitors", "select", "code version"]) expect(text.out).toContain(part);
  const json = JSON.parse((await cli("why", [id], { format: "json" })).out);
  expect(json).toMatchObject({ reproduced: true, changes: { data: [], code: null, definitions: [] }, stored: { id } });
});

test.each([
  ["run", [], {}, "run needs the name of an analysis"],
  ["run", ["metrc"], {}, 'there is no analysis "metrc" (did you mean "metric"?)'],
  ["run", ["metric", "x"], {}, 'run takes one analysis: what is "x"?'],
  ["run", ["overview"], { engine: "spark" }, '--engine takes duckdb or clickhouse, not "spark"'],
  ["run", ["overview"], { seed: "x" }, '--seed takes a whole number, not "x"'],
  ["run", ["overview"], { format: "pdf" }, "--format takes table, json, jsonl, csv, md, html, svg, png"],
  ["why", [], {}, "why takes the id of one result"],
  ["why", ["nothing"], {}, "there is no result nothing"],
])("%s %j %j is refused", async (name, args, options, message) => {
  await expect(cli(name, args, options)).rejects.toMatchObject({
    exitCode: 3,
    message: expect.stringContaining(message),
  });
});
