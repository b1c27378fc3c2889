import { places } from "../models/geo/dim-places.ts";
import { imputedEvents } from "../models/geo/fct-geo.ts";
import { sql } from "../sql/sql.ts";
import type { BuildRun } from "./build-run.ts";
import type { ModelPlan } from "./plan.ts";

/**
 * Makes the geo clean-up anew from all of `fct_events`: new rows are evidence for old ones, so nothing of it can be
 * kept, and being a function of the finished events alone it is the same after any sequence of loads.
 */
export async function buildGeo(run: BuildRun, { geo }: ModelPlan): Promise<void> {
  if (geo === null) return;
  run.expect(2);
  await run.step("dim_places", () => run.exec(sql`create or replace table dim_places as ${places(geo)}`));
  await run.step("fct_geo", () => run.exec(sql`create or replace table fct_geo as ${imputedEvents(geo)}`));
}
