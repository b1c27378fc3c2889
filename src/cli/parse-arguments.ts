import { parseArgs } from "node:util";
import { AppError } from "../core/errors.ts";
import { didYouMean } from "../core/nearest.ts";
import { type Command, type CommandOption, GLOBAL_OPTIONS, type OptionValues } from "./command.ts";

export interface ParsedArguments {
  readonly args: readonly string[];
  readonly options: OptionValues;
}

/** @throws AppError USAGE that names the unknown flag and the nearest known one */
export function parseArguments(command: Command, argv: readonly string[]): ParsedArguments {
  const known: readonly CommandOption[] = [...command.options, ...GLOBAL_OPTIONS];
  const options = Object.fromEntries(
    known.map(
      ({ name, kind }) => [name, { type: kind === "flag" ? "boolean" : "string", multiple: kind === "list" }] as const,
    ),
  );
  const help = `see \`tidemark ${command.name} --help\``;
  for (const arg of argv) {
    if (arg === "--") break;
    const name = /^--([^=]+)/.exec(arg)?.[1];
    if (name !== undefined && !known.some((option) => option.name === name)) {
      throw new AppError(
        "USAGE",
        `unknown option --${name}${didYouMean(
          name,
          known.map((o) => o.name),
        )}`,
        { hint: help },
      );
    }
  }
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
    return { args: positionals, options: values as OptionValues };
  } catch (error) {
    throw new AppError("USAGE", error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error), {
      hint: help,
      cause: error,
    });
  }
}
