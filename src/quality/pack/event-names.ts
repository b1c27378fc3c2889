import type { Condition, Scalar } from "../../contract/condition.ts";
import { stepEvents } from "../../contract/project/funnel.ts";
import { eventSources, type Project } from "../../contract/project/project.ts";
import { ident, joinSql, raw, sql } from "../../sql/sql.ts";
import type { PackCheck } from "../check.ts";
import { EVENTS, NOT_EVENTS } from "../context.ts";
import { countJudgement, isBlank, numberOf } from "../evidence.ts";
import { count, counted, listed, percent } from "../wording.ts";

/** The tracking plan: the names of an `accepted` contract on the event column; null without one. */
function plannedEvents({ checks, sources }: Pick<Project, "checks" | "sources">): readonly string[] | null {
  const names = Object.values(checks).flatMap((check) =>
    check.check === "accepted" && check.column === "event" && sources[check.on]?.table === undefined
      ? check.values.map(String)
      : [],
  );
  return names.length === 0 ? null : [...new Set(names)];
}

function namesIn(condition: Condition | undefined): readonly string[] {
  const predicate = condition?.["event"];
  if (predicate === undefined) return [];
  if (typeof predicate !== "object") return [String(predicate)];
  if (Array.isArray(predicate)) return (predicate as readonly Scalar[]).map(String);
  return [...(predicate.eq === undefined ? [] : [predicate.eq]), ...(predicate.in ?? [])].map(String);
}

/** Every event name that the project's definitions speak of, with the first place that does. */
function referencedEvents(project: Project): ReadonlyMap<string, string> {
  const places: [string, string][] = [
    ...Object.entries(project.funnels).flatMap(([id, { steps }]) =>
      steps.flatMap(stepEvents).map((name): [string, string] => [name, `funnels.${id}`]),
    ),
    ...eventSources(project).flatMap(([id, { events }]) => {
      const value = events?.value;
      return typeof value === "object"
        ? value.events.map((name): [string, string] => [name, `sources.${id}.events.value`])
        : [];
    }),
    ...Object.entries(project.metrics).flatMap(([id, metric]) =>
      metric.kind === "ratio" ? [] : namesIn(metric.filter).map((name): [string, string] => [name, `metrics.${id}`]),
    ),
  ];
  return new Map(places.toReversed());
}

export const unknownEvent: PackCheck = {
  title: "Unknown events",
  severity: "warn",
  threshold: 0,
  unit: "rows",
  measures:
    "Events without a name, and, where an `accepted` contract on the column `event` declares a tracking plan, events outside it.",
  undetermined: "There are no events.",
  probes: ({ relations, project, dialect }) => {
    const events = relations.get(EVENTS);
    if (events === undefined) return NOT_EVENTS;
    const plan = plannedEvents(project);
    const nameless = isBlank(events, "event");
    const names = plan === null ? null : joinSql(plan.map((name) => sql`${name}`));
    const unknown = names === null ? nameless : sql`(${nameless} or event not in (${names}))`;
    return [
      {
        relation: EVENTS,
        measures: { n: raw("count(*)"), nameless: dialect.countIf(nameless), failing: dialect.countIf(unknown) },
        judge: ({ scan }) => {
          const [n, failing, blank] = [numberOf(scan["n"]), numberOf(scan["failing"]), numberOf(scan["nameless"])];
          const outside =
            plan === null
              ? ""
              : `, ${count(failing - blank)} have one outside the ${counted(plan.length, "planned name")}`;
          const sentence =
            failing === 0
              ? `Each of ${counted(n, "event")} has a ${plan === null ? "" : "planned "}name.`
              : `${count(blank)} of ${counted(n, "event")} have no name${outside} (${percent(failing / n)} together).`;
          return countJudgement({ failing, n }, sentence, "events");
        },
        sample: () =>
          sql`select event, count(*) as events, min(event_time) as first_time from ${ident(EVENTS)} where ${unknown} group by event order by events desc, event limit 5`,
      },
    ];
  },
};

export const unusedEventName: PackCheck = {
  title: "Defined event names that never occur",
  severity: "warn",
  threshold: 0,
  unit: "names",
  measures:
    "Event names in funnels, metric filters and value mappings that no event has: usually a typing error in the project file.",
  undetermined: "There are no events.",
  probes: ({ relations, project, dialect }) => {
    if (!relations.has(EVENTS)) return NOT_EVENTS;
    const referenced = [...referencedEvents(project)];
    if (referenced.length === 0) return { skip: "no funnel, metric or value names an event" };
    const measures = referenced.map(([name], i) => [`name_${i}`, dialect.countIf(sql`event = ${name}`)] as const);
    return [
      {
        relation: EVENTS,
        measures: { n: raw("count(*)"), ...Object.fromEntries(measures) },
        judge: ({ scan }) => {
          const n = numberOf(scan["n"]);
          const absent = referenced.filter((_, i) => numberOf(scan[`name_${i}`]) === 0);
          const names = absent.map(([name]) => name);
          const sentence =
            absent.length === 0
              ? `All ${counted(referenced.length, "event name")} in the project file occur.`
              : `${listed(names)} ${names.length === 1 ? "is" : "are"} named in ${[...new Set(absent.map(([, place]) => place))].join(", ")} but no event is called that.`;
          const sample = {
            columns: ["event", "named_in"],
            rows: absent.slice(0, 5).map(([name, place]) => [name, place]),
          };
          const judgement = countJudgement({ failing: absent.length, n }, sentence, "events");
          return judgement.kind === "measured" ? { ...judgement, sample } : judgement;
        },
      },
    ];
  },
};
