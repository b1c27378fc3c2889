import type { CaseContext } from "../case-group.ts";
import { forgetCached } from "../file-cache.ts";
import { quantile } from "../order-statistics.ts";
import { projectFiles } from "../project-files.ts";
import { type BenchRow, benchRow } from "../result.ts";
import { FUNNEL_CASES } from "./funnel-cases.ts";
import { requireSameFigures } from "./same-figures.ts";

const RUNS = 5;
/** No further warm run of a question begins this long after the first. */
export const WARM_MS = 60_000;
const PLAIN = "plainest SQL on the engine";

interface FunnelRowsOptions {
  readonly root: string;
  /** What stands before the names of the cases. */
  readonly prefix: string;
}

/** Funnels, sessions and retention of a built project: the first answer of a process, later ones, and plain SQL. */
export async function funnelRows(
  { run, wants, repeat }: CaseContext,
  { root, prefix }: FunnelRowsOptions,
): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  const timed = { root, runs: RUNS * repeat, withinMs: WARM_MS };
  for (const { name: own, analysis, params, plain: reference } of FUNNEL_CASES) {
    const name = `${prefix}${own}`;
    if (!wants(name)) continue;
    forgetCached(projectFiles(root));
    const { output, peakRssBytes } = await run(name, "timeColdAndWarm", { ...timed, analysis, params });
    const plain =
      reference === null ? null : await run(`${name}, plain SQL`, "timePlainSql", { ...timed, sql: reference.sql });
    if (reference !== null && plain !== null)
      requireSameFigures(reference.figures(output.result, plain.output.rows), name);
    const beside = (of: (found: NonNullable<typeof plain>) => number): { name: string; value: number } | undefined =>
      plain === null ? undefined : { name: PLAIN, value: of(plain) };
    rows.push(
      benchRow({ case: name, metric: "cold: opened and answered", value: output.coldMs, unit: "ms" }),
      benchRow(
        {
          case: name,
          metric: `warm, median of ${output.warmMs.length}`,
          value: quantile(output.warmMs, 0.5),
          unit: "ms",
        },
        beside((found) => quantile(found.output.ms, 0.5)),
      ),
      benchRow(
        { case: name, metric: "peak RSS", value: peakRssBytes, unit: "bytes" },
        beside((found) => found.peakRssBytes),
      ),
    );
  }
  return rows;
}
