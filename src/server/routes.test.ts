import { afterAll, beforeAll, expect, test } from "vitest";
import { builtShop, serve, type TestServer } from "../../test/harness/server.ts";
import { routeUrl } from "../contract/api/client.ts";
import type { Route, RouteInput } from "../contract/api/route.ts";
import { ROUTES, type RouteName, type Routes } from "../contract/api/routes.ts";

let server: TestServer;
let result: string;
beforeAll(async () => {
  server = await serve(await builtShop());
  const envelope = await server.client.call(ROUTES.runAnalysis, { path: { id: "overview" }, query: {} });
  result = envelope.id;
});
afterAll(() => server[Symbol.asyncDispose]());

type Inputs = { readonly [Name in RouteName]: () => RouteInput<Routes[Name]> };

const BARS: RouteInput<Routes["drawChart"]>["body"]["chart"] = {
  kind: "bars",
  title: "events by event",
  subtitle: "",
  alt: "events by event",
  direction: "horizontal",
  layout: "grouped",
  category: { label: "event", values: ["view", "purchase"] },
  value: { label: "events", unit: null },
  series: [{ label: "events", values: [3, 1], interval: null }],
  rules: [],
};

/** One good request for every route; in order, since some look at what others did. */
const INPUTS: Inputs = {
  getProject: () => ({}),
  getGlossary: () => ({}),
  dimensionValues: () => ({
    path: { id: "city" },
    query: { search: "e-", where: [{ dimension: "country", values: ["DE"] }], from: "2024-03-02", to: "2024-03-05" },
  }),
  listAnalyses: () => ({}),
  getAnalysis: () => ({ path: { id: "metric" } }),
  runAnalysis: () => ({
    path: { id: "metric" },
    query: { params: { metric: "revenue", by: ["country"] }, asOf: "2024-03-10", seed: 3 },
  }),
  listResults: () => ({ query: { analysis: "overview" } }),
  getResult: () => ({ path: { id: result } }),
  whyResult: () => ({ path: { id: result.slice(0, 8) } }),
  exportResult: () => ({ path: { id: result }, query: { format: "csv" } }),
  drawChart: () => ({ body: { chart: BARS, format: "svg" } }),
  listRelations: () => ({}),
  profileRelation: () => ({ path: { name: "fct_sessions" } }),
  runQuery: () => ({ body: { sql: "select country, count(*) as n from fct_events group by 1 order by 1", limit: 2 } }),
  describeQuery: () => ({ body: { sql: "select country, count(*) as n from fct_events group by 1" } }),
  getQuality: () => ({}),
  listCheckRuns: () => ({ query: {} }),
  startJob: () => ({ body: { kind: "build" } }),
  listJobs: () => ({ query: { kind: "build" } }),
  getJob: () => ({ path: { id: 1 } }),
  cancelJob: () => ({ path: { id: 1 } }),
  getJobLog: () => ({ path: { id: 1 }, query: {} }),
  listForecasts: () => ({}),
  listRuns: () => ({ query: {} }),
  getRun: () => ({ path: { id: 1 } }),
  saveView: () => ({ body: { page: "metrics", name: "mine", state: "?metric=revenue" } }),
  addDefinitions: () => ({ body: { text: "{}" } }),
  listViews: () => ({ query: { page: "metrics" } }),
  deleteView: () => ({ path: { id: 1 } }),
  streamEvents: () => ({}),
  runCommand: () => ({ body: { args: ["list", "metrics"], cwd: "/" } }),
  livez: () => ({}),
  readyz: () => ({}),
  metrics: () => ({}),
  openapi: () => ({}),
};

const JSON_ROUTES = Object.entries(INPUTS).filter(([name]) => {
  const route: Route = ROUTES[name as RouteName];
  return route.media === undefined;
});

const ask = <R extends Route>(route: R, input: RouteInput<R>, init: RequestInit = {}): Promise<Response> => {
  const { body } = input as { body?: unknown };
  return fetch(`${server.url}${routeUrl(route, input)}`, {
    method: route.method,
    ...init,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...init.headers },
  });
};

test.each(JSON_ROUTES.map(([name, input]) => ({ name, input })))(
  "$name answers as its contract says",
  async ({ name, input }) => {
    const route: Route = ROUTES[name as RouteName];
    const response = await ask(route, input() as RouteInput<Route>);
    expect(response.status, await response.clone().text()).toBe(200);
    const parsed = route.answer.safeParse(await response.json());
    expect(parsed.error?.issues ?? []).toEqual([]);
  },
);

test("the project tells its definitions, how fresh it is, and what the last check said", async () => {
  const project = await server.client.call(ROUTES.getProject, {});
  expect(project).toMatchObject({
    name: "shop",
    timezone: "Europe/Berlin",
    data: { first: "2024-03-01T00:00:10Z", last: "2024-03-14T23:00:57Z" },
    models: { dataVersion: project.data.version, stale: null },
    quality: { current: true },
  });
  expect(project.metrics.find(({ id }) => id === "conversion")).toMatchObject({
    kind: "ratio",
    parts: { numerator: "buyers", denominator: "users" },
    dimensions: ["country", "city"],
    additive: false,
  });
  const words = await server.client.call(ROUTES.getGlossary, {});
  expect(words.find(({ id }) => id === "revenue")).toEqual({
    kind: "metric",
    id: "revenue",
    title: "revenue",
    text: "what was paid. Sum of value. More is better.",
    unit: "EUR",
  });
});

test("values of a dimension follow the other filters, not its own, and say when there are more", async () => {
  const ids = { path: { id: "city" } };
  const where = [
    { dimension: "country", values: ["DE"] },
    { dimension: "city", values: ["US-1"] },
  ];
  const found = await server.client.call(ROUTES.dimensionValues, { ...ids, query: { where } });
  expect(found).toEqual({
    values: [
      { value: "DE-0", rows: 140 },
      { value: "DE-1", rows: 140 },
    ],
    more: false,
  });
  const first = await server.client.call(ROUTES.dimensionValues, { ...ids, query: { limit: 1, search: "R-" } });
  expect(first).toEqual({ values: [{ value: "FR-0", rows: 140 }], more: true });
  await expect(server.client.call(ROUTES.dimensionValues, { path: { id: "town" }, query: {} })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});

test("a query is answered within its limit; what may not run is refused with its reason", async () => {
  const body = { sql: "select event, count(*) as n from fct_events group by 1 order by 1", limit: 1 };
  expect(await server.client.call(ROUTES.runQuery, { body })).toMatchObject({
    columns: [{ name: "event" }, { name: "n" }],
    rows: [["purchase", 168]],
    truncated: true,
  });
  const refused = await ask(ROUTES.runQuery, { body: { sql: "drop table fct_events" } });
  expect(refused.status).toBe(400);
  expect(refused.headers.get("content-type")).toBe("application/problem+json");
  expect(await refused.json()).toMatchObject({ code: "QUERY_REFUSED", status: 400 });
});

test("a result is exported as a file in every format, whole or chart by chart", async () => {
  const get = (query: RouteInput<Routes["exportResult"]>["query"]): Promise<Response> =>
    ask(ROUTES.exportResult, { path: { id: result }, query });
  const csv = await get({ format: "csv" });
  expect(csv.headers.get("content-disposition")).toBe(`attachment; filename="overview-${result}.csv"`);
  expect(await csv.text()).toMatch(/^metric,.*\r\n/);
  expect(await (await get({ format: "jsonl", chart: 0 })).text()).toMatch(/^\{.*\}\n$/s);
  expect(await (await get({ format: "md" })).text()).toMatch(/^\| metric/);
  expect(await (await get({ format: "svg", chart: 0, theme: "dark" })).text()).toMatch(/^<svg/);
  expect(await (await get({ format: "html" })).text()).toMatch(/^<!doctype html>/);
  expect(JSON.parse(await (await get({ format: "json" })).text())).toMatchObject({ id: result });
  const png = await get({ format: "png", chart: 0 });
  expect([...new Uint8Array(await png.arrayBuffer()).subarray(1, 4)]).toEqual([0x50, 0x4e, 0x47]);
  expect((await get({ format: "svg", chart: 99 })).status).toBe(404);
});

test("a chart of nobody's result is drawn in both formats and themes; what is no chart is refused", async () => {
  const draw = (body: unknown): Promise<Response> => ask(ROUTES.drawChart, { body } as RouteInput<Routes["drawChart"]>);
  const svg = await (await draw({ chart: BARS, format: "svg" })).text();
  expect(svg).toMatch(/^<svg/);
  expect(await (await draw({ chart: BARS, format: "svg", theme: "dark" })).text()).not.toBe(svg);
  const png = await draw({ chart: BARS, format: "png" });
  expect(png.headers.get("content-disposition")).toBe('attachment; filename="chart.png"');
  expect([...new Uint8Array(await png.arrayBuffer()).subarray(1, 4)]).toEqual([0x50, 0x4e, 0x47]);
  expect((await draw({ chart: { ...BARS, kind: "pie" }, format: "svg" })).status).toBe(400);
});

test("why makes a result again and gives the commands that do", async () => {
  const found = await server.client.call(ROUTES.whyResult, { path: { id: result } });
  expect(found).toMatchObject({ reproduced: true, same: { result: true, charts: true, findings: true } });
  expect(found.commands).toEqual(["tidemark run overview", `tidemark why ${result}`]);
});

test("a saved view is replaced by one of the same name, and deleted once", async () => {
  const save = (state: string) => server.client.call(ROUTES.saveView, { body: { page: "explore", name: "x", state } });
  const first = await save("?a=1");
  expect((await save("?a=2")).id).toBe(first.id);
  expect(await server.client.call(ROUTES.listViews, { query: { page: "explore" } })).toMatchObject([{ state: "?a=2" }]);
  expect(await server.client.call(ROUTES.deleteView, { path: { id: first.id } })).toEqual({ deleted: true });
  expect(await server.client.call(ROUTES.deleteView, { path: { id: first.id } })).toEqual({ deleted: false });
});

test.each([
  ["/api/analyses/metric/run?params=%7B%22metric%22%3A%22nope%22%7D", 400, "USAGE", 'there is no metric "nope"'],
  ["/api/analyses/metric/run?params=x", 400, "USAGE", "query.params: "],
  ["/api/analyses/metric/run?seed=1.5&params=%7B%7D", 400, "USAGE", "query.seed: "],
  ["/api/analyses/metrik/run", 404, "NOT_FOUND", '(did you mean "metric"?)'],
  ["/api/results/zzz", 404, "NOT_FOUND", "there is no result zzz"],
  ["/api/results?limit=0", 400, "USAGE", "query.limit: "],
  ["/api/results?unknown=1", 400, "USAGE", "unknown"],
  ["/api/jobs/77", 404, "NOT_FOUND", "there is no job 77"],
  ["/api/runs/77", 404, "NOT_FOUND", "there is no run 77"],
  ["/api/relations/secrets/profile", 404, "NOT_FOUND", 'there is no relation "secrets"'],
  ["/api/nothing", 404, "NOT_FOUND", "there is no GET /api/nothing"],
])("%s is a problem: %i %s", async (path, status, code, detail) => {
  const response = await fetch(server.url + path, { headers: { "x-request-id": "abc-1" } });
  expect(response.status).toBe(status);
  expect(response.headers.get("x-request-id")).toBe("abc-1");
  const problem = (await response.json()) as Record<string, unknown>;
  expect(problem).toMatchObject({ type: "about:blank", status, code, requestId: "abc-1" });
  expect(problem["detail"]).toContain(detail);
});

test("a body that is not JSON, of another type, or too large is a problem", async () => {
  const post = (body: string, type = "application/json"): Promise<Response> =>
    fetch(`${server.url}/api/query`, { method: "POST", body, headers: { "content-type": type } });
  expect((await post("{")).status).toBe(400);
  expect((await post("{}", "text/plain")).status).toBe(400);
  expect((await post(JSON.stringify({ sql: "x".repeat(2_000_000) }))).status).toBe(400);
});

test("the interface describes itself: every route is there, every reference leads somewhere", async () => {
  const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as {
    openapi: string;
    info: { title: string; version: string };
    paths: Record<string, Record<string, { operationId: string; parameters?: { name: string; in: string }[] }>>;
  };
  expect(document.openapi).toBe("3.1.0");
  const operations = Object.entries(document.paths).flatMap(([url, methods]) =>
    Object.values(methods).map((operation) => ({ url, ...operation })),
  );
  expect(operations.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(ROUTES).sort());
  for (const { url, parameters = [] } of operations) {
    const inPath = parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
    expect([...url.matchAll(/\{(\w+)\}/g)].map((match) => match[1])).toEqual(inPath);
  }
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => match[1] ?? "");
  expect(references.length).toBeGreaterThan(0);
  for (const reference of new Set(references))
    expect(
      reference.split("/").reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], document),
    ).toBeDefined();
});

test("an answer that the client has is not sent again, and a long one is compressed", async () => {
  const url = `${server.url}${routeUrl(ROUTES.runAnalysis, { path: { id: "overview" }, query: {} })}`;
  const first = await fetch(url);
  const tag = first.headers.get("etag") ?? "";
  expect(tag).toContain(result);
  expect(first.headers.get("content-encoding")).toBe("gzip");
  const again = await fetch(url, { headers: { "if-none-match": tag } });
  expect([again.status, again.headers.get("etag"), await again.text()]).toEqual([
    304,
    `"${tag.replace(/^W\/|"/g, "")}"`,
    "",
  ]);
  expect((await fetch(url, { headers: { "if-none-match": '"other"' } })).status).toBe(200);
  const project = await fetch(`${server.url}/api/project`);
  const same = await fetch(`${server.url}/api/project`, {
    headers: { "if-none-match": project.headers.get("etag") ?? "" },
  });
  expect([project.status, same.status]).toEqual([200, 304]);
});

test("a command needs the token, and prints as events", async () => {
  const input = { body: { args: ["list", "metrics", "--format", "csv"], cwd: "/" } };
  const refused = await ask(ROUTES.runCommand, input);
  expect([refused.status, await refused.json()]).toMatchObject([403, { code: "FORBIDDEN" }]);
  const response = await ask(ROUTES.runCommand, input, { headers: { authorization: `Bearer ${server.token}` } });
  const events = (await response.text())
    .trim()
    .split("\n")
    .map((line) => ROUTES.runCommand.answer.parse(JSON.parse(line)));
  expect(events.at(-1)).toEqual({ type: "exit", code: 0 });
  expect(events[0]).toMatchObject({ type: "out", text: expect.stringContaining("revenue") });
  const demo = await ask(
    ROUTES.runCommand,
    { body: { args: ["demo"], cwd: "/" } },
    { headers: { authorization: `Bearer ${server.token}` } },
  );
  expect(await demo.text()).toContain("a server does not run `tidemark demo`");
});
