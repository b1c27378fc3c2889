import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { appendedTail } from "./appended-tail.ts";

let tmpDir: string;
beforeEach(() => {
  tmpDir = mkdtempSync(join(tmpdir(), "tidemark-tail-"));
});
afterEach(() => rmSync(tmpDir, { recursive: true, force: true }));

const source = (text: string): string => {
  const path = join(tmpDir, "log.csv");
  writeFileSync(path, text);
  return path;
};

const openFiles = (): readonly string[] =>
  readdirSync("/proc/self/fd").map((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`);
    } catch {
      return "";
    }
  });

test("the tail of a file is its header and what comes after the bytes that are loaded", async () => {
  const tail = await appendedTail(source("a,b\n1,2\n3,4\n5,6\n"), 8, { hasHeader: true, tmpDir });
  expect(readFileSync(tail.path, "utf8")).toBe("a,b\n3,4\n5,6\n");
  expect(tail.lineOffset).toBe(1);
});

test("a tail that cannot be written is an error of the call", async () => {
  const missing = join(tmpDir, "missing");
  await expect(appendedTail(source("a\n1\n2\n"), 4, { hasHeader: true, tmpDir: missing })).rejects.toThrow(/ENOENT/);
});

test.skipIf(process.platform !== "linux")("a file that cannot be appended to leaves nothing open", async () => {
  const refused = appendedTail(source("a\n1\n2\n"), 3, { hasHeader: true, tmpDir });
  await expect(refused).rejects.toMatchObject({ code: "FILE_CHANGED" });
  await expect.poll(() => openFiles().filter((path) => path.startsWith(tmpDir))).toEqual([]);
});
