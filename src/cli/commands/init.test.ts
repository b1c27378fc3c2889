import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { loadProject } from "../../config/project-file.ts";
import { initCommand } from "./init.ts";

const LOG = `event_time,user_id,event_type,price\n${Array.from({ length: 30 }, (_, i) => `2024-01-01T00:00:${10 + i}Z,u${i % 4},${["view", "purchase"][i % 2]},${i}.50`).join("\n")}\n`;

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "tidemark-init-test-"));
  writeFileSync(join(cwd, "log.csv"), LOG);
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

async function init(
  args: readonly string[],
  options: { readonly from?: readonly string[]; readonly force?: boolean } = {},
) {
  const out: string[] = [];
  const io = { out: (text: string) => out.push(text), err: () => {}, progress: () => {}, cwd };
  const code = await initCommand.run({
    args,
    options,
    io,
    signal: new AbortController().signal,
    clock: { nowMs: () => 0 },
  });
  return { code, out: out.join("\n") };
}

test("writes a project that loads, with a reason beside each role, and says what it is", async () => {
  const { code, out } = await init(["shop"], { from: ["log.csv"] });
  expect(code).toBe(0);
  expect(out).toContain("log: event log, 4 columns");
  expect(out).toContain("time event_time, name event_type, user user_id, value price");
  const { project } = loadProject(join(cwd, "shop"));
  expect(project.project.name).toBe("shop");
  expect(project.sources["log"]?.path).toBe("../log.csv");
  const text = readFileSync(join(cwd, "shop", "tidemark.yml"), "utf8");
  const roles = text.split("\n").filter((line) => /^ {6}(time|name|user|value):/.test(line));
  expect(roles).toHaveLength(4);
  for (const line of roles) expect(line).toMatch(/ # ./);
});

test("the editor's schema is beside it, and git leaves lake and state alone, once", async () => {
  writeFileSync(join(cwd, ".gitignore"), "node_modules/");
  await init([], { from: ["log.csv"] });
  await init([], { from: ["log.csv"], force: true });
  expect(readFileSync(join(cwd, ".gitignore"), "utf8")).toBe("node_modules/\n.tidemark/\nlake/\n");
  const [first = ""] = readFileSync(join(cwd, "tidemark.yml"), "utf8").split("\n");
  const schema = /\$schema=(.*)$/.exec(first)?.[1] ?? "";
  expect(JSON.parse(readFileSync(join(cwd, schema), "utf8"))).toMatchObject({ type: "object" });
});

test("a folder with a project is left as it is unless forced", async () => {
  writeFileSync(join(cwd, "tidemark.yml"), "mine");
  await expect(init([], { from: ["log.csv"] })).rejects.toMatchObject({ code: "PROJECT_EXISTS", exitCode: 3 });
  expect(readFileSync(join(cwd, "tidemark.yml"), "utf8")).toBe("mine");
  await init([], { from: ["log.csv"], force: true });
  expect(loadProject(cwd).project.sources).toHaveProperty("log");
});

test("files that a shell spread out of a glob belong to --from", async () => {
  writeFileSync(join(cwd, "log2.csv"), LOG);
  await init(["log2.csv"], { from: ["log.csv"] });
  expect(loadProject(cwd).project.sources["log"]?.path).toBe("*.csv");
});

test("nothing is written when a file is missing or none is named", async () => {
  await expect(init(["shop"], { from: ["no.csv"] })).rejects.toMatchObject({ code: "FILE_NOT_FOUND", exitCode: 3 });
  await expect(init(["shop"])).rejects.toMatchObject({ code: "USAGE", exitCode: 3 });
  expect(existsSync(join(cwd, "shop"))).toBe(false);
});

test("an empty folder to look at is said", async () => {
  mkdirSync(join(cwd, "logs"));
  await expect(init([], { from: ["logs"] })).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
});
