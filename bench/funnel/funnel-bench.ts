import type { Bench, CaseGroup } from "../case-group.ts";
import { type BenchRow, benchRow } from "../result.ts";
import { generatedEvents } from "../shop-project.ts";
import { sizeName } from "../size-name.ts";
import { FUNNEL_CASES } from "./funnel-cases.ts";
import { funnelRows } from "./funnel-rows.ts";

/** Peak disk space per row: the CSV, the lake, the warehouse and what a build spills. */
const ROW_BYTES = 450;

export const funnelBench: Bench = {
  name: "funnel",
  summary: "funnels, sessions and retention from the events against the plainest hand-written SQL",
  groups: ({ events, reuse }) => [reuse === null ? made(events) : kept(reuse)],
};

const CASES = FUNNEL_CASES.map(({ name }) => name);

function made(events: number): CaseGroup {
  return {
    cases: CASES,
    bytes: events * ROW_BYTES,
    run: async (context) => {
      const { dir, run } = context;
      const root = `${dir}/project`;
      const { output } = await run(`generate ${sizeName(events)}`, "shopProject", { root, events, files: 1 });
      await run("ingest", "ingestTidemark", { root });
      await run("build", "buildTidemark", { root, mode: "full" });
      return [generated(output.rows), ...(await funnelRows(context, { root, prefix: "" }))];
    },
  };
}

/** @throws AppError USAGE for a folder without a generated world */
function kept(root: string): CaseGroup {
  const events = generatedEvents(root);
  return {
    cases: CASES,
    bytes: 0,
    run: async (context) => [generated(events), ...(await funnelRows(context, { root, prefix: "" }))],
  };
}

const generated = (rows: number): BenchRow =>
  benchRow({ case: "all", metric: "events generated", value: rows, unit: "rows" });
