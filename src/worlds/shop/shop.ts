import { rmSync } from "node:fs";
import { join } from "node:path";
import { raw, sql } from "../../sql/sql.ts";
import { dayChunks, dayFile } from "../day-chunks.ts";
import { partWriter } from "../parts.ts";
import { seedWords, wordMacros } from "../randomness.ts";
import type { World, WorldResult, WorldRun } from "../world.ts";
import { catalogueTables } from "./catalogue-tables.ts";
import { eventRows, eventsTable } from "./events.ts";
import { type ShopPlan, shopPlan } from "./parameters.ts";
import { drawUsers } from "./population.ts";
import { shopProject } from "./project.ts";
import { sessionsTable } from "./sessions.ts";
import { shareSession } from "./shared-session.ts";
import { countEvents, tallyTables } from "./tally.ts";
import { shopTruth } from "./truth.ts";
import { calendarTables } from "./users.ts";

/** An online shop's event log in the nine columns of the REES46 files. */
export const shop: World = {
  name: "shop",
  version: 1,
  summary: "online shop: views, carts, purchases in the REES46 columns",
  defaults: { events: 1_000_000, days: 61, start: "2019-10-01" },
  minDays: 14,
  generate: generateShop,
};

async function generateShop(run: WorldRun): Promise<WorldResult> {
  const { warehouse, request, dir, onProgress, signal } = run;
  const plan = shopPlan(request);
  const seed = seedWords(request.seed);
  // Scans run in parallel by row group: the default of 122,880 rows would leave the users to one thread, and only a
  // database in a file heeds another size.
  await warehouse.exec(sql`attach ${join(dir, "users.duckdb")} as fine (row_group_size 8192)`, { signal });
  // The written order is the fast one: the large side first. The engine cannot estimate rows behind unnest.
  await warehouse.exec(raw("set disabled_optimizers = 'join_order,build_side_probe_side'"), { signal });
  await warehouse.exec(raw("create type event_type as enum ('view', 'cart', 'purchase')"), { signal });
  await warehouse.exec(sql`${wordMacros}${calendarTables(plan)}${catalogueTables(plan, seed)}`, { signal });
  await warehouse.exec(tallyTables, { signal });
  onProgress({ phase: "users", done: 0, total: null, unit: "rows" });
  const spans = weekSpans(plan, run);
  const withSessions = spans.length === 1;
  await drawUsers(run, plan, { seed, withSessions });
  const writer = partWriter({ warehouse, dir, format: request.format, signal });
  let done = 0;
  let shared: Awaited<ReturnType<typeof shareSession>>;
  for (const span of spans) {
    if (!withSessions) await warehouse.exec(sessionsTable(plan, span.from, span.to), { signal });
    if (span.from === 0) shared = await shareSession(warehouse);
    for (const { from, to } of dayChunks(run, { from: span.dayFrom, to: span.dayTo })) {
      onProgress({ phase: "events", done, total: request.events, unit: "rows", rows: done });
      await warehouse.exec(eventsTable(plan, from, to), { signal });
      await warehouse.exec(countEvents(plan, from, to), { signal });
      done += await writer.append(dayFile(request, from), eventRows(plan));
    }
    await warehouse.exec(
      sql`create or replace temp table carried as select * from sessions where end_s >= ${span.dayTo * 86_400}`,
      { signal },
    );
  }
  const files = await writer.close();
  onProgress({ phase: "truth", done: 0, total: null, unit: "rows" });
  const truth = await shopTruth(run, plan, { files, shared });
  await warehouse.exec(raw("detach fine"));
  rmSync(join(dir, "users.duckdb"));
  return { files, truth, project: shopProject(files, request) };
}

interface WeekSpan {
  readonly from: number;
  readonly to: number;
  readonly dayFrom: number;
  readonly dayTo: number;
}

/** Runs of weeks whose sessions fit in memory together; every day of the window is in exactly one. */
function weekSpans(plan: ShopPlan, { request: { events }, chunkRows }: WorldRun): readonly WeekSpan[] {
  const perSpan = Math.max(1, Math.floor((6 * chunkRows) / ((7 * events) / plan.days)));
  const spans: WeekSpan[] = [];
  for (let from = 0; from < plan.weeks.length; from += perSpan) {
    const to = Math.min(plan.weeks.length, from + perSpan) - 1;
    const monday = (week: number): number => plan.weeks[week]?.monday ?? plan.days;
    spans.push({ from, to, dayFrom: Math.max(0, monday(from)), dayTo: Math.min(plan.days, monday(to + 1)) });
  }
  return spans;
}
