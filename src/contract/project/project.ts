import { z } from "zod";
import { isTimeZone } from "../../core/calendar.ts";
import { didYouMean } from "../../core/nearest.ts";
import { Checks } from "../checks.ts";
import { Rules } from "../condition.ts";
import { CalendarEntry, NO_ENTRY } from "./calendar-entry.ts";
import { Funnel } from "./funnel.ts";
import { Metric } from "./metric.ts";
import { Sample } from "./sample.ts";
import { SavedForecast } from "./saved-forecast.ts";
import { type FunnelOutcome, Segment, type SegmentRule } from "./segment.ts";
import { Source } from "./source.ts";

const Id = z.string().regex(/^[a-z][a-z0-9_]*$/, "an id is lower-case letters, digits and _, beginning with a letter");

const DimensionSpec = z.strictObject({
  column: z.string().optional().describe("source column; default: the dimension's id"),
  on: z.string().optional().describe("source the dimension belongs to; default: the events"),
  rules: Rules.shape.rules.optional(),
  default: z.string().optional(),
  parent: z.string().optional().describe("id of the dimension one level up"),
  label: z.string().optional(),
});
export type DimensionSpec = z.infer<typeof DimensionSpec>;

const Bytes = z.string().regex(/^\d+(\.\d+)?\s?(MB|GB|MiB|GiB)$/, "write it as 2GB or 512MB");

const Engine = z.strictObject({
  kind: z
    .enum(["duckdb", "clickhouse"])
    .default("duckdb")
    .describe("what answers analyses; the models are built by duckdb and copied to clickhouse"),
  url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("ClickHouse: http(s)://user:password@host:8123/database; the password is better kept in the environment"),
  cluster: z
    .string()
    .regex(/^\w+$/)
    .optional()
    .describe("name of a cluster in the server's configuration: tables of users are then sharded over it"),
  timeout_s: z.int().min(1).optional().describe("ClickHouse: seconds after which a statement is stopped; default 600"),
  statement_memory_limit: Bytes.optional().describe(
    "ClickHouse: memory of one statement on one server; default: memory_limit, where that is given",
  ),
  memory_limit: Bytes.optional().describe(
    "memory of the embedded engine, which also builds for ClickHouse; default: 60 % of the memory limit or RAM, at most 3.5 GB; a server shares it between those who read and what is loaded or built",
  ),
  spill_limit: Bytes.optional().describe(
    "what the engine may write to its temporary folder; default: four times its memory",
  ),
  threads: z.int().min(1).optional().describe("default: one per processor, fewer where memory is short"),
});

/** `tidemark.yml`. Unknown keys are errors; every section but `project` and `sources` may be absent. */
export const Project = z
  .strictObject({
    project: z.strictObject({
      name: z.string().min(1),
      timezone: z
        .string()
        .refine(isTimeZone, { error: ({ input }) => `"${input}" is not a known IANA time zone, such as Europe/Berlin` })
        .default("UTC"),
      week_start: z.enum(["monday", "sunday"]).default("monday"),
    }),
    engine: Engine.default({ kind: "duckdb" }),
    sample: Sample.optional().describe(
      "build the models from whole users chosen by hash, and say so on every number; `tidemark sample` writes it",
    ),
    sources: z.record(Id, Source),
    dimensions: z.record(Id, DimensionSpec).default({}),
    metrics: z.record(Id, Metric).default({}),
    segments: z.record(Id, Segment).default({}),
    funnels: z.record(Id, Funnel).default({}),
    calendar: z.record(Id, CalendarEntry).default({}),
    forecasts: z.record(Id, SavedForecast).default({}),
    checks: Checks.default({}),
  })
  .superRefine((project, ctx) => {
    checkReferences(project, ctx);
    if (needsUrl(project.engine)) ctx.addIssue({ code: "custom", path: ["engine"], message: "`url` is missing" });
  });
export type Project = z.infer<typeof Project>;

const NEEDS_URL: Readonly<Record<z.infer<typeof Engine>["kind"], boolean>> = { duckdb: false, clickhouse: true };
const needsUrl = ({ kind, url }: z.infer<typeof Engine>): boolean => NEEDS_URL[kind] && url === undefined;

interface IssueSink {
  addIssue(issue: { code: "custom"; path: (string | number)[]; message: string }): void;
}

function checkReferences(
  {
    sources,
    metrics,
    dimensions,
    segments,
    funnels,
    calendar,
    forecasts,
  }: Pick<Project, "sources" | "metrics" | "dimensions" | "segments" | "funnels" | "calendar" | "forecasts">,
  ctx: IssueSink,
): void {
  const known = (id: string, ids: object, path: (string | number)[]): void => {
    if (Object.hasOwn(ids, id)) return;
    const names = Object.keys(ids);
    const message = `"${id}" is not declared${didYouMean(id, names)}; declared: ${names.join(", ") || "none"}`;
    ctx.addIssue({ code: "custom", path, message });
  };
  for (const [id, metric] of Object.entries(metrics)) {
    if (metric.kind === "ratio") {
      for (const part of ["numerator", "denominator"] as const) {
        known(metric[part], metrics, ["metrics", id, part]);
        if (metrics[metric[part]]?.kind === "ratio") {
          ctx.addIssue({ code: "custom", path: ["metrics", id, part], message: "a ratio's part cannot be a ratio" });
        }
      }
    } else {
      if (metric.on !== undefined) known(metric.on, sources, ["metrics", id, "on"]);
      for (const key of ["did", "did_not"] as const) {
        if (metric[key] === undefined || metric.entity !== "event") continue;
        const message =
          "only a session, user, item or order can have done an event: name the `entity`, or use `filter`";
        ctx.addIssue({ code: "custom", path: ["metrics", id, key], message });
      }
    }
  }
  if (Object.hasOwn(calendar, NO_ENTRY)) {
    const message = `an entry cannot be called ${NO_ENTRY}: that leaves the calendar out where entries are named`;
    ctx.addIssue({ code: "custom", path: ["calendar", NO_ENTRY], message });
  }
  for (const [id, dimension] of Object.entries(dimensions)) {
    if (dimension.parent !== undefined) known(dimension.parent, dimensions, ["dimensions", id, "parent"]);
    if (dimension.on !== undefined) known(dimension.on, sources, ["dimensions", id, "on"]);
  }
  for (const [id, segment] of Object.entries(segments)) {
    for (const other of segmentReferences(segment)) known(other, segments, ["segments", id]);
    for (const { funnel, step, outcome } of funnelOutcomes(segment)) {
      known(funnel, funnels, ["segments", id]);
      const steps = funnels[funnel]?.steps.length ?? Number.POSITIVE_INFINITY;
      if ((step ?? 2) > steps || (outcome === "dropped" && step === 1)) {
        const message = `nobody can have ${outcome} at step ${step} of the ${steps} of funnel ${funnel}`;
        ctx.addIssue({ code: "custom", path: ["segments", id], message });
      }
    }
    if (segmentParts(id, segments).includes(id))
      ctx.addIssue({ code: "custom", path: ["segments", id], message: "a segment cannot be made of itself" });
  }
  for (const [id, forecast] of Object.entries(forecasts)) {
    for (const metric of [forecast.metric, ...(forecast.metrics ?? [])])
      known(metric, metrics, ["forecasts", id, "metric"]);
    for (const dimension of forecast.by ?? []) known(dimension, dimensions, ["forecasts", id, "by"]);
    if (forecast.segment !== undefined) known(forecast.segment, segments, ["forecasts", id, "segment"]);
    for (const event of forecast.calendar?.filter((name) => name !== NO_ENTRY) ?? [])
      known(event, calendar, ["forecasts", id, "calendar"]);
  }
  for (const id of Object.keys(dimensions)) {
    if (ancestors(id, dimensions).includes(id))
      ctx.addIssue({
        code: "custom",
        path: ["dimensions", id, "parent"],
        message: "a dimension cannot be above itself",
      });
  }
  for (const [id, source] of Object.entries(sources)) {
    for (const target of Object.keys(source.table?.joins ?? {}))
      known(target, sources, ["sources", id, "table", "joins", target]);
  }
}

/** The outcomes of funnels that a rule asks for, at any depth. */
export function funnelOutcomes({ funnel, all = [], any = [], not }: SegmentRule): readonly FunnelOutcome[] {
  const inner = [...all, ...any, ...(not === undefined ? [] : [not])];
  const own = funnel === undefined ? [] : Array.isArray(funnel) ? funnel : [funnel];
  return [...own, ...inner.flatMap(funnelOutcomes)];
}

/** The segments a rule names, at any depth. */
function segmentReferences({ segment, all = [], any = [], not }: SegmentRule): readonly string[] {
  const inner = [...all, ...any, ...(not === undefined ? [] : [not])];
  return [...(segment === undefined ? [] : [segment]), ...inner.flatMap(segmentReferences)];
}

/** The segments that one is made of, at any depth; of a cycle each member once. */
export function segmentParts(id: string, segments: Project["segments"]): readonly string[] {
  const found = new Set(segmentReferences(segments[id] ?? {}));
  // a set that grows while it is read is read to its new end
  for (const part of found) for (const other of segmentReferences(segments[part] ?? {})) found.add(other);
  return [...found];
}

/** The dimensions above one, nearest first; of a cycle each member once. */
export function ancestors(id: string, dimensions: Project["dimensions"]): readonly string[] {
  const found: string[] = [];
  for (let at = dimensions[id]?.parent; at !== undefined && !found.includes(at); at = dimensions[at]?.parent)
    found.push(at);
  return found;
}

/** The sources that are event logs, in the project file's order. */
export function eventSources(project: Project): readonly (readonly [string, Source])[] {
  return Object.entries(project.sources).filter(([, source]) => source.events !== undefined);
}

/** Days after which a day of the event log is taken as complete: of its sources, the one that is awaited longest. */
export function lateDays(project: Project): number {
  return Math.max(0, ...eventSources(project).map(([, source]) => source.late_days));
}

/** The sources that are tables, in the project file's order. */
export function tableSources(project: Project): readonly (readonly [string, Source])[] {
  return Object.entries(project.sources).filter(([, source]) => source.table !== undefined);
}
