import type { AnyAnalysis } from "../analyses/analysis.ts";
import { parseFilter } from "../contract/filter-text.ts";
import { AppError } from "../core/errors.ts";
import { didYouMean } from "../core/nearest.ts";
import { flagName, type ParameterSchema, parameterSchemas, parameterTypes } from "./analysis-options.ts";
import { listOption, type OptionValues } from "./command.ts";

/**
 * An analysis' parameters as the command line gives them: a flag each, or `--param key=value`. Texts become what the
 * parameter's schema asks for where they can; whether they are right is for the schema to say.
 * @throws AppError USAGE naming the parameter
 */
export function analysisParameters(analysis: AnyAnalysis, options: OptionValues): Readonly<Record<string, unknown>> {
  const schemas = parameterSchemas(analysis);
  const texts = new Map<string, readonly string[]>();
  for (const name of Object.keys(schemas)) {
    const value = options[flagName(name)];
    if (value !== undefined) texts.set(name, typeof value === "object" ? value : [String(value)]);
  }
  for (const text of listOption(options, "param")) {
    const at = text.indexOf("=");
    const key = (at < 0 ? text : text.slice(0, at)).replaceAll("-", "_");
    if (!Object.hasOwn(schemas, key)) throw noParameter(analysis, key, Object.keys(schemas));
    if (at < 0) throw new AppError("USAGE", `--param takes key=value, not "${text}"`);
    texts.set(key, [...(texts.get(key) ?? []), text.slice(at + 1)]);
  }
  return Object.fromEntries([...texts].map(([name, values]) => [name, convert(name, values, schemas[name] ?? {})]));
}

function noParameter({ id }: AnyAnalysis, key: string, names: readonly string[]): AppError {
  return new AppError("USAGE", `${id} has no parameter "${key}"${didYouMean(key, names)}`, {
    hint: `its own: ${names.join(", ")}`,
  });
}

function convert(name: string, texts: readonly string[], schema: ParameterSchema): unknown {
  const types = parameterTypes(schema);
  const [text = "", ...more] = texts;
  if (name === "where") return texts.flatMap((filter) => jsonOr(filter, parseFilter, ["["]));
  if (types.includes("array")) return texts.flatMap((list) => jsonOr(list, (t) => items(t, schema), ["["]));
  if (more.length > 0) throw new AppError("USAGE", `${name} is given ${texts.length} times: ${texts.join(", ")}`);
  if (types.includes("null") && text === "null") return null;
  if (types.includes("object") && text.trimStart().startsWith("{")) return jsonOr(text, (t) => t, ["{"]);
  return scalar(text, types);
}

function scalar(text: string, types: readonly string[]): unknown {
  const number = types.includes("integer") || types.includes("number");
  if (number && text.trim() !== "" && !Number.isNaN(Number(text))) return Number(text);
  if (types.includes("boolean") && (text === "true" || text === "false")) return text === "true";
  return text;
}

function items(text: string, { items: schema, anyOf = [], oneOf = [] }: ParameterSchema): readonly unknown[] {
  const item = schema ?? [...anyOf, ...oneOf].find((branch) => branch.items !== undefined)?.items ?? {};
  return text.split(",").map((part) => scalar(part.trim(), parameterTypes(item)));
}

/** The value of a JSON text that begins as expected, else what `otherwise` makes of it. */
function jsonOr(text: string, otherwise: (text: string) => unknown, begins: readonly string[]): unknown {
  if (!begins.some((begin) => text.trimStart().startsWith(begin))) return otherwise(text);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError("USAGE", `not JSON: ${text}`, { cause: error });
  }
}
