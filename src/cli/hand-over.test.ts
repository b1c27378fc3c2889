import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createProject } from "../../test/harness/project.ts";
import { writeServerAddress } from "../state/server-address.ts";
import { handOver } from "./hand-over.ts";

test("empty lines of a server that works in silence are skipped", async () => {
  const project = createProject("project: { name: shop }");
  const state = join(project.root, ".tidemark");
  mkdirSync(state);
  const server = createServer((_, response) => {
    response.write("\n\n");
    response.write(`${JSON.stringify({ type: "out", text: "done" })}\n\n`);
    response.end(`${JSON.stringify({ type: "exit", code: 3 })}\n`);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  writeServerAddress(state, { url: `http://127.0.0.1:${port}`, token: "t", pid: process.pid });
  const printed: string[] = [];
  const io = { out: (text: string) => void printed.push(text), err: () => {}, progress: () => {}, cwd: project.root };
  expect(await handOver(["build"], { options: {}, io, signal: new AbortController().signal })).toBe(3);
  expect(printed).toEqual(["done"]);
  server.close();
  project.remove();
});
