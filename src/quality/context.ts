import type { IngestedFile, LakePart } from "../contract/manifest.ts";
import { eventSources, lateDays, type Project } from "../contract/project/project.ts";
import type { EventMapping } from "../contract/project/source.ts";
import type { CheckRun } from "../contract/quality.ts";
import type { SourceSchema } from "../contract/source-schema.ts";
import { addDays, type Day, dayOf, startOfDayMs } from "../core/calendar.ts";
import type { Dialect } from "../sql/dialect.ts";
import type { Relation } from "./relation.ts";

/** What the manifest knows of one source. */
export interface SourceFlow {
  readonly id: string;
  readonly kind: "events" | "table";
  readonly schema: SourceSchema | undefined;
  readonly files: readonly IngestedFile[];
  readonly parts: readonly LakePart[];
}

/** Everything a check is planned from. No clock: every instant is given. */
export interface QualityContext {
  readonly project: Project;
  readonly dialect: Dialect;
  /** Models that exist, by name. */
  readonly relations: ReadonlyMap<string, Relation>;
  readonly sources: readonly SourceFlow[];
  /** Data up to here is judged; null when nothing has a time. */
  readonly asOfMs: number | null;
  /** The instant freshness and mutes are judged at. */
  readonly nowMs: number;
  /** When the newest file was committed: an event later than this is in the future. Null before any load. */
  readonly loadedAtMs: number | null;
  /** Column profiles are taken along in the scans. */
  readonly profiled: boolean;
  /** Earlier runs, newest first. */
  readonly previous: readonly CheckRun[];
}

/** Why a check of event logs is skipped where there are none. */
export const NOT_EVENTS = { skip: "the project has no event source" };

/** Why a check of sessions is skipped where there are none. */
export const WITHOUT_SESSIONS = { skip: "there is no fct_sessions" };

/** True when an event source maps the role. */
export function mapsRole(project: Project, role: keyof EventMapping): boolean {
  return eventSources(project).some(([, { events }]) => events?.[role] !== undefined);
}

export const EVENTS = "fct_events";
export const SESSIONS = "fct_sessions";
export const STAGED_EVENTS = "stg_events";
export const QUARANTINE = "quarantine";

/** The last day of the project's zone that had ended at the as-of instant and is no longer awaited; null without time. */
export function lastCompleteDay({ project, asOfMs }: Pick<QualityContext, "project" | "asOfMs">): Day | null {
  if (asOfMs === null) return null;
  const zone = project.project.timezone;
  const today = dayOf(asOfMs, zone);
  const ended = startOfDayMs(today, zone) <= asOfMs ? addDays(today, -1) : addDays(today, -2);
  return addDays(ended, -lateDays(project));
}

/** Sum of a count over the source's files. */
export function total(flow: SourceFlow, field: "rowsRead" | "kept" | "duplicates" | "quarantined"): number {
  return flow.files.reduce((sum, file) => sum + file[field], 0);
}
