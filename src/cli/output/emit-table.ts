import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { AppError } from "../../core/errors.ts";
import { didYouMean } from "../../core/nearest.ts";
import { type CommandContext, type CommandOption, type OptionValues, textOption } from "../command.ts";
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

/** Prints a table in the format the options ask for, to stdout or to `--out`. @param note what `md` says under it */
export function emitTable(context: CommandContext, table: OutputTable, note: string | null = null): void {
  const format = formatOption(context.options, TABLE_FORMATS);
  const toFile = textOption(context.options, "out") !== undefined;
  const maxWidth = format === "table" && !toFile ? context.io.width : undefined;
  emitText(context, writeTable(table, format, { maxWidth, note }));
  if (isCut(table, maxWidth))
    context.io.err("some cells are cut to the width of the terminal; --format md or json prints them whole");
}

/** Prints text to stdout, or to `--out`; a final line feed is added. Nothing is printed for an empty text. */
export function emitText(context: CommandContext, text: string): void {
  if (textOption(context.options, "out") !== undefined) writeOut(context, text === "" ? "" : `${text}\n`);
  else if (text !== "") context.io.out(text);
}

/** Writes what is no text to stdout, or to `--out`. */
export function emitBytes(context: CommandContext, bytes: Uint8Array): void {
  if (textOption(context.options, "out") !== undefined) writeOut(context, bytes);
  else context.io.outBytes?.(bytes);
}

/** Writes to `--out`. @throws AppError FILE_UNREADABLE */
export function writeOut({ options, io }: CommandContext, content: string | Uint8Array): void {
  const path = resolve(io.cwd, textOption(options, "out") ?? "");
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
