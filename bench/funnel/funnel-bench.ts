import type { Bench, CaseGroup } from "../case-group.ts";
import { benchRow } from "../result.ts";
import { sizeName } from "../size-name.ts";
import { FUNNEL_CASES } from "./funnel-cases.ts";
import { funnelRows } from "./funnel-rows.ts";

/** Peak disk space per row: the CSV, the lake, the warehouse and what a build spills. */
const ROW_BYTES = 450;

export const funnelBench: Bench = {
  name: "funnel",
  summary: "funnels, sessions and retention from the events against the plainest hand-written SQL",
  groups: ({ events }) => [group(events)],
};

function group(events: number): CaseGroup {
  return {
    cases: FUNNEL_CASES.map(({ name }) => name),
    bytes: events * ROW_BYTES,
    run: async (context) => {
      const { dir, run } = context;
      const root = `${dir}/project`;
      const { output } = await run(`generate ${sizeName(events)}`, "shopProject", { root, events, files: 1 });
      await run("ingest", "ingestTidemark", { root });
      await run("build", "buildTidemark", { root, mode: "full" });
      const generated = benchRow({ case: "all", metric: "events generated", value: output.rows, unit: "rows" });
      return [generated, ...(await funnelRows(context, { root, prefix: "" }))];
    },
  };
}
