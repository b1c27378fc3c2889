import { rmSync } from "node:fs";
import { join } from "node:path";
import { raw, sql } from "../../sql/sql.ts";
import { dayChunks, dayFile } from "../day-chunks.ts";
import { partWriter } from "../parts.ts";
import { seedWords, wordMacros } from "../randomness.ts";
import type { World, WorldResult, WorldRun } from "../world.ts";
import { eventRows, eventsTable } from "./events.ts";
import { productPlan } from "./parameters.ts";
import { drawUsers } from "./population.ts";
import { productProject } from "./project.ts";
import { countEvents, tallyTables } from "./tally.ts";
import { productTruth } from "./truth.ts";
import { cohortTables, textTypes } from "./users.ts";
import { calendarTables } from "./visits.ts";

/** The event log of a start-up's app: a feed of posts and a messenger. */
export const product: World = {
  name: "product",
  version: 1,
  summary: "app with a feed and a messenger: views, likes, messages, experiments and incidents",
  defaults: { events: 3_000_000, days: 90, start: "2025-07-06" },
  minDays: 14,
  generate: generateProduct,
};

async function generateProduct(run: WorldRun): Promise<WorldResult> {
  const { warehouse, request, dir, onProgress, signal } = run;
  const plan = productPlan(request);
  // Scans run in parallel by row group; only a database in a file heeds another size than 122,880 rows.
  await warehouse.exec(sql`attach ${join(dir, "users.duckdb")} as fine (row_group_size 2048)`, { signal });
  // The written order is the fast one: the large side first. The engine cannot estimate rows behind unnest.
  await warehouse.exec(raw("set disabled_optimizers = 'join_order,build_side_probe_side'"), { signal });
  await warehouse.exec(textTypes(), { signal });
  await warehouse.exec(sql`${wordMacros}${cohortTables(plan)}${calendarTables(plan)}${tallyTables}`, { signal });
  onProgress({ phase: "users", done: 0, total: null, unit: "rows" });
  const last = await drawUsers(run, plan, seedWords(request.seed));
  const writer = partWriter({ warehouse, dir, format: request.format, signal });
  let done = 0;
  for (const range of dayChunks(run)) {
    onProgress({ phase: "events", done, total: request.events, unit: "rows", rows: done });
    await warehouse.exec(eventsTable(plan, range, last), { signal });
    await warehouse.exec(countEvents, { signal });
    done += await writer.append(dayFile(request, range.from), eventRows(plan));
  }
  const files = await writer.close();
  onProgress({ phase: "truth", done: 0, total: null, unit: "rows" });
  const truth = await productTruth(run, plan, files);
  await warehouse.exec(raw("detach fine"));
  rmSync(join(dir, "users.duckdb"));
  const { omitted } = plan;
  const left = `not planted, as ${request.days} days do not hold all of it: ${omitted.join(", ")}`;
  return { files, truth, project: productProject(files, request), notes: omitted.length === 0 ? [] : [left] };
}
