import { setMaxListeners } from "node:events";
import { mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { formatBytes } from "../../src/cli/output/numbers.ts";
import type { Estimate } from "../../src/stats/inference.ts";
import type { Bench, CaseContext, CaseGroup, Loads, SoakSettings } from "../case-group.ts";
import { quantile } from "../order-statistics.ts";
import { type BenchRow, benchRow, type Unit } from "../result.ts";
import { replaceChangedFiles, SHOP_DAYS, setMemoryLimit, writeWithoutLastRow } from "../shop-project.ts";
import { sizeName } from "../size-name.ts";
import { type PageView, walkDashboard } from "./dashboard-client.ts";
import { type LoadedFile, loadFiles } from "./load-files.ts";
import {
  bytesBeyondEngines,
  lowestSlope,
  type MemorySample,
  medianSlope,
  memorySlope,
  pauseSlope,
  residentAround,
  residentBytes,
  slopeBesideLoads,
} from "./resident-memory.ts";
import { type ServerProcess, startServerProcess } from "./server-process.ts";
import { type Starts, timeStarts } from "./time-starts.ts";

/** Peak disk space per row: the CSV, the lake, the warehouse, its copy during a build and what that spills. */
const ROW_BYTES = 500;
/** Days that are loaded while clients ask. */
const LATER_DAYS = 10;
const LOADED = { new: ", loads meanwhile", again: ", days loaded again meanwhile" };
const SETTLE_MS = 5 * 60_000;
const IDLE_MS = 10_000;

export const soakBench: Bench = {
  name: "soak",
  summary:
    "the real server under dashboard clients: latency per page, errors, memory over time; with --ingest under loads too",
  groups: ({ events, soak, quick }) => [group(events, soak, quick ? 500 : IDLE_MS)],
};

function group(events: number, settings: SoakSettings, idleMs: number): CaseGroup {
  const { minutes, clients, ingest, memoryBytes } = settings;
  const limit = memoryBytes === null ? "" : `, engine within ${formatBytes(memoryBytes)}`;
  const name = `${clients} clients, ${minutes} minutes, ${sizeName(events)}${ingest === null ? "" : LOADED[ingest]}${limit}`;
  return {
    cases: [name],
    bytes: events * ROW_BYTES,
    run: async (context) => {
      const { root, later } = await prepare(context, events, ingest);
      if (memoryBytes !== null) setMemoryLimit(root, memoryBytes);
      const starts = await timeStarts(root, { ...context, idleMs });
      await using server = await startServerProcess(root, context);
      const soaked = await soak(server, { context, settings, files: later, root });
      return [...startRows(starts), ...soakRows(name, soaked)];
    },
  };
}

interface Prepared {
  readonly root: string;
  /** Files that are not loaded yet, outside of the project. */
  readonly later: readonly string[];
}

async function prepare({ dir, run }: CaseContext, events: number, ingest: Loads | null): Promise<Prepared> {
  const root = join(dir, "project");
  const { output } = await run(`generate ${sizeName(events)}`, "shopProject", { root, events, files: SHOP_DAYS });
  const later = ingest === null ? [] : output.paths.slice(-LATER_DAYS);
  mkdirSync(dir, { recursive: true });
  for (const path of later) {
    renameSync(join(root, path), join(dir, path));
    if (ingest === "again") writeWithoutLastRow(join(dir, path), join(root, path));
  }
  if (ingest === "again") replaceChangedFiles(root);
  await run("ingest", "ingestTidemark", { root });
  await run("build", "buildTidemark", { root, mode: "full" });
  return { root, later: later.map((path) => join(dir, path)) };
}

interface Soaked {
  readonly views: readonly PageView[];
  readonly samples: readonly MemorySample[];
  /** What the server holds beyond its engines. */
  readonly beyond: readonly MemorySample[];
  readonly startMs: number;
  readonly endMs: number;
  readonly loads: readonly LoadedFile[];
}

interface SoakOptions {
  readonly context: CaseContext;
  readonly settings: SoakSettings;
  readonly files: readonly string[];
  readonly root: string;
}

async function soak(server: ServerProcess, { context, settings, files, root }: SoakOptions): Promise<Soaked> {
  const { signal, say } = context;
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const cancel = (): void => stop.abort();
  signal.addEventListener("abort", cancel);
  const views: PageView[] = [];
  const samples: MemorySample[] = [];
  const beyond: MemorySample[] = [];
  const startMs = performance.now();
  const look = (): void => {
    const bytes = residentBytes(server.pid);
    if (bytes !== null) samples.push({ atMs: performance.now(), bytes });
  };
  const onView = (view: PageView): void => {
    views.push(view);
    if (view.error !== null) say(`${view.page}: ${view.error}`);
  };
  let asked = false;
  const lookBeyond = async (): Promise<void> => {
    if (asked) return;
    asked = true;
    const bytes = await bytesBeyondEngines(server.url);
    if (bytes !== null) beyond.push({ atMs: performance.now(), bytes });
    asked = false;
  };
  const sampling = setInterval(look, 1000);
  const asking = setInterval(() => void lookBeyond(), 2000);
  const minutely = setInterval(() => say(progress(views, samples.at(-1))), 60_000);
  const timer = setTimeout(cancel, settings.minutes * 60_000);
  look();
  try {
    const walks = Array.from({ length: settings.clients }, (_, i) =>
      walkDashboard({ url: server.url, seed: i + 1, stop: stop.signal, onView }),
    );
    const loading = loadFiles(server.url, {
      files,
      root,
      everyMs: (settings.minutes * 60_000) / (files.length + 1),
      stop: stop.signal,
      say,
    });
    await Promise.race([Promise.all(walks), server.died]);
    signal.throwIfAborted();
    return { views, samples, beyond, startMs, endMs: performance.now(), loads: await loading };
  } finally {
    for (const running of [sampling, asking, minutely, timer]) clearTimeout(running);
    stop.abort();
    signal.removeEventListener("abort", cancel);
  }
}

function progress(views: readonly PageView[], last: MemorySample | undefined): string {
  const failed = views.filter(({ error }) => error !== null).length;
  return `${views.length} pages, ${failed} failed, RSS ${formatBytes(last?.bytes ?? 0)}`;
}

const row = (name: string, metric: string, [value, unit]: readonly [number, Unit]): BenchRow =>
  benchRow({ case: name, metric, value, unit });

function startRows({ cold, warm }: Starts): readonly BenchRow[] {
  return [
    row("cold start", "process started until ready", [cold.readyMs, "ms"]),
    row("cold start", "Home, nothing known", [cold.homeMs, "ms"]),
    row("warm start", "process started until ready", [warm.readyMs, "ms"]),
    row("warm start", "Home, answers known", [warm.homeMs, "ms"]),
    row("idle server", "RSS", [warm.idleBytes, "bytes"]),
  ];
}

function soakRows(name: string, soaked: Soaked): readonly BenchRow[] {
  const { views, loads } = soaked;
  const failed = views.filter(({ error }) => error !== null).length + loads.filter(({ failed }) => failed).length;
  const requests = views.reduce((sum, view) => sum + view.requests, 0);
  return [
    row(name, "pages opened", [views.length, "pages"]),
    row(name, "requests", [requests, "requests"]),
    row(name, "failed pages and loads", [failed, "errors"]),
    ...memoryRows(name, soaked),
    ...loadRows(name, loads),
    ...latencyRows("all pages", views),
    ...[...new Set(views.map(({ page }) => page))].sort().flatMap((page) =>
      latencyRows(
        page,
        views.filter((view) => view.page === page),
      ),
    ),
  ];
}

function memoryRows(name: string, { samples, beyond, startMs, endMs, loads }: Soaked): readonly BenchRow[] {
  const settledMs = Math.min(SETTLE_MS, (endMs - startMs) / 2);
  const isSettled = ({ atMs }: MemorySample): boolean => atMs >= startMs + settledMs;
  const settled = samples.filter(isSettled);
  const isLate = ({ atMs }: MemorySample): boolean => atMs >= (startMs + endMs) / 2;
  const after = residentAround(samples, startMs + settledMs);
  const perTenMinutes = (bytesPerMs: number): [number, Unit] => [(100 * 600_000 * bytesPerMs) / after, "%"];
  const slopeRows = (of: string, slope: Estimate | null): readonly BenchRow[] =>
    slope === null
      ? []
      : [
          row(name, `slope of ${of}, per 10 minutes`, perTenMinutes(slope.value)),
          ...(slope.interval === null
            ? []
            : [
                row(name, `slope of ${of}, 95 % interval from`, perTenMinutes(slope.interval.low)),
                row(name, `slope of ${of}, 95 % interval to`, perTenMinutes(slope.interval.high)),
              ]),
        ];
  return [
    row(name, "RSS at the start", [samples[0]?.bytes ?? 0, "bytes"]),
    row(name, `RSS after ${Number((settledMs / 60_000).toFixed(1))} minutes`, [after, "bytes"]),
    row(name, "RSS at the end", [residentAround(samples, endMs), "bytes"]),
    row(name, "highest RSS", [Math.max(...samples.map(({ bytes }) => bytes)), "bytes"]),
    ...(beyond.length === 0
      ? []
      : [row(name, "RSS beyond what the engines hold, at the end", [residentAround(beyond, endMs), "bytes"])]),
    ...slopeRows("RSS", memorySlope(settled)),
    ...slopeRows("RSS beyond what the engines hold", medianSlope(beyond.filter(isSettled))),
    ...slopeRows("RSS, second half", memorySlope(samples.filter(isLate))),
    ...slopeRows("RSS beyond what the engines hold, second half", medianSlope(beyond.filter(isLate))),
    ...slopeRows("the lowest RSS of every 5 minutes", lowestSlope(settled)),
    ...(loads.length === 0
      ? []
      : [
          ...slopeRows("RSS beside what loads take", slopeBesideLoads(settled, loads)),
          ...slopeRows("RSS between loads", pauseSlope(settled, loads)),
        ]),
  ];
}

function loadRows(name: string, loads: readonly LoadedFile[]): readonly BenchRow[] {
  if (loads.length === 0) return [];
  const seconds = loads.map((load) => (load.endMs - load.startMs) / 1000);
  return [
    row(name, "files loaded, built and checked meanwhile", [loads.length, "files"]),
    row(name, "p50 of such a load", [quantile(seconds, 0.5), "s"]),
    row(name, "longest of them", [Math.max(...seconds), "s"]),
  ];
}

function latencyRows(page: string, views: readonly PageView[]): readonly BenchRow[] {
  const ms = views.filter(({ error }) => error === null).map((view) => view.ms);
  if (ms.length === 0) return [];
  return [
    row(page, `p50 of ${ms.length}`, [quantile(ms, 0.5), "ms"]),
    row(page, `p95 of ${ms.length}`, [quantile(ms, 0.95), "ms"]),
  ];
}
