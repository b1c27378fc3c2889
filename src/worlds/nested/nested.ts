import { AppError } from "../../core/errors.ts";
import { raw, sql } from "../../sql/sql.ts";
import { dayChunks, dayFile } from "../day-chunks.ts";
import { partWriter } from "../parts.ts";
import { type SeedWords, seedWords, wordMacros } from "../randomness.ts";
import type { World, WorldResult, WorldRun } from "../world.ts";
import { eventRows, eventsTable } from "./events.ts";
import { lookupTables } from "./lookups.ts";
import { ROWS_PER_SESSION } from "./parameters.ts";
import { nestedProject } from "./project.ts";
import { plannedRows, plannedTable, sessionsTable } from "./sessions.ts";
import { nestedTruth } from "./truth.ts";

/** A shop's hourly funnel over nested dimensions, with faults that are known to the hour. */
export const nested: World = {
  name: "nested",
  version: 1,
  summary: "online shop's hourly funnel over nested dimensions, with planted faults",
  defaults: { events: 1_000_000, days: 35, start: "2025-02-24" },
  minDays: 21,
  generate: generateNested,
};

async function generateNested(run: WorldRun): Promise<WorldResult> {
  const { warehouse, request, dir, onProgress, signal } = run;
  const seed = seedWords(request.seed);
  await warehouse.exec(raw("set disabled_optimizers = 'join_order,build_side_probe_side'"), { signal });
  onProgress({ phase: "sessions", done: 0, total: null, unit: "rows" });
  await warehouse.exec(sql`${wordMacros}${lookupTables(request, seed)}`, { signal });
  await drawSessions(run, seed);
  const writer = partWriter({ warehouse, dir, format: request.format, signal });
  let done = 0;
  for (const days of dayChunks(run)) {
    onProgress({ phase: "events", done, total: request.events, unit: "rows", rows: done });
    await warehouse.exec(eventsTable(days), { signal });
    done += await writer.append(dayFile(request, days.from), eventRows(Date.parse(`${request.start}T00:00:00Z`)));
  }
  const files = await writer.close();
  onProgress({ phase: "truth", done: 0, total: null, unit: "rows" });
  return { files, truth: await nestedTruth(run, files), project: nestedProject(files, request) };
}

/** Creates `sessions` that give exactly the requested rows. */
async function drawSessions({ warehouse, request, signal }: WorldRun, seed: SeedWords): Promise<void> {
  let count = Math.ceil((request.events / ROWS_PER_SESSION) * 1.05) + 500;
  for (let attempt = 0; attempt < 6; attempt++, count = Math.ceil(count * 1.5)) {
    await warehouse.exec(plannedTable(count, request, seed), { signal });
    const { rows } = await warehouse.table(plannedRows, { signal });
    const [added, others] = (rows[0] ?? []).map(Number);
    if (added === undefined || others === undefined || others < request.events - added) continue;
    await warehouse.exec(sql`${sessionsTable(request.events, added)}drop table planned`, { signal });
    return;
  }
  throw new AppError("INTERNAL", `no set of sessions gives ${request.events} events`);
}
