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
  readonly bytes: readonly Uint8Array[];
}

async function cli(
  name: string,
  args: readonly string[],
  { terminal = false, ...options }: { terminal?: boolean; [option: string]: string | boolean | readonly string[] } = {},
): Promise<Outcome> {
  const out: string[] = [];
  const bytes: Uint8Array[] = [];
  const command = COMMANDS.find((known) => known.name === name);
  const io = {
    out: (text: string) => out.push(text),
    outBytes: terminal ? undefined : (chunk: Uint8Array) => bytes.push(chunk),
    err: () => {},
    progress: () => {},
    cwd: project.root,
  };
  const values: OptionValues = options;
  const context = { args, options: values, io, signal: new AbortController().signal, clock: { nowMs: Date.now } };
  const code = (await command?.run(context)) ?? -1;
  return { code, out: out.join("\n"), bytes };
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

test("table: title, subtitle and data of every chart", async () => {
  const { out } = await cli("run", ["metric"], { param: ["metric=visitors"] });
  expect(out).toMatch(/^visitors.*\n.*days in Europe\/Berlin.*\n\n/);
  expect(out).toMatch(/\n2024-01-01 +\d+/);
});
