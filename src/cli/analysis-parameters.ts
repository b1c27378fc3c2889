import { z } from "zod";
import type { AnyAnalysis } from "../analyses/analysis.ts";
import type { Project } from "../contract/project/project.ts";
import { AppError } from "../core/errors.ts";
import { didYouMean } from "../core/nearest.ts";
import { listOption, type OptionValues, textOption } from "./command.ts";

interface ParamSchema {
  readonly type?: string;
  readonly anyOf?: readonly ParamSchema[];
}

/** The analysis' parameters from the command line, parsed by its own schema. @throws AppError USAGE naming the parameter */
export function analysisParameters(
  analysis: AnyAnalysis,
  options: OptionValues,
  project: Project,
): Readonly<Record<string, unknown>> {
  const { properties = {} } = z.toJSONSchema(analysis.params, { io: "input" }) as {
    properties?: Record<string, ParamSchema>;
  };
  const input: Record<string, unknown> = {};
  for (const name of ["from", "to", "by"]) {
    const value = textOption(options, name);
    if (value !== undefined) input[name] = value;
  }
  const where = listOption(options, "where").map(parseWhere);
  if (where.length > 0) input["where"] = where;
  for (const dimension of [
    ...where.map((w) => w.dimension),
    ...(input["by"] === undefined ? [] : [String(input["by"])]),
  ]) {
    if (!Object.hasOwn(project.dimensions, dimension)) {
      const names = Object.keys(project.dimensions);
      throw new AppError("USAGE", `there is no dimension "${dimension}"${didYouMean(dimension, names)}`, {
        hint: `declared: ${names.join(", ") || "none"}`,
      });
    }
  }
  for (const text of listOption(options, "param")) {
    const at = text.indexOf("=");
    const key = at < 0 ? text : text.slice(0, at);
    const schema = properties[key];
    if (at < 0 || schema === undefined) {
      throw new AppError(
        "USAGE",
        `${analysis.id} has no parameter "${key}"${didYouMean(key, Object.keys(properties))}`,
        { hint: `known: ${Object.keys(properties).join(", ")}` },
      );
    }
    input[key] = convert(text.slice(at + 1), schema);
  }
  const parsed = analysis.params.safeParse(input);
  if (parsed.success) return input;
  throw new AppError(
    "USAGE",
    parsed.error.issues.map(({ path, message }) => `${path.join(".") || analysis.id}: ${message}`).join("\n"),
  );
}

function parseWhere(text: string): { dimension: string; value: string } {
  const match = /^([a-z][a-z0-9_]*)\s*=\s*(.*)$/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) {
    throw new AppError("USAGE", `--where takes dimension=value, not "${text}"`);
  }
  return { dimension: match[1], value: match[2] };
}

function convert(text: string, schema: ParamSchema): unknown {
  const types = [schema.type, ...(schema.anyOf ?? []).map(({ type }) => type)];
  if (types.includes("array")) return text.split(",");
  if (types.includes("integer") || types.includes("number")) return text.trim() === "" ? text : Number(text);
  if (types.includes("boolean")) return text === "true" ? true : text === "false" ? false : text;
  return text;
}
