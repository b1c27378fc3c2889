import { isAbsolute, join } from "node:path";
import type { LakePart } from "../contract/manifest.ts";
import { type Project, tableSources } from "../contract/project/project.ts";
import { AppError } from "../core/errors.ts";
import type { ColumnSet } from "../models/dimension.ts";
import { eventLog, type Schemas } from "../models/event-log.ts";
import type { FactContext } from "../models/fct-events.ts";
import { type GeoPlan, geoPlan } from "../models/geo/geo-plan.ts";
import { type ReadableRelation, readableRelations } from "../models/lab/relations.ts";
import { type TableFact, tableFact, tableFactColumns } from "../models/table-fact.ts";
import type { Dialect } from "../sql/dialect.ts";

/** What is to be modelled: definitions, the sources' columns and the manifest's parts. */
export interface ModelInput {
  /** The project's folder; paths of parts are relative to it. */
  readonly root: string;
  readonly project: Project;
  readonly schemas: Schemas;
  /** Every part of the manifest, quarantine included. */
  readonly parts: readonly LakePart[];
  /** The manifest's version: changes with the set of its parts. */
  readonly dataVersion: string;
}

/** The relations of a project, resolved against the columns its sources really have. */
export interface ModelPlan extends ModelInput {
  readonly dialect: Dialect;
  /** The event log, or null in a project of tables. */
  readonly facts: FactContext | null;
  /** The geo clean-up, or null when no loaded source declares one. */
  readonly geo: GeoPlan | null;
  readonly tables: readonly TableFact[];
  readonly locate: (part: LakePart) => string;
}

/** Relations that a table source's `fct_<source>` must not replace. */
const TAKEN = ["events", "sessions", "event_runs", "user_days", "daily"];

/** @throws AppError CONFIG_INVALID where the project names a column that no source has, or a table takes a model's name */
export function planModels(input: ModelInput, dialect: Dialect): ModelPlan {
  const { project, schemas, root } = input;
  const geo = geoPlan(project, schemas, dialect);
  const taken = geo === null ? TAKEN : [...TAKEN, "geo", "event_places"];
  for (const [id] of tableSources(project)) {
    if (!taken.includes(id)) continue;
    throw new AppError("CONFIG_INVALID", `sources.${id}: a table cannot be called "${id}": fct_${id} is a model`, {
      hint: `call it another name, such as ${id}_table`,
    });
  }
  const log = eventLog(project, schemas);
  return {
    ...input,
    dialect,
    facts: log === null ? null : { project, log, dialect },
    geo,
    tables: tableSources(project).map(([id]) => tableFact(project, schemas, id)),
    locate: ({ path }) => (isAbsolute(path) ? path : join(root, path)),
  };
}

/** The parts that hold rows of a source. */
export function rowParts({ parts }: Pick<ModelInput, "parts">, source: string): readonly LakePart[] {
  return parts.filter((part) => part.kind === "rows" && part.source === source);
}

/** The parts of the event log. */
export function eventParts({ parts, facts }: Pick<ModelPlan, "parts" | "facts">): readonly LakePart[] {
  const sources = new Set(facts?.log.sources ?? []);
  return parts.filter((part) => part.kind === "rows" && sources.has(part.source));
}

/** Rows that parts hold together. */
export const countRows = (parts: readonly LakePart[]): number => parts.reduce((sum, { rows }) => sum + rows, 0);

/** The columns of each table fact that has days, by source: what metrics on tables are computed from. */
export function datedTables({ tables, project, dialect }: ModelPlan): ReadonlyMap<string, ColumnSet> {
  return new Map(
    tables
      .filter(({ time }) => time !== null)
      .map((fact) => [fact.source, { columns: tableFactColumns(fact, project, dialect), complete: fact.complete }]),
  );
}

/** What analyses may know of a plan besides its event log. */
export function analysedRelations(plan: ModelPlan): {
  readonly tables: ReadonlyMap<string, ColumnSet>;
  readonly relations: ReadonlyMap<string, ReadableRelation>;
} {
  return { tables: datedTables(plan), relations: readableRelations(plan) };
}
