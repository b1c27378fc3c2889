import { z } from "zod";
import type { AnyAnalysis } from "../analyses/analysis.ts";
import { ANALYSES } from "../analyses/registry.ts";
import type { CommandOption } from "./command.ts";

/** A parameter of an analysis as JSON Schema describes it. */
export interface ParameterSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly ParameterSchema[];
  readonly oneOf?: readonly ParameterSchema[];
  readonly items?: ParameterSchema;
  readonly description?: string;
  readonly default?: unknown;
}

/** An analysis' parameters by name, in their order. */
export function parameterSchemas({ params }: Pick<AnyAnalysis, "params">): Readonly<Record<string, ParameterSchema>> {
  return (
    (
      z.toJSONSchema(params, { io: "input", unrepresentable: "any" }) as {
        properties?: Record<string, ParameterSchema>;
      }
    ).properties ?? {}
  );
}

/** The types a parameter may have: `string`, `number`, `integer`, `boolean`, `array`, `object`, `null`. */
export function parameterTypes({ type, anyOf = [], oneOf = [] }: ParameterSchema): readonly string[] {
  const own = typeof type === "string" ? [type] : (type ?? []);
  return [...own, ...[...anyOf, ...oneOf].flatMap(parameterTypes)];
}

/** How a parameter is written as a flag. */
export const flagName = (parameter: string): string => parameter.replaceAll("_", "-");

/** A flag for each parameter of an analysis. */
export function analysisOptions(analysis: AnyAnalysis): readonly CommandOption[] {
  return Object.entries(parameterSchemas(analysis)).map(([name, schema]) => {
    const types = parameterTypes(schema);
    const kind = types.includes("array") ? "list" : types.includes("boolean") ? "switch" : "text";
    return { name: flagName(name), kind, placeholder: placeholder(name, schema), describe: describe(schema) };
  });
}

const MAX_PLACEHOLDER = 18;

function placeholder(name: string, schema: ParameterSchema): string {
  const words = wordsOf(schema);
  if (words.length > 0 && words.join("|").length <= MAX_PLACEHOLDER) return words.join("|");
  if (name === "from" || name === "to") return "date";
  if (name === "by") return "dimension";
  if (name === "where") return "filter";
  const [type = "value"] = parameterTypes(schema);
  return type === "integer" || type === "number" ? "n" : flagName(name).replace(/(?<=[^usi])s$/, "");
}

function wordsOf({ enum: words = [], anyOf = [], oneOf = [], items }: ParameterSchema): readonly string[] {
  return [...words.map(String), ...[...anyOf, ...oneOf, ...(items === undefined ? [] : [items])].flatMap(wordsOf)];
}

function describe(schema: ParameterSchema): string {
  const { description = "", default: value } = schema;
  const words = wordsOf(schema).filter((word) => !description.includes(word));
  const told = value === undefined || typeof value === "object" || /\bdefault\b/.test(description);
  const parts = [words.length > 0 ? `${description} (${wordsOf(schema).join(", ")})` : description];
  return [...parts, ...(told ? [] : [`default ${String(value)}`])].join("; ");
}

/** The first argument that is no option and no option's value. @param flags options without a value */
export function firstPositional(argv: readonly string[], flags: ReadonlySet<string>): string | undefined {
  return argv.find((arg, i) => {
    const before = argv[i - 1];
    const isValue = before?.startsWith("--") === true && !before.includes("=") && !flags.has(before.slice(2));
    return !arg.startsWith("--") && !isValue;
  });
}

/** Names of the flags that some analysis has and that take no value. */
export function switchNames(): readonly string[] {
  return ANALYSES.flatMap(analysisOptions)
    .filter(({ kind }) => kind === "switch")
    .flatMap(({ name }) => [name, `no-${name}`]);
}
