import { buildProject } from "../../src/app/build-project.ts";
import { checkProject } from "../../src/app/check-project.ts";
import { openProjectWarehouse } from "../../src/app/open-warehouse.ts";
import { openHost } from "../../src/app/project-host.ts";
import { openProject } from "../../src/app/project-session.ts";
import { COMMANDS } from "../../src/cli/commands.ts";
import { serverSurfaces } from "../../src/cli/server-surfaces.ts";
import { type ApiClient, createClient } from "../../src/contract/api/client.ts";
import { type RunningServer, startServer } from "../../src/server/start-server.ts";
import { createProject, type TestProject } from "./project.ts";

/** A real server of a small project on a free port of this machine. */
export interface TestServer extends AsyncDisposable {
  readonly project: TestProject;
  readonly url: string;
  readonly token: string;
  readonly client: ApiClient<Response, AbortSignal>;
  stop(): Promise<void>;
}

export const SHOP_YML = `
project: { name: shop, timezone: Europe/Berlin }
sources:
  log:
    path: data/*.csv
    events: { time: at, user: who, name: what, item: item, value: price }
    columns: { at: timestamp, who: integer, what: text, item: integer, price: "decimal(18,2)", country: text, city: text }
dimensions:
  country: { label: Country }
  city: { parent: country }
metrics:
  events: { kind: count, good: up, unit: events, label: Events }
  users: { kind: distinct, unit: users, good: up }
  revenue: { kind: sum, of: value, unit: EUR, good: up, description: what was paid }
  buyers: { kind: count, entity: user, filter: { event: purchase } }
  conversion: { kind: ratio, numerator: buyers, denominator: users, unit: share }
segments:
  germans: { where: { country: DE } }
funnels:
  buy: { steps: [view, purchase] }
`;

/** A day of events as CSV. */
export function shopDay(day: string, rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const at = `${day}T${String(i % 24).padStart(2, "0")}:00:${String(10 + (i % 50))}Z`;
    const country = ["DE", "US", "FR"][i % 3] ?? "";
    return `${at},${i % 17},${i % 5 === 0 ? "purchase" : "view"},${i % 11},${i % 5 === 0 ? `${i}.50` : ""},${country},${country}-${i % 2}`;
  });
  return `${["at,who,what,item,price,country,city", ...lines].join("\n")}\n`;
}

/** Fourteen days of events, loaded, built and checked. */
export async function builtShop(): Promise<TestProject> {
  const days = Array.from({ length: 14 }, (_, i) => `2024-03-${String(i + 1).padStart(2, "0")}`);
  const files = Object.fromEntries(days.map((day) => [`data/${day}.csv`, shopDay(day, 60)]));
  const project = createProject(SHOP_YML, files);
  await project.ingest();
  using session = await openProject(project.root, { purpose: "test" });
  await buildProject(session, { clock: { nowMs: Date.now } });
  await using warehouse = await openProjectWarehouse(session);
  await checkProject(session, warehouse, { nowMs: Date.now() });
  return project;
}

export interface TestServerOptions {
  /** Folder of the built dashboard. */
  readonly dashboard?: string;
}

/** Serves a project, which is removed with the server. */
export async function serve(
  project: TestProject,
  { dashboard = "/nowhere" }: TestServerOptions = {},
): Promise<TestServer> {
  const host = await openHost(project.root, { purpose: "test" });
  const server: RunningServer = await startServer(host, {
    hostname: "127.0.0.1",
    port: 0,
    surfaces: serverSurfaces(() => COMMANDS),
    clock: { nowMs: Date.now },
    logLevel: "silent",
    dashboard,
  });
  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    await server.stop();
    await host[Symbol.asyncDispose]();
  };
  return {
    project,
    url: server.url,
    token: server.token,
    client: createClient<Response, AbortSignal>({ fetch: (url, init) => fetch(url, init), base: server.url }),
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
    [Symbol.asyncDispose]: async () => {
      stopped ??= stop();
      await stopped;
      project.remove();
    },
  };
}

/** The events of a stream as they come. */
export async function* streamedEvents<T>(response: Response): AsyncGenerator<T> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of response.body ?? []) {
    const blocks = (rest + decoder.decode(chunk, { stream: true })).split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (data !== undefined) yield JSON.parse(data) as T;
    }
  }
}
