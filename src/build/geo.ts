import { places } from "../models/geo/dim-places.ts";
import { eventPlaces } from "../models/geo/fct-event-places.ts";
import { imputedEvents } from "../models/geo/fct-geo.ts";
import type { GeoPlan, Level } from "../models/geo/geo-plan.ts";
import { imputedCounts, observedCounts } from "../models/geo/masked-recovery.ts";
import { sql } from "../sql/sql.ts";
import type { BuildRun } from "./build-run.ts";
import type { ModelPlan } from "./plan.ts";
import type { BuildFinding } from "./report.ts";
import { plural } from "./table-facts.ts";

/** Relations of the geo clean-up, in the order in which they are made. */
export const GEO_RELATIONS = ["dim_places", "fct_geo"] as const;

/**
 * Makes the geo clean-up anew from all of `fct_events`: new rows are evidence for old ones, so nothing of it can be
 * kept, and being a function of the finished events alone it is the same after any sequence of loads.
 */
export async function buildGeo(run: BuildRun, { geo }: ModelPlan): Promise<void> {
  if (geo === null) return;
  run.expect(GEO_RELATIONS.length);
  await run.step("dim_places", () => run.exec(sql`create or replace table dim_places as ${places(geo)}`));
  await run.step("fct_geo", () => run.exec(sql`create or replace table fct_geo as ${imputedEvents(geo)}`));
  await run.exec(sql`create or replace view fct_event_places as ${eventPlaces(geo)}`);
}

const EXAMPLES = 5;

/** What the clean-up imputed, and the countries it does not recognise. */
export async function geoFindings(run: BuildRun, geo: GeoPlan | null): Promise<readonly BuildFinding[]> {
  if (geo === null) return [];
  const found: BuildFinding[] = [];
  for (const level of geo.levels) found.push(...(await imputedFinding(run, level)));
  const names = await run.cells(sql`select country, sum(events) as events from dim_places
    where country is not null and country_code is null group by country order by events desc, country`);
  if (names.length > 0) {
    const examples = names.slice(0, EXAMPLES).map(([name, n]) => `${name} (${plural(Number(n), "row")})`);
    found.push({
      code: "unknown_countries",
      level: "note",
      count: names.length,
      message: `${names.length === 1 ? "1 country is" : `${names.length} countries are`} not in ISO 3166: ${examples.join(", ")}`,
    });
  }
  return found;
}

async function imputedFinding(run: BuildRun, level: Level): Promise<readonly BuildFinding[]> {
  const [observed] = await run.cells(observedCounts(level));
  const unknown = Number(observed?.[1] ?? 0);
  if (unknown === 0) return [];
  const methods = await run.cells(imputedCounts(level, run.warehouse.dialect));
  const imputed = methods.reduce((sum, [, cells]) => sum + Number(cells), 0);
  const by = methods.map(([method, cells]) => `${method} ${Number(cells).toLocaleString("en-US")}`).join(", ");
  return [
    {
      code: "imputed_places",
      level: "note",
      count: imputed,
      message: `${plural(unknown, "row")} without a ${level}: ${imputed.toLocaleString("en-US")} imputed${by === "" ? "" : ` (${by})`}`,
    },
  ];
}
