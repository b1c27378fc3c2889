import { join } from "node:path";
import { defaultThreads } from "../../src/warehouse/duckdb/memory.ts";
import type { Bench, CaseContext, CaseGroup } from "../case-group.ts";
import { quantile } from "../order-statistics.ts";
import { missingReference, type ReferenceStep, runReference } from "../reference/run-reference.ts";
import { type BenchRow, benchRow } from "../result.ts";
import { sizeName } from "../size-name.ts";
import { NUMBERS, PARQUET } from "./lab-project.ts";

/** Peak disk space per row: the Parquet file, its staging, the lake and the warehouse with its copy. */
const ROW_BYTES = 300;
const WARM_RUNS = 3;

interface LabCase {
  readonly name: string;
  readonly analysis: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** What the reference is asked for. */
  readonly step: string;
}

const table = "measured";
const CASES: readonly LabCase[] = [
  { name: "histogram", analysis: "bin", params: { table, column: "x0", method: "equal", bins: 50 }, step: "histogram" },
  {
    name: "correlation matrix of ten columns",
    analysis: "correlate",
    params: { table, columns: NUMBERS },
    step: "correlate",
  },
  { name: "principal components of ten columns", analysis: "pca", params: { table, columns: NUMBERS }, step: "pca" },
  { name: "compare by group", analysis: "compare", params: { table, value: "x0", by: "part" }, step: "compare" },
];

export const labBench: Bench = {
  name: "lab",
  summary: "analyses of one wide table against Polars doing the same aggregations in the same run",
  groups: ({ events }) => [group(events)],
};

function group(rows: number): CaseGroup {
  return {
    cases: CASES.map(({ name }) => name),
    bytes: rows * ROW_BYTES,
    run: async (context) => {
      const { dir, run, wants, say } = context;
      const root = join(dir, "project");
      const missing = missingReference();
      if (missing !== null) say(missing);
      await run(`generate ${sizeName(rows)} rows`, "labProject", { root, rows });
      const ingest = await run("ingest", "ingestTidemark", { root });
      const build = await run("build", "buildTidemark", { root, mode: "full" });
      const found: BenchRow[] = [
        benchRow({ case: "all", metric: "rows", value: rows, unit: "rows" }),
        benchRow({ case: "all", metric: "ingest and build", value: ingest.seconds + build.seconds, unit: "s" }),
      ];
      for (const one of CASES.filter(({ name }) => wants(name)))
        found.push(...(await caseRows(context, { root, one, reference: missing === null })));
      return found;
    },
  };
}

interface CaseOptions {
  readonly root: string;
  readonly one: LabCase;
  readonly reference: boolean;
}

async function caseRows(context: CaseContext, { root, one, reference }: CaseOptions): Promise<readonly BenchRow[]> {
  const { name, analysis, params, step } = one;
  const { repeat, signal, say } = context;
  const input = { root, analysis, params, runs: WARM_RUNS * repeat };
  const { output, peakRssBytes } = await context.run(name, "timeColdAndWarm", input);
  const args = [step, "--parquet", join(root, PARQUET), "--threads", String(defaultThreads())];
  const other: ReferenceStep | null = reference ? await runReference("lab.py", args, { signal }) : null;
  if (other !== null) say(`reference: ${other.seconds.toFixed(1)} s (${other.version})`);
  const row = (metric: string, value: number, against: number | undefined): BenchRow =>
    benchRow(
      { case: name, metric, value, unit: metric === "peak RSS" ? "bytes" : "s" },
      against === undefined ? undefined : { name: "Polars on the Parquet file", value: against },
    );
  return [
    row("cold: opened and answered", output.coldMs / 1000, undefined),
    row("warm, p50", quantile(output.warmMs, 0.5) / 1000, other?.seconds),
    row("peak RSS", peakRssBytes, other?.peakRssBytes),
  ];
}
