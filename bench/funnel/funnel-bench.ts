import type { Bench, CaseGroup } from "../case-group.ts";
import { quantile } from "../order-statistics.ts";
import { type BenchRow, benchRow } from "../result.ts";
import { sizeName } from "../size-name.ts";
import { FUNNEL_CASES } from "./funnel-cases.ts";

/** Peak disk space per row: the CSV, the lake, the warehouse and what a build spills. */
const ROW_BYTES = 450;
const RUNS = 5;

export const funnelBench: Bench = {
  name: "funnel",
  summary: "funnels, sessions and retention from the events against the plainest hand-written SQL",
  groups: ({ events }) => [group(events)],
};

function group(events: number): CaseGroup {
  return {
    cases: FUNNEL_CASES.map(({ name }) => name),
    bytes: events * ROW_BYTES,
    run: async ({ dir, run, wants, repeat }) => {
      const root = `${dir}/project`;
      const { output } = await run(`generate ${sizeName(events)}`, "shopProject", { root, events, files: 1 });
      await run("ingest", "ingestTidemark", { root });
      await run("build", "buildTidemark", { root, mode: "full" });
      const rows: BenchRow[] = [
        benchRow({ case: "all", metric: "events generated", value: output.rows, unit: "rows" }),
      ];
      for (const { name, analysis, params, sql } of FUNNEL_CASES) {
        if (!wants(name)) continue;
        const input = { root, analysis, params, runs: RUNS * repeat, ...(sql === null ? {} : { sql }) };
        const measured = await run(name, "timeAnalysis", input);
        const reference = sql === null ? "its SQL on the engine" : "plainest SQL on the engine";
        const at = (metric: string, own: number, plain: number): BenchRow =>
          benchRow({ case: name, metric, value: own, unit: "ms" }, { name: reference, value: plain });
        const { ownMs, plainMs } = measured.output;
        rows.push(
          at(`warm, median of ${ownMs.length} runs`, quantile(ownMs, 0.5), quantile(plainMs, 0.5)),
          benchRow({ case: name, metric: "peak RSS of both sides", value: measured.peakRssBytes, unit: "bytes" }),
        );
      }
      return rows;
    },
  };
}
