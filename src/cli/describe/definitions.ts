import { calendarEvents } from "../../analyses/known-events.ts";
import { conditionText, metricDefinition } from "../../contract/project/definition-text.ts";
import { stepLabel } from "../../contract/project/funnel.ts";
import type { Project } from "../../contract/project/project.ts";
import type { Day } from "../../core/calendar.ts";
import { addPeriods } from "../../core/periods.ts";
import { tableOf } from "../output/sections.ts";
import type { Subject } from "./subject.ts";

const dimensionsOf = ({ dimensions }: Project, on: string | undefined): string | null =>
  Object.entries(dimensions)
    .flatMap(([id, dimension]) => (dimension.on === on ? [id] : []))
    .join(", ") || null;

/** A metric: how it is computed, on what, and by what it can be broken down. */
export function metricSubject(project: Project, id: string): Subject | undefined {
  const metric = Object.hasOwn(project.metrics, id) ? project.metrics[id] : undefined;
  if (metric === undefined) return undefined;
  const ratio = metric.kind === "ratio";
  return {
    kind: "metric",
    id,
    facts: {
      label: metric.label ?? null,
      description: metric.description ?? null,
      definition: metricDefinition(metric),
      filter: ratio ? null : conditionText(metric.filter),
      on: ratio ? null : (metric.on ?? "events"),
      entity: ratio ? null : metric.entity,
      unit: metric.unit ?? null,
      good: metric.good,
      min_volume: metric.min_volume ?? null,
      owner: metric.owner ?? null,
      dimensions: ratio ? null : dimensionsOf(project, metric.on),
      used_in:
        Object.entries(project.metrics)
          .flatMap(([other, m]) => (m.kind === "ratio" && (m.numerator === id || m.denominator === id) ? [other] : []))
          .join(", ") || null,
    },
    sections: [],
  };
}

/** A dimension: its column, and its rules in order. */
export function dimensionSubject(project: Project, id: string): Subject | undefined {
  const dimension = Object.hasOwn(project.dimensions, id) ? project.dimensions[id] : undefined;
  if (dimension === undefined) return undefined;
  const rules = dimension.rules?.map(({ when, then }, i) => [i + 1, conditionText(when), then]) ?? [];
  return {
    kind: "dimension",
    id,
    facts: {
      label: dimension.label ?? null,
      column: dimension.rules === undefined ? (dimension.column ?? id) : null,
      on: dimension.on ?? "events",
      parent: dimension.parent ?? null,
      default: dimension.default ?? null,
    },
    sections:
      rules.length === 0 ? [] : [{ title: "rules", table: tableOf(["order", "when", "value"], rules), empty: "none" }],
  };
}

/** A declared funnel: its steps in order. */
export function funnelSubject(project: Project, id: string): Subject | undefined {
  const funnel = Object.hasOwn(project.funnels, id) ? project.funnels[id] : undefined;
  if (funnel === undefined) return undefined;
  return {
    kind: "funnel",
    id,
    facts: { label: funnel.label ?? null, steps: funnel.steps.map(stepLabel).join(" > ") },
    sections: [],
  };
}

/** A segment: its rule as the project file has it. */
export function segmentSubject(project: Project, id: string): Subject | undefined {
  const segment = Object.hasOwn(project.segments, id) ? project.segments[id] : undefined;
  if (segment === undefined) return undefined;
  const { label, description, ...rule } = segment;
  return {
    kind: "segment",
    id,
    facts: { label: label ?? null, description: description ?? null, rule: JSON.stringify(rule) },
    sections: [],
  };
}

/** An event of the calendar: its rules, and the days they name in the year before and after a day. */
export function calendarSubject(project: Project, id: string, around: Day): Subject | undefined {
  const entry = Object.hasOwn(project.calendar, id) ? project.calendar[id] : undefined;
  if (entry === undefined) return undefined;
  const { label, description, on, before, after } = entry;
  const year = { first: addPeriods(around, -1, "year"), last: addPeriods(around, 1, "year") };
  const days = calendarEvents(project, year, [id]).map(({ first, last }) => [first, last]);
  return {
    kind: "calendar",
    id,
    facts: { label: label ?? null, description: description ?? null, on: [on].flat().join(", "), before, after },
    sections: [{ title: "days", table: tableOf(["first", "last"], days), empty: `none within a year of ${around}` }],
  };
}

/** A declared check, with its fields as written. */
export function checkSubject(project: Project, id: string): Subject | undefined {
  const check = Object.hasOwn(project.checks, id) ? project.checks[id] : undefined;
  if (check === undefined) return undefined;
  const facts = Object.entries(check).map(([key, value]) => [
    key,
    typeof value === "object" ? JSON.stringify(value) : (value ?? null),
  ]);
  return { kind: "check", id, facts: Object.fromEntries(facts), sections: [] };
}
