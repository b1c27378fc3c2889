import { afterEach, expect, test } from "vitest";
import { createProject, type TestProject } from "../../../test/harness/project.ts";
import { ingestCommand } from "./ingest.ts";

let project: TestProject | undefined;
afterEach(() => project?.remove());

async function ingest(yml: string, files: Readonly<Record<string, string>>) {
  project = createProject(yml, files);
  const [out, err]: [string[], string[]] = [[], []];
  const code = await ingestCommand.run({
    args: [],
    options: { project: project.root },
    io: { out: (text) => out.push(text), err: (text) => err.push(text), progress: () => {}, cwd: project.root },
    signal: new AbortController().signal,
    clock: { nowMs: () => 0 },
  });
  return { code, out: out.join("\n"), err };
}

const FILE = "time,user,name\n2024-01-01,u,a\n";
const yml = (time: string): string =>
  `project: {name: x}\nsources: {log: {path: "data/*", events: {time: ${time}, user: user, name: name}}}\n`;

test("what is wrong with a source is said once, not for each of its files", async () => {
  const { code, out, err } = await ingest(yml("nope"), { "data/1.csv": FILE, "data/2.csv": FILE, "data/3.csv": FILE });
  expect(code).toBe(3);
  expect(err.filter((line) => line.includes('names the column "nope"'))).toHaveLength(1);
  expect(out).toContain("0 files loaded, 0 unchanged, 3 failed");
});

test("one file is a file, and each damaged file has its own line", async () => {
  const { out, err } = await ingest(yml("time"), { "data/1.csv": FILE, "data/2.csv": "", "data/3.csv": "" });
  expect(out).toContain("1 file loaded, 0 unchanged, 2 failed");
  expect(err.filter((line) => line.includes("the file is empty"))).toHaveLength(2);
});
