import { z } from "zod";
import { isTimeZone } from "../../core/calendar.ts";
import { didYouMean } from "../../core/nearest.ts";
import { Checks } from "../checks.ts";
import { Rules } from "../condition.ts";
import { Metric } from "./metric.ts";
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

const Funnel = z.strictObject({
  steps: z.array(z.string()).min(2).describe("event names, in order"),
  label: z.string().optional(),
});

const Engine = z.strictObject({
  kind: z.literal("duckdb").default("duckdb"),
  memory_limit: z
    .string()
    .regex(/^\d+(\.\d+)?\s?(MB|GB|MiB|GiB)$/, "write it as 2GB or 512MB")
    .optional()
    .describe("default: 60 % of the memory limit or RAM, at most 3.5 GB"),
  threads: z.int().min(1).optional(),
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
    sources: z.record(Id, Source),
    dimensions: z.record(Id, DimensionSpec).default({}),
    metrics: z.record(Id, Metric).default({}),
    funnels: z.record(Id, Funnel).default({}),
    checks: Checks.default({}),
  })
  .superRefine((project, ctx) => checkReferences(project, ctx));
export type Project = z.infer<typeof Project>;

interface IssueSink {
  addIssue(issue: { code: "custom"; path: (string | number)[]; message: string }): void;
}

function checkReferences(
  { sources, metrics, dimensions }: Pick<Project, "sources" | "metrics" | "dimensions">,
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
    } else if (metric.on !== undefined) known(metric.on, sources, ["metrics", id, "on"]);
  }
  for (const [id, dimension] of Object.entries(dimensions)) {
    if (dimension.parent !== undefined) known(dimension.parent, dimensions, ["dimensions", id, "parent"]);
    if (dimension.on !== undefined) known(dimension.on, sources, ["dimensions", id, "on"]);
  }
  for (const [id, source] of Object.entries(sources)) {
    for (const target of Object.keys(source.table?.joins ?? {}))
      known(target, sources, ["sources", id, "table", "joins", target]);
  }
}

/** The sources that are event logs, in the project file's order. */
export function eventSources(project: Project): readonly (readonly [string, Source])[] {
  return Object.entries(project.sources).filter(([, source]) => source.events !== undefined);
}

/** The sources that are tables, in the project file's order. */
export function tableSources(project: Project): readonly (readonly [string, Source])[] {
  return Object.entries(project.sources).filter(([, source]) => source.table !== undefined);
}
