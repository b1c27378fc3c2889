import { AppError } from "../../core/errors.ts";
import { raw, sql } from "../../sql/sql.ts";
import { dayChunks, dayFile } from "../day-chunks.ts";
import { partWriter } from "../parts.ts";
import { type SeedWords, seedWords, wordMacros } from "../randomness.ts";
import type { World, WorldResult, WorldRun } from "../world.ts";
import { eventsTable } from "./events.ts";
import { eventRows, lostPlaceRows, profilesTable, textMacros } from "./fields.ts";
import { lookupTables } from "./lookups.ts";
import { type AmplitudePlan, amplitudePlan } from "./parameters.ts";
import { usersTable } from "./population.ts";
import { amplitudeProject } from "./project.ts";
import { plannedRows, plannedTable, sessionsTable } from "./sessions.ts";
import { countChunk, tallyTables } from "./tally.ts";
import { amplitudeTruth } from "./truth.ts";
import { userRows } from "./truth-of-process.ts";

const EVENTS_PER_SESSION = 30;

/** A row is about so many times as wide as another world's, and is sorted as a whole. */
const WIDTH = 8;

/** An Amplitude export of a business application, with sessions, places, clocks and defects like those of a real one. */
export const amplitude: World = {
  name: "amplitude",
  version: 1,
  summary: "Amplitude export of a business application: 54 fields, places, latencies, machines, defects",
  defaults: { events: 1_850_000, days: 28, start: "2025-01-01" },
  minDays: 7,
  formats: ["json"],
  generate: generateAmplitude,
};

async function generateAmplitude(run: WorldRun): Promise<WorldResult> {
  const { warehouse, request, dir, onProgress, signal } = run;
  const plan = amplitudePlan(request);
  const seed = seedWords(request.seed);
  await warehouse.exec(raw("set disabled_optimizers = 'join_order,build_side_probe_side'"), { signal });
  onProgress({ phase: "users", done: 0, total: null, unit: "rows" });
  await warehouse.exec(sql`${wordMacros}${textMacros}${lookupTables(plan)}${usersTable(plan, seed)}${tallyTables}`, {
    signal,
  });
  await drawSessions(run, plan, seed);
  const writer = partWriter({ warehouse, dir, format: request.format, signal });
  const sides = partWriter({ warehouse, dir, format: "csv", signal });
  let done = 0;
  for (const days of dayChunks({ request, chunkRows: run.chunkRows / WIDTH })) {
    onProgress({ phase: "events", done, total: request.events, unit: "rows", rows: done });
    await warehouse.exec(sql`${eventsTable(plan, days)};${profilesTable}${countChunk(plan)}`, { signal });
    await sides.append("truth-places.csv", lostPlaceRows);
    done += await writer.append(dayFile(request, days.from), eventRows(plan));
  }
  await sides.append("truth-users.csv", userRows);
  await sides.close();
  const files = await writer.close();
  onProgress({ phase: "truth", done: 0, total: null, unit: "rows" });
  return { files, truth: await amplitudeTruth(run, plan, files), project: amplitudeProject(files, request) };
}

/** Creates `sessions` that give exactly the requested rows. */
async function drawSessions(
  { warehouse, request, signal }: WorldRun,
  plan: AmplitudePlan,
  seed: SeedWords,
): Promise<void> {
  let count = Math.ceil((request.events / EVENTS_PER_SESSION) * 1.3) + 2 * plan.users;
  for (let attempt = 0; attempt < 8; attempt++, count *= 2) {
    await warehouse.exec(plannedTable(count, plan, seed), { signal });
    const { rows } = await warehouse.table(plannedRows, { signal });
    if (Number(rows[0]?.[0]) < request.events) continue;
    await warehouse.exec(sql`${sessionsTable(plan, request.events)};drop table planned`, { signal });
    return;
  }
  throw new AppError("INTERNAL", `no set of sessions gives ${request.events} events`);
}
