import { mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../src/core/errors.ts";
import { defaultMemoryLimitBytes, defaultThreads } from "../../src/warehouse/duckdb/memory.ts";
import type { Bench, CaseContext, CaseGroup } from "../case-group.ts";
import { forgetCached } from "../file-cache.ts";
import { funnelRows, WARM_MS } from "../funnel/funnel-rows.ts";
import { type MemoryGroup, memoryGroup } from "../memory-group.ts";
import { quantile } from "../order-statistics.ts";
import { filesIn, projectFiles } from "../project-files.ts";
import { SHOP_ANALYSES, type ShopAnalysis } from "../query/shop-analyses.ts";
import { missingReference, type ReferenceStep, runReference } from "../reference/run-reference.ts";
import { type BenchRow, benchRow, type Unit } from "../result.ts";
import { SHOP_DAYS } from "../shop-project.ts";
import { sizeName } from "../size-name.ts";
import { growthRows, type SizeTotals } from "./growth-rows.ts";

/** Peak disk space per row: the CSV, the lake, both warehouses of a build, or what the reference makes. */
const ROW_BYTES = 250;
/** What the whole run may use, as on a small machine. */
const MEMORY_BYTES = 16e9;
const FILE_ROWS = 2_000_000;
const WARM_RUNS = 5;
const QUICK_ANALYSES = 2;

export const scaleBench: Bench = {
  name: "scale",
  summary: "from CSV parts to answers at growing sizes under 16 GB, against Polars and DuckDB SQL in the same run",
  groups: ({ sizes, quick }) => [group(sizes, quick)],
};

function group(sizes: readonly number[], quick: boolean): CaseGroup {
  return {
    cases: sizes.map(sizeName),
    bytes: Math.max(...sizes) * ROW_BYTES,
    run: async (context) => {
      using limit = memoryGroup(MEMORY_BYTES);
      const within = context.within(limit);
      if (limit === null) context.say("no limit of 16 GB: this process may not make control groups");
      const missing = missingReference();
      if (missing !== null) context.say(missing);
      const rows: BenchRow[] = [limitRow(limit)];
      const totals: SizeTotals[] = [];
      for (const events of sizes.filter((size) => context.wants(sizeName(size)))) {
        const dir = join(context.dir, sizeName(events));
        const measured = await measureSize(within, { events, dir, limit, quick, reference: missing === null });
        rows.push(...measured.rows);
        totals.push(measured.totals);
        rmSync(dir, { recursive: true });
      }
      return [...rows, ...growthRows(totals, MEMORY_BYTES)];
    },
  };
}

const limitRow = (limit: MemoryGroup | null): BenchRow =>
  benchRow({
    case: "all",
    metric: "memory limit of the control group",
    value: limit === null ? 0 : MEMORY_BYTES,
    unit: "bytes",
  });

interface SizeOptions {
  readonly events: number;
  readonly dir: string;
  readonly limit: MemoryGroup | null;
  /** A few analyses are enough. */
  readonly quick: boolean;
  readonly reference: boolean;
}

async function measureSize(
  context: CaseContext,
  options: SizeOptions,
): Promise<{ readonly rows: readonly BenchRow[]; readonly totals: SizeTotals }> {
  const { events, dir } = options;
  const name = sizeName(events);
  const root = join(dir, "project");
  const files = Math.min(SHOP_DAYS, Math.max(2, Math.ceil(events / FILE_ROWS)));
  const generated = await context.run(`${name}: generate`, "shopProject", { root, events, files });
  const csv = generated.output;
  const reference = options.reference ? await runBoth(context, { ...options, root }) : null;
  if (reference !== null && reference.lake.rows !== csv.rows)
    throw new AppError("INTERNAL", `the reference read ${reference.lake.rows} of ${csv.rows} rows`);
  const ingest = await context.run(`${name}: ingest`, "ingestTidemark", { root });
  const build = await context.run(`${name}: build`, "buildTidemark", { root, mode: "full" });
  const row = (metric: string, unit: Unit, [value, other]: readonly [number, (number | undefined)?]): BenchRow =>
    benchRow(
      { case: name, metric, value, unit },
      other === undefined ? undefined : { name: referenceName(metric), value: other },
    );
  const { lake, models } = reference ?? {};
  const rows = [
    row("events", "rows", [csv.rows]),
    row("CSV", "bytes", [csv.bytes]),
    row("ingest", "s", [ingest.seconds, lake?.seconds]),
    row("ingest, peak RSS", "bytes", [ingest.peakRssBytes, lake?.peakRssBytes]),
    row("lake", "bytes", [ingest.output.lakeBytes, lake?.bytes]),
    row("lake, share of the CSV", "%", [(100 * ingest.output.lakeBytes) / csv.bytes]),
    row("build", "s", [build.seconds, models?.seconds]),
    row("build, peak RSS", "bytes", [build.peakRssBytes, models?.peakRssBytes]),
    row("warehouse", "bytes", [build.output, models?.bytes]),
    row("ingest and build", "s", [
      ingest.seconds + build.seconds,
      lake === undefined || models === undefined ? undefined : lake.seconds + models.seconds,
    ]),
    row("disk at the end: CSV, lake, warehouse, state", "bytes", [folderBytes(root)]),
  ];
  const answers = await answerRows(context, {
    name,
    root,
    analyses: options.quick ? SHOP_ANALYSES.slice(0, QUICK_ANALYSES) : SHOP_ANALYSES,
  });
  const funnels = options.quick ? [] : await funnelRows(context, { root, prefix: `${name}: ` });
  const peakRssBytes = Math.max(ingest.peakRssBytes, build.peakRssBytes, ...answers.map(({ peak }) => peak));
  return {
    rows: [...rows, ...answers.flatMap((answer) => answer.rows), ...funnels],
    totals: { events: csv.rows, ingestS: ingest.seconds, buildS: build.seconds, peakRssBytes },
  };
}

const referenceName = (metric: string): string =>
  metric.startsWith("ingest and") || metric.startsWith("CSV")
    ? "Polars, then DuckDB SQL"
    : /^(ingest|lake)/.test(metric)
      ? "Polars scan_csv, sink_parquet"
      : "DuckDB SQL: star schema";

interface Both {
  readonly lake: ReferenceStep;
  readonly models: ReferenceStep;
}

/** The reference makes its lake and its models; both are removed again. */
async function runBoth(
  { signal, say }: CaseContext,
  { dir, root, limit }: SizeOptions & { readonly root: string },
): Promise<Both> {
  const out = join(dir, "reference");
  mkdirSync(out, { recursive: true });
  const shared = ["--out", out, "--threads", String(defaultThreads()), "--memory", String(defaultMemoryLimitBytes())];
  const options = { signal, group: limit };
  const lake = await runReference("scale.py", ["lake", "--csv", join(root, "events-*.csv"), ...shared], options);
  say(`reference, lake: ${lake.seconds.toFixed(1)} s (${lake.version})`);
  const models = await runReference("scale.py", ["models", ...shared], options);
  say(`reference, models: ${models.seconds.toFixed(1)} s (${models.version})`);
  rmSync(out, { recursive: true });
  return { lake, models };
}

interface AnswerOptions {
  readonly name: string;
  readonly root: string;
  readonly analyses: readonly ShopAnalysis[];
}

interface AnswerRows {
  readonly rows: readonly BenchRow[];
  readonly peak: number;
}

async function answerRows(
  context: CaseContext,
  { name, root, analyses }: AnswerOptions,
): Promise<readonly AnswerRows[]> {
  const found: AnswerRows[] = [];
  for (const { name: what, analysis, params } of analyses) {
    forgetCached(projectFiles(root));
    const input = { root, analysis, params, runs: WARM_RUNS * context.repeat, withinMs: WARM_MS };
    const { output, peakRssBytes } = await context.run(`${name}: ${what}`, "timeColdAndWarm", input);
    const row = (metric: string, value: number, unit: Unit): BenchRow =>
      benchRow({ case: `${name}: ${what}`, metric, value, unit });
    found.push({
      peak: peakRssBytes,
      rows: [
        row("cold: opened and answered", output.coldMs, "ms"),
        row("warm runs", output.warmMs.length, "runs"),
        row("warm, p50", quantile(output.warmMs, 0.5), "ms"),
        row("warm, p95", quantile(output.warmMs, 0.95), "ms"),
        row("peak RSS", peakRssBytes, "bytes"),
      ],
    });
  }
  return found;
}

const folderBytes = (folder: string): number => filesIn(folder).reduce((sum, path) => sum + statSync(path).size, 0);
