import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createProject } from "../../test/harness/project.ts";
import { builtShop, SHOP_YML, serve, shopDay, streamedEvents, type TestServer } from "../../test/harness/server.ts";
import { openHost } from "../app/project-host.ts";
import { COMMANDS } from "../cli/commands.ts";
import { serverSurfaces } from "../cli/server-surfaces.ts";
import type { ServerEvent } from "../contract/api/events.ts";
import { ROUTES } from "../contract/api/routes.ts";
import type { Job } from "../contract/job.ts";
import { startServer } from "./start-server.ts";

let server: TestServer;
let pages: string;
beforeAll(async () => {
  pages = mkdtempSync(join(tmpdir(), "tidemark-pages-"));
  mkdirSync(join(pages, "assets"));
  writeFileSync(join(pages, "index.html"), "<!doctype html><title>dashboard</title>");
  writeFileSync(join(pages, "assets/app-1a2b.js"), "export {};");
  server = await serve(await builtShop(), { dashboard: pages });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(pages, { recursive: true, force: true });
});

/** A request with headers that `fetch` does not let one set. */
const statusOf = (path: string, headers: Record<string, string>): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    get(server.url + path, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on("error", reject);
  });

/** Waits until a job has ended, as a page would. */
async function ended(id: number, { client }: TestServer = server): Promise<Job> {
  for (;;) {
    const job = await client.call(ROUTES.getJob, { path: { id } });
    if (job.endedAt !== null) return job;
    await sleep(20);
  }
}

const metric = async (name: string): Promise<number> => {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)`, "m").exec(text)?.[1] ?? 0);
};

const count = async (relation: string, { client }: TestServer = server): Promise<unknown> => {
  const { rows } = await client.call(ROUTES.runQuery, { body: { sql: `select count(*) from ${relation}` } });
  return rows[0]?.[0];
};

test("the server says what its engines hold", async () => {
  await count("fct_events");
  const bytes = await metric("tidemark_engine_memory_bytes");
  expect(bytes).toBeGreaterThan(0);
  expect(bytes).toBeLessThan(await metric("process_resident_memory_bytes"));
  const beyond = await metric("tidemark_memory_beyond_engines_bytes");
  expect(beyond).toBeGreaterThan(50e6);
  expect(beyond).toBeLessThan(await metric("process_resident_memory_bytes"));
});

test("only names of this machine may ask, and only its own pages", async () => {
  const { port } = new URL(server.url);
  expect(await statusOf("/livez", { host: "evil.example" })).toBe(403);
  expect(await statusOf("/livez", { host: `evil.example:${port}` })).toBe(403);
  expect(await statusOf("/livez", { host: `localhost:${port}` })).toBe(200);
  expect(await statusOf("/livez", { host: `127.0.0.1.evil.example:${port}` })).toBe(403);
  expect(await statusOf("/livez", { origin: "http://evil.example" })).toBe(403);
  expect(await statusOf("/livez", { origin: "null" })).toBe(403);
  expect(await statusOf("/livez", { origin: `http://127.0.0.1:${Number(port) + 1}` })).toBe(403);
  expect(await statusOf("/livez", { origin: server.url })).toBe(200);
});

test("a connection is kept while its page looks", async () => {
  const { headers } = await fetch(`${server.url}/livez`);
  expect(headers.get("keep-alive")).toBe("timeout=75");
});

test("it listens on this machine only, and says so when the port is taken", async () => {
  const project = createProject(SHOP_YML);
  await using host = await openHost(project.root, { purpose: "test" });
  const start = (hostname: string, port: number) =>
    startServer(host, {
      ...{ hostname, port, logLevel: "silent", clock: { nowMs: Date.now } },
      surfaces: serverSurfaces(() => COMMANDS),
    });
  for (const hostname of ["0.0.0.0", "::", "192.168.1.2", "example.com"])
    await expect(start(hostname, 0)).rejects.toMatchObject({ code: "USAGE", message: /others could reach it/ });
  const taken = Number(new URL(server.url).port);
  await expect(start("127.0.0.1", taken)).rejects.toMatchObject({ code: "USAGE", message: `port ${taken} is taken` });
  project.remove();
});

test("the dashboard's files are served with their policy; every address without a file is its page", async () => {
  const page = await fetch(`${server.url}/metrics-page/revenue?grain=week`);
  expect(await page.text()).toContain("<title>dashboard</title>");
  expect(page.headers.get("content-security-policy")).toMatch(/default-src 'self';.*frame-ancestors 'none'/);
  expect(page.headers.get("content-security-policy")).not.toContain("script-src");
  expect(page.headers.get("x-content-type-options")).toBe("nosniff");
  const named = await fetch(`${server.url}/metrics`, { headers: { accept: "text/html,*/*;q=0.8" } });
  expect(await named.text()).toContain("<title>dashboard</title>");
  const script = await fetch(`${server.url}/assets/app-1a2b.js`);
  expect(script.headers.get("content-type")).toMatch(/^text\/javascript/);
  expect(script.headers.get("cache-control")).toContain("immutable");
  expect(await statusOf("/assets/app-none.js", {})).toBe(404);
  expect(await statusOf("/..%2f..%2fpackage.json", {})).toBe(404);
  expect(await statusOf("/%00.js", {})).toBe(404);
});

test("the same question asked by five at once is computed once", async () => {
  const before = await metric('tidemark_questions_saved_total\\{how="coalesced"\\}');
  const ask = () =>
    server.client.call(ROUTES.runAnalysis, {
      path: { id: "breakdown" },
      query: { params: { by: ["country", "city"] }, fresh: true },
    });
  const answers = await Promise.all([ask(), ask(), ask(), ask(), ask()]);
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await metric('tidemark_questions_saved_total\\{how="coalesced"\\}')).toBe(before + 4);
});

test("questions that write files of their own do not get in each other's way, nor in that of a load", async () => {
  const { id } = await server.client.call(ROUTES.startJob, { body: { kind: "ingest" } });
  const asked = [1, 2, 3, 4].map((seed) =>
    server.client.call(ROUTES.runAnalysis, { path: { id: "storage" }, query: { seed, fresh: true } }),
  );
  expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(["ok", "ok", "ok", "ok"]);
  expect((await ended(id)).state).toBe("succeeded");
});

test("a question whose asker has gone is taken from the engine", async () => {
  const abort = new AbortController();
  const sql = "select count(*) from fct_events a, fct_events b, fct_events c, fct_events d where a.value < d.value";
  const asked = server.client.call(ROUTES.runQuery, { body: { sql } }, { signal: abort.signal });
  while ((await metric("tidemark_questions_running")) === 0) await sleep(20);
  abort.abort();
  await expect(asked).rejects.toThrow();
  while ((await metric("tidemark_questions_running")) > 0) await sleep(20);
  expect(await count("fct_events")).toBe(840);
});

test("pages hear of a job's progress and lines, and of the data it changed", async () => {
  const abort = new AbortController();
  const stream = await server.client.open(ROUTES.streamEvents, {}, { signal: abort.signal });
  expect(stream.headers.get("content-encoding")).toBeNull();
  server.project.write("data/2024-03-15.csv", shopDay("2024-03-15", 12));
  const seen: ServerEvent[] = [];
  let job: Job | undefined;
  for await (const event of streamedEvents<ServerEvent>(stream)) {
    seen.push(ROUTES.streamEvents.answer.parse(event));
    job ??= await server.client.call(ROUTES.startJob, { body: { kind: "refresh" } });
    if (event.type === "data") break;
  }
  abort.abort();
  const states = seen.flatMap((event) => (event.type === "job" && event.job.id === job?.id ? [event.job.state] : []));
  expect([states[0], states.at(-1)]).toEqual(["queued", "succeeded"]);
  const lines = seen.flatMap((event) => (event.type === "log" ? [event.line.text] : []));
  expect(lines.filter((line) => line.startsWith("$ "))).toEqual([
    "$ tidemark ingest",
    "$ tidemark build",
    "$ tidemark check",
  ]);
  const [hello, data] = [seen[0], seen.at(-1)];
  expect(hello).toMatchObject({ type: "hello", jobs: [] });
  expect(data?.type === "data" && hello?.type === "hello" && data.dataVersion !== hello.dataVersion).toBe(true);
  expect(await count("fct_events")).toBe(852);
  const log = await server.client.call(ROUTES.getJobLog, { path: { id: job?.id ?? 0 }, query: { after: 1 } });
  expect(log[0]?.seq).toBe(2);
  expect((await server.client.call(ROUTES.listRuns, { query: {} }))[0]).toMatchObject({
    kind: "build",
    status: "done",
  });
});

test("no reader fails or waits for a build, and all see the new models when it is done", async () => {
  server.project.write("data/2024-03-16.csv", shopDay("2024-03-16", 8));
  const ingest = await server.client.call(ROUTES.startJob, { body: { kind: "ingest" } });
  const build = await server.client.call(ROUTES.startJob, { body: { kind: "build", full: true } });
  const again = await server.client.call(ROUTES.startJob, { body: { kind: "build", full: true } });
  expect(again.id).toBe(build.id);
  const counts = new Set<unknown>();
  let [asked, done] = [0, false];
  const reader = async (): Promise<void> => {
    while (!done) {
      counts.add(await count("fct_events"));
      asked++;
      await server.client.call(ROUTES.dimensionValues, { path: { id: "city" }, query: {} });
    }
  };
  const readers = [reader(), reader(), reader()];
  expect(await ended(ingest.id)).toMatchObject({ state: "succeeded", problem: null });
  expect(await ended(build.id)).toMatchObject({ state: "succeeded", problem: null });
  done = true;
  await Promise.all(readers);
  expect(asked).toBeGreaterThan(3);
  expect([...counts].filter((n) => n !== 852 && n !== 860)).toEqual([]);
  expect(await count("fct_events")).toBe(860);
});

test("a job is cancelled while it waits and while it runs; what it would have changed is as it was", async () => {
  const running = await server.client.call(ROUTES.startJob, { body: { kind: "build", full: true } });
  const waiting = await server.client.call(ROUTES.startJob, { body: { kind: "check", only: ["missing_user"] } });
  expect([running.state, waiting.state]).toEqual(["running", "queued"]);
  const cancel = (id: number) => server.client.call(ROUTES.cancelJob, { path: { id } });
  expect((await cancel(waiting.id)).state).toBe("cancelled");
  expect((await cancel(running.id)).state).toBe("cancelled");
  expect(await count("fct_events")).toBe(860);
  expect((await server.client.call(ROUTES.listJobs, { query: { state: "cancelled" } })).map(({ id }) => id)).toEqual([
    waiting.id,
    running.id,
  ]);
});

test("a project file that is broken meanwhile is a problem until it is mended", async () => {
  server.project.write("tidemark.yml", `${SHOP_YML}\nmetrixx: {}\n`);
  const broken = await fetch(`${server.url}/api/project`);
  expect([broken.status, await broken.json()]).toMatchObject([422, { code: "CONFIG_INVALID" }]);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
  server.project.write("tidemark.yml", SHOP_YML.replace("label: Country", "label: Land"));
  const { dimensions } = await server.client.call(ROUTES.getProject, {});
  expect(dimensions[0]?.label).toBe("Land");
});

test("a segment that is added is there for the next question", async () => {
  const text = "segments: { buyers: { did: { event: purchase } } }";
  expect(await server.client.call(ROUTES.addDefinitions, { body: { text } })).toEqual({ added: ["buyers"] });
  const { segments } = await server.client.call(ROUTES.getProject, {});
  expect(segments.map(({ id }) => id)).toContain("buyers");
  const params = { metric: "events", segment: "buyers" };
  const answer = await server.client.call(ROUTES.runAnalysis, { path: { id: "metric" }, query: { params } });
  expect(answer.status).toBe("ok");
});

test("a funnel for which the models would have to be made anew is not added, and questions are answered as before", async () => {
  const text = "funnels: { other: { steps: [view, never_seen] } }";
  await expect(server.client.call(ROUTES.addDefinitions, { body: { text } })).rejects.toThrow("never_seen");
  const { funnels } = await server.client.call(ROUTES.getProject, {});
  expect(funnels.map(({ id }) => id)).not.toContain("other");
  const params = { metric: "events", grain: "week" };
  const answer = await server.client.call(ROUTES.runAnalysis, { path: { id: "metric" }, query: { params } });
  expect(answer.status).toBe("ok");
});

test("before anything is built the pages are told so; the first build needs no new start", async () => {
  const project = createProject(SHOP_YML, { "data/1.csv": shopDay("2024-03-01", 30) });
  await using empty = await serve(project);
  const info = await empty.client.call(ROUTES.getProject, {});
  expect(info).toMatchObject({ data: { first: null }, models: { dataVersion: null }, quality: { outcome: null } });
  expect((await fetch(`${empty.url}/readyz`)).status).toBe(503);
  const run = await fetch(`${empty.url}/api/analyses/overview/run`);
  expect([run.status, await run.json()]).toMatchObject([409, { code: "NOT_BUILT", hint: /tidemark build/ }]);
  const page = await fetch(`${empty.url}/`);
  expect([page.status, await page.text()]).toEqual([503, expect.stringContaining("The dashboard is not built")]);
  const job = await empty.client.call(ROUTES.startJob, { body: { kind: "refresh" } });
  expect(await ended(job.id, empty)).toMatchObject({ state: "succeeded" });
  expect(await count("fct_events", empty)).toBe(30);
  expect((await fetch(`${empty.url}/readyz`)).status).toBe(200);
});

test("a stopped server ends its streams, cancels its job, and lets those who wait have their answer", async () => {
  const project = createProject(SHOP_YML, { "data/1.csv": shopDay("2024-03-01", 30) });
  await using stopped = await serve(project);
  const stream = await stopped.client.open(ROUTES.streamEvents, {});
  const job = await stopped.client.call(ROUTES.startJob, { body: { kind: "refresh" } });
  const asked = stopped.client.call(ROUTES.getProject, {});
  await asked;
  await stopped.stop();
  const events: ServerEvent[] = [];
  for await (const event of streamedEvents<ServerEvent>(stream)) events.push(event);
  expect(events[0]?.type).toBe("hello");
  await expect(fetch(`${stopped.url}/livez`)).rejects.toThrow();
  await using again = await serve(project);
  expect(["cancelled", "succeeded"]).toContain((await ended(job.id, again)).state);
});
