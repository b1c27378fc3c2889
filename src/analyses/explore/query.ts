import type { TypedColumn } from "../../models/event-log.ts";
import type { Query } from "../../sql/query.ts";
import type { AnalysisContext } from "../analysis.ts";
import { type HourUsersRow, hourUsersQuery } from "./activity.ts";
import { type AudienceRow, audienceQuery } from "./audience.ts";
import { type ClockRow, clocksQuery } from "./clocks.ts";
import { type Explored, explored } from "./explored.ts";
import { type HourRow, hoursQuery } from "./hours.ts";
import { type MissingRow, missingQuery } from "./missing.ts";
import { type NumberRow, numbersQuery } from "./numbers.ts";
import { type ExploreParams, SECTIONS, type SectionName } from "./params.ts";
import { type ClockPair, rolesOf, type SharedColumn } from "./roles.ts";
import { DURATION, type SessionRow, sessionRows, sessionsQuery } from "./sessions.ts";
import { type ShareRow, sharesQuery } from "./shares.ts";

/** What is computed: the sections that are asked for and that the columns allow, with their columns. */
export interface Plan {
  readonly rows: Explored;
  readonly sections: readonly SectionName[];
  /** Sections asked for by name that the columns do not allow. */
  readonly refused: readonly SectionName[];
  readonly shared: readonly SharedColumn[];
  readonly numbers: readonly TypedColumn[];
  readonly pairs: readonly ClockPair[];
  readonly own: readonly TypedColumn[];
}

/** @throws AppError USAGE for a source, dimension or segment that does not exist */
export function planOf(params: ExploreParams, context: AnalysisContext): Plan | { readonly undetermined: string } {
  const rows = explored(params, context);
  if ("undetermined" in rows) return rows;
  const roles = rolesOf(rows, context.project);
  const allowed: Readonly<Record<SectionName, boolean>> = {
    volume: true,
    activity: true,
    months: true,
    mix: rows.isLog,
    values: roles.numbers.length > 0,
    top: roles.shared.some(({ section }) => section === "top"),
    users: rows.user !== null,
    sessions: rows.isLog,
    geography: roles.shared.some(({ section }) => section === "geography"),
    technology: roles.shared.some(({ section }) => section === "technology"),
    clocks: roles.pairs.length > 0,
    missing: true,
  };
  const wanted = SECTIONS.filter((name) => params.sections === undefined || params.sections.includes(name));
  const sections = wanted.filter((name) => allowed[name]);
  return {
    rows,
    sections,
    refused: params.sections === undefined ? [] : wanted.filter((name) => !allowed[name]),
    shared: roles.shared.filter(({ section }) => sections.includes(section)),
    numbers: sections.includes("values") ? roles.numbers : [],
    pairs: sections.includes("clocks") ? roles.pairs : [],
    own: roles.own,
  };
}

interface ExploreQueries {
  readonly [name: string]: Query<unknown> | undefined;
  readonly hours: Query<HourRow> | undefined;
  readonly hourUsers: Query<HourUsersRow> | undefined;
  readonly audience: Query<AudienceRow> | undefined;
  readonly shares: Query<ShareRow> | undefined;
  readonly numbers: Query<NumberRow> | undefined;
  readonly sessions: Query<SessionRow> | undefined;
  readonly durations: Query<NumberRow> | undefined;
  readonly clocks: Query<ClockRow> | undefined;
  readonly missing: Query<MissingRow> | undefined;
}

export function exploreQueries(params: ExploreParams, context: AnalysisContext): ExploreQueries {
  const plan = planOf(params, context);
  const none = undefined;
  if ("undetermined" in plan) {
    return {
      hours: none,
      hourUsers: none,
      audience: none,
      shares: none,
      numbers: none,
      sessions: none,
      durations: none,
      clocks: none,
      missing: none,
    };
  }
  const { rows, sections, shared, numbers, pairs, own } = plan;
  const { dialect } = context;
  const has = (name: SectionName): boolean => sections.includes(name);
  const ofSessions = { rows: rows.isLog ? sessionRows(rows, context) : rows.rows, columns: [DURATION], dialect };
  return {
    hours: hoursQuery(rows, context),
    hourUsers: has("activity") ? hourUsersQuery(rows, context) : none,
    audience: audienceQuery(rows, context),
    shares: sharesQuery(rows, { columns: shared, top: params.top, context }),
    numbers: numbersQuery({ rows: rows.rows, columns: numbers, dialect }),
    sessions: rows.isLog ? sessionsQuery(rows, context) : none,
    durations: has("sessions") ? numbersQuery(ofSessions) : none,
    clocks: clocksQuery(rows, pairs, context),
    missing: has("missing") ? missingQuery(rows, own) : none,
  };
}
