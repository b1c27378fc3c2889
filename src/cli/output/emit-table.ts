import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { AppError } from "../../core/errors.ts";
import { didYouMean } from "../../core/nearest.ts";
import { type CommandContext, type CommandOption, type Io, type OptionValues, textOption } from "../command.ts";
import { isCut, type OutputTable, TABLE_FORMATS, writeTable } from "./write-table.ts";

/** The options of a command that prints in these formats. */
export function outputOptions(formats: readonly string[]): readonly CommandOption[] {
  return [
    { name: "format", kind: "text", placeholder: formats.join("|"), describe: "how to print; default table" },
    { name: "out", kind: "text", placeholder: "file", describe: "write to this file instead of stdout" },
  ];
}

/** The options of every command that prints a table. */
export const TABLE_OPTIONS: readonly CommandOption[] = outputOptions(TABLE_FORMATS);

/** The value of `--format`. @throws AppError USAGE that names the formats */
export function formatOption<Format extends string>(options: OptionValues, formats: readonly Format[]): Format {
  const name = textOption(options, "format") ?? formats[0];
  const format = formats.find((known) => known === name);
  if (format !== undefined) return format;
  throw new AppError("USAGE", `--format takes ${formats.join(", ")}, not "${name}"${didYouMean(name ?? "", formats)}`);
}

/** Prints a table in the format the options ask for, to stdout or to `--out`. */
export function emitTable(context: CommandContext, table: OutputTable): void {
  const format = formatOption(context.options, TABLE_FORMATS);
  const toFile = textOption(context.options, "out") !== undefined;
  const maxWidth = format === "table" && !toFile ? context.io.width : undefined;
  emit(context, writeTable(table, format, { maxWidth }));
  if (isCut(table, maxWidth))
    context.io.err("some cells are cut to the width of the terminal; --format md or json prints them whole");
}

/** Prints to stdout, or to `--out`; text gets a final line feed. Nothing is printed for an empty text. */
export function emit({ options, io }: CommandContext, content: string | Uint8Array): void {
  const out = textOption(options, "out");
  if (out === undefined) {
    if (typeof content !== "string") io.outBytes?.(content);
    else if (content !== "") io.out(content);
    return;
  }
  saveFile(io, out, typeof content === "string" && content !== "" ? `${content}\n` : content);
}

/** Writes a file that the user named. @throws AppError FILE_UNREADABLE */
export function saveFile(io: Io, name: string, content: string | Uint8Array): void {
  const path = resolve(io.cwd, name);
  const write = io.writeFile ?? writeFileSync;
  try {
    write(path, content);
  } catch (error) {
    throw new AppError("FILE_UNREADABLE", `cannot write ${path}: ${error instanceof Error ? error.message : error}`, {
      cause: error,
    });
  }
  io.err(`written to ${path}`);
}
