import type { AnyAnalysis } from "../../analyses/analysis.ts";
import type { Envelope } from "../../contract/envelope.ts";
import { filterText } from "../../contract/filter-text.ts";
import { DimensionFilter } from "../../contract/selection.ts";
import { flagName, parameterSchemas } from "../analysis-options.ts";

/** The command that asks the question of a result again; parameters at their defaults are left out. */
export function commandLine(analysis: AnyAnalysis, { params, receipt }: Pick<Envelope, "params" | "receipt">): string {
  const schemas = parameterSchemas(analysis);
  const flags = Object.entries(params)
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(schemas[name]?.default))
    .flatMap(([name, value]) => flagsOf(name, value));
  return [
    `tidemark run ${analysis.id}`,
    ...flags,
    ...(receipt.asOf === null ? [] : [`--as-of ${receipt.asOf}`]),
    ...(receipt.seed === 0 ? [] : [`--seed ${receipt.seed}`]),
  ].join(" ");
}

function flagsOf(name: string, value: unknown): readonly string[] {
  const flag = `--${flagName(name)}`;
  if (typeof value === "boolean") return [value ? flag : `--no-${flagName(name)}`];
  if (name === "where" && Array.isArray(value)) return value.map((filter) => `${flag} ${quoted(whereText(filter))}`);
  const plain =
    Array.isArray(value) &&
    value.every((item) => ["string", "number"].includes(typeof item) && !/[,[]/.test(String(item)));
  if (plain) return [`${flag} ${quoted(value.join(","))}`];
  return [`${flag} ${quoted(typeof value === "object" ? JSON.stringify(value) : String(value))}`];
}

function whereText(filter: unknown): string {
  return filterText(DimensionFilter.parse(filter)) ?? JSON.stringify([filter]);
}

/** A word of a POSIX shell. */
const quoted = (text: string): string => (/^[\w.,:=@%+/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
