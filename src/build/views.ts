import { isSampled } from "../models/sample.ts";
import { conformEvents, stagedColumns, stageQuarantine, stageSource, stgName } from "../models/staging.ts";
import { ident, joinSql, raw, type Sql, sql } from "../sql/sql.ts";
import type { RunOptions, Warehouse } from "../warehouse/port.ts";
import { eventParts, type ModelInput, type ModelPlan, planModels, rowParts } from "./plan.ts";

const STG_EVENTS = "stg_events";

/** The `create view` statements of the staged relations, in order. */
export function viewStatements(plan: ModelPlan): readonly Sql[] {
  const { project, schemas, facts, parts } = plan;
  const view = (name: string, text: Sql): Sql => sql`create or replace view ${ident(name)} as ${text}`;
  // An event source called "events" is read inside stg_events, which would have the same name.
  const ids = Object.keys(project.sources).filter((id) => stgName(id) !== STG_EVENTS || facts === null);
  const sources = ids.map((id) => view(stgName(id), stageSource(rowParts(plan, id), stagedColumns(schemas[id]), plan)));
  const events = facts === null ? [] : [view(STG_EVENTS, stagedEvents(plan, eventParts(plan)))];
  const quarantined = parts.filter(({ kind }) => kind === "quarantine");
  return [...sources, ...events, view("quarantine", stageQuarantine(quarantined, plan))];
}

/**
 * Makes `stg_<source>`, `stg_events` and `quarantine` list the manifest's parts at the project's present place. To be
 * called whenever a warehouse is opened: the project's folder may have been moved.
 */
export async function refreshViews(warehouse: Warehouse, input: ModelInput, options: RunOptions = {}): Promise<void> {
  for (const statement of viewStatements(planModels(input, warehouse.dialect)))
    await warehouse.exec(statement, options);
}

/** The rows of some parts of the event log, as `stg_events` would give them. */
export function stagedEvents(plan: ModelPlan, parts: ModelPlan["parts"]): Sql {
  const { facts, schemas, dialect } = plan;
  if (facts === null) throw new RangeError("the project has no event source");
  const selects = facts.log.sources.map((id) => {
    const own = stagedColumns(schemas[id]);
    const rows = stageSource(
      parts.filter(({ source }) => source === id),
      own,
      plan,
    );
    return conformEvents(sql`(${rows}) as ${raw("part_rows")}`, { log: facts.log, own, dialect });
  });
  const all = joinSql(selects, " union all ");
  const { sample } = plan.project;
  return sample === undefined ? all : sql`select * from (${all}) as all_rows where ${isSampled(sample, dialect)}`;
}
