import { sql } from "../../sql/sql.ts";
import { partWriter } from "../parts.ts";
import { seedWords, wordMacros } from "../randomness.ts";
import type { World, WorldResult, WorldRun } from "../world.ts";
import { telecomProject } from "./project.ts";
import { customersTable, daysTable, factRows, factsTable, timeRows } from "./tables.ts";
import { countFacts, tallyTables, telecomTruth } from "./truth.ts";

/** A fact table and its time dimension: network measurements of a mobile operator's customers. */
export const telecom: World = {
  name: "telecom",
  version: 1,
  summary: "mobile operator: network facts with a time dimension",
  defaults: { events: 200_000, days: 730, start: "2018-01-01" },
  minDays: 14,
  generate: generateTelecom,
};

async function generateTelecom(run: WorldRun): Promise<WorldResult> {
  const { warehouse, request, dir, onProgress, signal } = run;
  const seed = seedWords(request.seed);
  await warehouse.exec(
    sql`${wordMacros}${daysTable(request)};${customersTable(request.events, seed)}${tallyTables}
create table numbers as select range as n from range(${Math.min(run.chunkRows, request.events)});`,
    {
      signal,
    },
  );
  const writer = partWriter({ warehouse, dir, format: request.format, signal });
  for (const { from, to, file } of chunks(run)) {
    onProgress({ phase: "facts", done: from, total: request.events, unit: "rows", rows: from });
    await warehouse.exec(factsTable(request, seed, { from, to }), { signal });
    await warehouse.exec(countFacts, { signal });
    await writer.append(file, factRows);
  }
  await writer.append(`time.${request.format}`, timeRows);
  const files = await writer.close();
  return { files, truth: await telecomTruth(run, files), project: telecomProject(request) };
}

/** Runs of rows that are generated and written at once; none crosses a file's border. */
function chunks({
  request: { events, files, format },
  chunkRows,
}: WorldRun): { from: number; to: number; file: string }[] {
  return Array.from({ length: files }, (_, i) => {
    const [first, end] = [Math.floor((i * events) / files), Math.floor(((i + 1) * events) / files)];
    const number = String(i + 1).padStart(String(files).length, "0");
    const file = files === 1 ? `facts.${format}` : `facts-${number}.${format}`;
    return Array.from({ length: Math.ceil((end - first) / chunkRows) }, (_, part) => {
      const from = first + part * chunkRows;
      return { from, to: Math.min(end, from + chunkRows), file };
    });
  }).flat();
}
