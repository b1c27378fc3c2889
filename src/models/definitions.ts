import { eventSources, type Project, tableSources } from "../contract/project/project.ts";
import type { Sample } from "../contract/project/sample.ts";
import type { Schemas } from "./event-log.ts";
import { cartSteps, funnelFlags } from "./fct-sessions.ts";

/** Raised whenever the SQL of a model changes what it holds: models built by another version are rebuilt. */
const MODELS_VERSION = 6;

/** Everything the models are made from besides the rows, as stable text: a change of `relations` rebuilds all of them. */
export interface Definitions {
  readonly relations: string;
  /** What only `fct_daily` depends on. */
  readonly metrics: string;
  /** Part of `relations`, as it is to be said; absent: all users. */
  readonly sample?: Sample;
}

const WORDS = new Set(["label", "description", "owner", "unit", "good", "goal", "min_volume"]);

/** Declarations without what only says how numbers are shown and judged. */
function modelled(declared: Readonly<Record<string, object>>): unknown {
  return Object.entries(declared).map(([id, spec]) => [id, Object.entries(spec).filter(([key]) => !WORDS.has(key))]);
}

export function definitions(project: Project, schemas: Schemas): Definitions {
  const { sample } = project;
  const columns = (id: string): unknown =>
    schemas[id]?.columns.map(({ name, role, type }) => [name, role, type]) ?? null;
  const events = eventSources(project).map(([id, { events: mapping }]) => [
    id,
    mapping?.session !== undefined,
    columns(id),
  ]);
  const tables = tableSources(project).map(([id, { table }]) => [id, table?.joins ?? {}, columns(id)]);
  const places = eventSources(project).flatMap(([id, { geo }]) => (geo === undefined ? [] : [[id, geo]]));
  const relations = [
    MODELS_VERSION,
    project.project.timezone,
    events,
    tables,
    modelled(project.dimensions),
    [...funnelFlags(project)],
    cartSteps(project).map(({ events, where, value }) => [events, where, value]),
    ...(places.length > 0 ? [places] : []),
    ...(sample === undefined ? [] : [sample]),
  ];
  const values = eventSources(project).map(([, source]) => source.events?.value ?? null);
  return {
    relations: JSON.stringify(relations),
    metrics: JSON.stringify([modelled(project.metrics), values]),
    ...(sample === undefined ? {} : { sample }),
  };
}
