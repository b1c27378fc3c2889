import type { Envelope } from "./envelope.ts";
import { filterText } from "./filter-text.ts";
import { DimensionFilter } from "./selection.ts";

/**
 * The command that asks the question of a result again.
 * @param defaults value of each parameter that is left out when it has it
 */
export function runCommandLine(
  { analysis, params, receipt }: Pick<Envelope, "analysis" | "params" | "receipt">,
  defaults: Readonly<Record<string, unknown>>,
): string {
  const flags = Object.entries(params)
    .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(defaults[name]))
    .flatMap(([name, value]) => flagsOf(name, value));
  return [
    `tidemark run ${analysis}`,
    ...flags,
    ...(receipt.asOf === null ? [] : [`--as-of ${receipt.asOf}`]),
    ...(receipt.seed === 0 ? [] : [`--seed ${receipt.seed}`]),
  ].join(" ");
}

function flagsOf(name: string, value: unknown): readonly string[] {
  const flag = `--${name.replaceAll("_", "-")}`;
  if (typeof value === "boolean") return [value ? flag : flag.replace("--", "--no-")];
  if (name === "where" && Array.isArray(value)) return value.map((filter) => `${flag} ${shellWord(whereText(filter))}`);
  const plain =
    Array.isArray(value) &&
    value.every((item) => ["string", "number"].includes(typeof item) && !/[,[]/.test(String(item)));
  if (plain) return [`${flag} ${shellWord(value.join(","))}`];
  return [`${flag} ${shellWord(typeof value === "object" ? JSON.stringify(value) : String(value))}`];
}

function whereText(filter: unknown): string {
  return filterText(DimensionFilter.parse(filter)) ?? JSON.stringify([filter]);
}

/** A word of a POSIX shell. */
export const shellWord = (text: string): string =>
  /^[\w.,:=@%+/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
