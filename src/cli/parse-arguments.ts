import { parseArgs } from "node:util";
import { AppError } from "../core/errors.ts";
import { didYouMean } from "../core/nearest.ts";
import { type Command, type CommandOption, type CommandSubject, GLOBAL_OPTIONS, type OptionValues } from "./command.ts";

export interface ParsedArguments {
  readonly args: readonly string[];
  readonly options: OptionValues;
}

/** @throws AppError USAGE that names the unknown flag and the nearest known one */
export function parseArguments(command: Command, argv: readonly string[]): ParsedArguments {
  const subject = command.subject?.(argv);
  const known: readonly CommandOption[] = [...command.options, ...(subject?.options ?? []), ...GLOBAL_OPTIONS];
  const options = Object.fromEntries(
    known.map(
      ({ name, kind }) => [name, { type: kind === "flag" ? "boolean" : "string", multiple: kind === "list" }] as const,
    ),
  );
  const help = `see \`tidemark ${command.name} --help\``;
  const args = signedValues(explicitSwitches(argv, known), known);
  for (const arg of args) {
    if (arg === "--") break;
    const name = /^--([^=]+)/.exec(arg)?.[1];
    if (name !== undefined && !known.some((option) => option.name === name))
      throw unknown(name, command, { known, subject });
  }
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true });
    return { args: positionals, options: values as OptionValues };
  } catch (error) {
    throw new AppError("USAGE", error instanceof Error ? (error.message.split(". ")[0] ?? "") : String(error), {
      hint: help,
      cause: error,
    });
  }
}

interface Options {
  readonly known: readonly CommandOption[];
  readonly subject: CommandSubject | undefined;
}

function unknown(name: string, command: Command, { known, subject }: Options): AppError {
  const near = didYouMean(
    name,
    known.map((option) => option.name),
  );
  if (subject === undefined)
    return new AppError("USAGE", `unknown option --${name}${near}`, {
      hint: `see \`tidemark ${command.name} --help\``,
    });
  const own = subject.options.map((option) => `--${option.name}`).join(" ");
  return new AppError("USAGE", `${command.name} ${subject.name} has no option --${name}${near}`, {
    hint: `its own: ${own}`,
  });
}

/** Switches with their value: `--tree` is `--tree=true`, `--no-tree` is `--tree=false`. */
function explicitSwitches(argv: readonly string[], known: readonly CommandOption[]): string[] {
  const switches = new Set(known.filter(({ kind }) => kind === "switch").map(({ name }) => name));
  return argv.map((arg) => {
    const name = arg.slice(2);
    if (!arg.startsWith("--")) return arg;
    if (switches.has(name)) return `${arg}=true`;
    return name.startsWith("no-") && switches.has(name.slice(3)) ? `--${name.slice(3)}=false` : arg;
  });
}

/** `--budget -1` is a value of the option before it, not an option called 1. */
function signedValues(argv: readonly string[], known: readonly CommandOption[]): string[] {
  const valued = new Set(known.filter(({ kind }) => kind === "text" || kind === "list").map(({ name }) => `--${name}`));
  const done: string[] = [];
  for (const arg of argv) {
    const before = done.at(-1);
    if (before !== undefined && valued.has(before) && /^-[.\d]/.test(arg)) done.splice(-1, 1, `${before}=${arg}`);
    else done.push(arg);
  }
  return done;
}
