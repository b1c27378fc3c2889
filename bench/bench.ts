import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatBytes, formatDuration } from "../src/cli/output/numbers.ts";
import { AppError } from "../src/core/errors.ts";
import { didYouMean } from "../src/core/nearest.ts";
import type { CancelSignal } from "../src/core/signal.ts";
import { buildBench } from "./build/build-bench.ts";
import type { Bench, CaseContext, SoakSettings } from "./case-group.ts";
import { forecastBench } from "./forecast/forecast-bench.ts";
import { funnelBench } from "./funnel/funnel-bench.ts";
import { ingestBench } from "./ingest/ingest-bench.ts";
import { labBench } from "./lab/lab-bench.ts";
import { m4HourlyBench } from "./m4-hourly/m4-hourly-bench.ts";
import { commit, limits, machine } from "./machine.ts";
import { measure } from "./measured-process.ts";
import type { MemoryGroup } from "./memory-group.ts";
import { queryBench } from "./query/query-bench.ts";
import { renderBench } from "./render.ts";
import type { BenchResult, BenchRow } from "./result.ts";
import { scaleBench } from "./scale/scale-bench.ts";
import { soakBench } from "./soak/soak-bench.ts";
import { statisticsBench } from "./statistics/statistics-bench.ts";
import { openWorkFolder } from "./work-folder.ts";

const BENCHES: readonly Bench[] = [
  ingestBench,
  buildBench,
  queryBench,
  funnelBench,
  scaleBench,
  soakBench,
  statisticsBench,
  labBench,
  forecastBench,
  m4HourlyBench,
];
const QUICK_EVENTS = 100_000;
const QUICK_SIZES = [5_000, 20_000];
const QUICK_MINUTES = 0.15;

export interface BenchOptions {
  /** Rows of the CSV cases. */
  readonly events: number;
  /** Runs of each measured side; the result has their medians. */
  readonly repeat: number;
  /** Only cases whose name contains it. */
  readonly only?: string | undefined;
  readonly quick: boolean;
  readonly soak: SoakSettings;
  /** As in `BenchSettings`. */
  readonly reuse: string | null;
  /** Rows of each case of `scale`. */
  readonly sizes: readonly number[];
  /** Folder to make the run's own folder in. */
  readonly work: string;
  readonly keep: boolean;
  readonly signal: CancelSignal;
  readonly nowMs: () => number;
  /** Says what has been done, as a line. */
  readonly say: (line: string) => void;
}

/**
 * Runs one benchmark.
 * @throws AppError USAGE for an unknown name or case, DISK_FULL before a case that would not fit, what a case threw
 */
export async function runBench(name: string, options: BenchOptions): Promise<BenchResult> {
  const { quick, only, keep, signal, say, nowMs, repeat, reuse } = options;
  const bench = benchNamed(name);
  const wants = (id: string): boolean => only === undefined || id.includes(only);
  const soak = quick ? { ...options.soak, minutes: QUICK_MINUTES } : options.soak;
  const sizes = quick ? QUICK_SIZES : options.sizes;
  const all = bench.groups({ quick, events: quick ? QUICK_EVENTS : options.events, soak, sizes, reuse });
  const groups = all.filter(({ cases }) => cases.some(wants));
  if (groups.length === 0) {
    throw new AppError("USAGE", `no case of ${name} contains "${only}"`, {
      hint: `cases: ${all.flatMap(({ cases }) => cases).join(", ")}`,
    });
  }
  using work = openWorkFolder(options.work, { keep });
  if (keep) say(`kept: ${work.path}`);
  const engine = await measure("engineName", { spillDir: join(work.path, "spill") }, { signal });
  const rows: BenchRow[] = [];
  for (const group of groups) {
    work.requireFree(group.bytes, group.cases.join(", "));
    using folder = openWorkFolder(work.path, { keep });
    rows.push(...(await group.run(caseContext(folder.path, { ...options, wants }))));
  }
  return {
    name,
    commit: commit(),
    date: new Date(nowMs()).toISOString(),
    machine: machine(engine.output),
    limits: limits(repeat, bench === soakBench ? soak.memoryBytes : null),
    rows,
  };
}

/** Every benchmark as `name: summary`. */
export function benchList(): string {
  return BENCHES.map(({ name, summary }) => `${name}: ${summary}`).join("\n");
}

/** The result's page; with a folder, `<name>.json` and `<name>.md` are written there. */
export function writeResult(result: BenchResult, folder: string | undefined): string {
  const page = renderBench(result);
  if (folder !== undefined) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${result.name}.json`), `${JSON.stringify(result, null, 2)}\n`);
    writeFileSync(join(folder, `${result.name}.md`), page);
  }
  return page;
}

function benchNamed(name: string): Bench {
  const found = BENCHES.find((bench) => bench.name === name);
  if (found !== undefined) return found;
  const names = BENCHES.map((bench) => bench.name);
  throw new AppError("USAGE", `there is no benchmark "${name}"${didYouMean(name, names)}`, {
    hint: `known: ${names.join(", ")}`,
  });
}

interface ContextOptions extends Pick<BenchOptions, "repeat" | "signal" | "say"> {
  readonly wants: (name: string) => boolean;
}

function caseContext(dir: string, options: ContextOptions, group: MemoryGroup | null = null): CaseContext {
  const { repeat, signal, say, wants } = options;
  return {
    dir,
    repeat,
    signal,
    say,
    wants,
    within: (limit) => caseContext(dir, options, limit),
    run: async (what, task, input) => {
      const measured = await measure(task, input, { signal, group });
      say(`${what}: ${formatDuration(measured.seconds * 1000)}, peak RSS ${formatBytes(measured.peakRssBytes)}`);
      return measured;
    },
  };
}
