import { z } from "zod";
import type { AnyAnalysis } from "../analyses/analysis.ts";
import type { Project } from "../contract/project/project.ts";
import { DimensionFilter } from "../contract/selection.ts";
import { AppError } from "../core/errors.ts";
import { didYouMean } from "../core/nearest.ts";
import { checkNames } from "../models/metrics/metric-request.ts";

type Parameters = Readonly<Record<string, unknown>>;
type Issue = z.core.$ZodIssue;

/**
 * An analysis' parameters, parsed, with their defaults; what they name is declared in the project.
 * @throws AppError USAGE with a sentence per problem
 */
export function checkedParameters(analysis: AnyAnalysis, input: Parameters, project: Project): Parameters {
  const parsed = analysis.params.safeParse(input);
  if (!parsed.success) {
    const problems = parsed.error.issues.flatMap((issue) => sentences(issue, { analysis, input }));
    throw new AppError("USAGE", [...new Set(problems)].join("\n"), { hint: helpOn(analysis) });
  }
  const { metric, metrics, by, where, segment } = Named.parse(parsed.data);
  // an analysis of any table means columns by these names, and looks them up where it knows the table
  const names = analysis.anyTable === true ? { by: [], filters: [] } : { by, filters: where };
  checkNames({ metrics: [...metric, ...metrics], ...names, segment }, project);
  const { from, to } = Days.parse(parsed.data);
  if (from !== undefined && to !== undefined && from >= to)
    throw new AppError("USAGE", `from ${from} is not before to ${to}`, { hint: "`to` is the day after the last one" });
  return parsed.data as Parameters;
}

const Names = z
  .union([z.array(z.string()), z.string().transform((name) => [name])])
  .optional()
  .catch(undefined)
  .transform((names) => names ?? []);

/** The parameters that mean the same in every analysis. */
const Named = z.object({
  metric: Names,
  metrics: Names,
  by: Names,
  where: z.array(DimensionFilter).catch([]),
  segment: z.string().optional().catch(undefined),
});

const Days = z.object({ from: z.iso.date().optional().catch(undefined), to: z.iso.date().optional().catch(undefined) });

const helpOn = ({ id }: AnyAnalysis): string => `see \`tidemark run ${id} --help\``;

/** Names of an analysis' parameters, in their order. */
export function parameterNames({ params }: Pick<AnyAnalysis, "params">): readonly string[] {
  return Object.keys((z.toJSONSchema(params, { io: "input" }) as { properties?: object }).properties ?? {});
}

interface Given {
  readonly analysis: AnyAnalysis;
  readonly input: Parameters;
}

function sentences(issue: Issue, given: Given): readonly string[] {
  if (issue.code === "unrecognized_keys" && issue.path.length === 0) {
    const names = parameterNames(given.analysis);
    return issue.keys.map((key) => `${given.analysis.id} has no parameter "${key}"${didYouMean(key, names)}`);
  }
  // a value of a list is shown: where it stood says nothing more
  const name = issue.path.filter((part) => typeof part === "string").join(".");
  return [`${name}${complaint(issue, valueAt(given.input, issue.path))}`];
}

function complaint(issue: Issue, value: unknown): string {
  const shown = JSON.stringify(value);
  switch (issue.code) {
    case "invalid_value":
      if (value === undefined) return ` is missing: one of ${issue.values.join(", ")}`;
      return ` ${shown} is not one of ${issue.values.join(", ")}${didYouMean(String(value), issue.values.map(String))}`;
    case "invalid_type":
      return value === undefined ? " is missing" : ` takes ${KINDS[issue.expected] ?? issue.expected}, not ${shown}`;
    case "too_small":
      return sizeComplaint(issue.inclusive === false ? "more than" : "at least", issue.minimum, value);
    case "too_big":
      return sizeComplaint(issue.inclusive === false ? "less than" : "at most", issue.maximum, value);
    case "invalid_format":
      return issue.format === "date" ? ` takes a date such as 2024-01-31, not ${shown}` : `: ${issue.message}`;
    default:
      return `: ${issue.message}`;
  }
}

const KINDS: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
};

function sizeComplaint(bound: string, limit: number | bigint, value: unknown): string {
  if (!Array.isArray(value)) return ` must be ${bound} ${limit}, not ${JSON.stringify(value)}`;
  return ` takes ${bound} ${limit} ${limit === 1 ? "value" : "values"}, not ${value.length}`;
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    data,
  );
}
