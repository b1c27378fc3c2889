import { join } from "node:path";
import type { Bench, CaseContext, CaseGroup } from "../case-group.ts";
import type { Measured } from "../measured-process.ts";
import { quantile } from "../order-statistics.ts";
import { type BenchRow, benchRow } from "../result.ts";
import { sizeName } from "../size-name.ts";
import type { Latencies } from "./latencies.ts";
import { SHOP_ANALYSES } from "./shop-analyses.ts";
import { SHOP_QUERIES } from "./shop-queries.ts";

/** Peak disk space per row: the CSV, the lake, the warehouse and what a build spills. */
const ROW_BYTES = 450;
const RUNS = 30;
/** Analyses that scan the facts run this many times less often. */
const SCAN_SHARE = 6;

const ENGINE = "the same SQL straight on the engine";
const OPENING = "project and warehouse opened for one query";

export const queryBench: Bench = {
  name: "query",
  summary: "typical questions through the read-only path against the same SQL straight on the engine",
  groups: ({ events }) => [group(events)],
};

function group(events: number): CaseGroup {
  return {
    cases: [...[...SHOP_QUERIES, ...SHOP_ANALYSES].map(({ name }) => name), OPENING],
    bytes: events * ROW_BYTES,
    run: async (context) => {
      const { dir, run, wants, repeat } = context;
      const root = join(dir, "project");
      const { output } = await run(`generate ${sizeName(events)}`, "shopProject", { root, events, files: 1 });
      await run("ingest", "ingestTidemark", { root });
      await run("build", "buildTidemark", { root, mode: "full" });
      const runs = RUNS * repeat;
      const rows: BenchRow[] = [
        benchRow({ case: "all", metric: "events generated", value: output.rows, unit: "rows" }),
      ];
      for (const { name, sql } of SHOP_QUERIES) {
        if (!wants(name)) continue;
        const measured = await run(name, "timeQuery", { root, sql, runs });
        rows.push(...latencyRows(name, measured, ENGINE));
        rows.push(benchRow({ case: name, metric: "rows of the answer", value: measured.output.rows, unit: "rows" }));
      }
      return [...rows, ...(await wholeRuns(context, { root, runs }))];
    },
  };
}

/** What is more than a query: an analysis, and the way there. */
async function wholeRuns(
  { run, wants }: CaseContext,
  { root, runs }: { readonly root: string; readonly runs: number },
): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const { name, analysis, params, fromModels } of SHOP_ANALYSES) {
    if (!wants(name)) continue;
    const few = fromModels ? runs : Math.ceil(runs / SCAN_SHARE);
    const measured = await run(name, "timeAnalysis", { root, analysis, params, runs: few });
    rows.push(...latencyRows(name, measured, "its SQL on the engine"));
  }
  if (wants(OPENING)) {
    const sql = SHOP_QUERIES[0]?.sql ?? "";
    const measured = await run(OPENING, "timeOpening", { root, sql, runs });
    rows.push(...latencyRows(OPENING, measured, "the database opened for the same SQL"));
  }
  return rows;
}

function latencyRows(name: string, { output, peakRssBytes }: Measured<Latencies>, reference: string): BenchRow[] {
  const at = (metric: string, p: number): BenchRow =>
    benchRow(
      { case: name, metric, value: quantile(output.ownMs, p), unit: "ms" },
      { name: reference, value: quantile(output.plainMs, p) },
    );
  return [
    at(`p50 of ${output.ownMs.length} runs`, 0.5),
    at(`p95 of ${output.ownMs.length} runs`, 0.95),
    benchRow({ case: name, metric: "peak RSS of both sides", value: peakRssBytes, unit: "bytes" }),
  ];
}
