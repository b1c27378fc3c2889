import { type Command, type CommandOption, GLOBAL_OPTIONS } from "./command.ts";

function optionLine({ name, kind, placeholder, describe }: CommandOption): string {
  const flag = kind === "flag" ? `--${name}` : `--${name} <${placeholder ?? "value"}>`;
  return `  ${flag.padEnd(28)} ${describe}${kind === "list" ? " (repeatable)" : ""}`;
}

/** The text of `tidemark <command> --help`. */
export function commandHelp(command: Command): string {
  return [
    `tidemark ${command.name} ${command.usage}`.trimEnd(),
    "",
    command.summary,
    ...(command.details === undefined ? [] : ["", command.details]),
    "",
    "Options",
    ...command.options.map(optionLine),
    ...GLOBAL_OPTIONS.map(optionLine),
    "",
    "Examples",
    ...command.examples.map((example) => `  ${example}`),
  ].join("\n");
}

/** The text of `tidemark --help`. */
export function programHelp(commands: readonly Command[]): string {
  return [
    "tidemark <command> [options]",
    "",
    "Raw event logs and fact tables in, decisions out, on one machine.",
    "",
    "Commands",
    ...commands.map(({ name, summary }) => `  ${name.padEnd(10)} ${summary}`),
    "",
    "`tidemark <command> --help` explains one of them.",
    "Exit codes: 0 done, 1 a check failed or too many rows rejected, 2 warnings only, 3 nothing was tried,",
    "4 it was tried and failed, 130 interrupted.",
  ].join("\n");
}
