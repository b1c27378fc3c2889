import { type Command, type CommandOption, GLOBAL_OPTIONS } from "./command.ts";

function optionLine({ name, kind, placeholder, describe }: CommandOption): string {
  const flag = flagText({ name, kind, placeholder: placeholder ?? "value" });
  return `  ${flag.padEnd(28)} ${describe}${kind === "list" ? " (repeatable)" : ""}`;
}

function flagText({ name, kind, placeholder }: Required<Omit<CommandOption, "describe">>): string {
  if (kind === "flag") return `--${name}`;
  return kind === "switch" ? `--[no-]${name}` : `--${name} <${placeholder}>`;
}

/** The text of `tidemark <command> --help`. @param argv what stood beside `--help` */
export function commandHelp(command: Command, argv: readonly string[] = []): string {
  const subject = command.subject?.(argv);
  const examples = subject === undefined || subject.examples.length === 0 ? command.examples : subject.examples;
  return [
    `tidemark ${command.name} ${subject?.name ?? command.usage}`.trimEnd(),
    "",
    subject?.summary ?? command.summary,
    ...(command.details === undefined ? [] : ["", command.details]),
    "",
    ...(subject === undefined ? [] : ["Parameters", ...subject.options.map(optionLine), ""]),
    "Options",
    ...command.options.map(optionLine),
    ...GLOBAL_OPTIONS.map(optionLine),
    "",
    "Examples",
    ...examples.map((example) => `  ${example}`),
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
