import { doctorExitCode, examine, rootOrNone } from "../../app/doctor/examine.ts";
import type { Finding } from "../../app/doctor/finding.ts";
import { type Command, type CommandContext, textOption } from "../command.ts";
import { projectRoot } from "../open-project.ts";
import { printable } from "../output/display-width.ts";
import { emitTable, emitText, formatOption, TABLE_OPTIONS } from "../output/emit-table.ts";
import { tableOf } from "../output/sections.ts";
import { TABLE_FORMATS } from "../output/write-table.ts";

export const doctorCommand: Command = {
  name: "doctor",
  usage: "",
  summary: "examine the machine and the project: engines, memory, disks, lake, warehouse",
  details: "Each line is ok, warn or fail, with what to do. Exit code 0 all ok, 1 something fails, 2 something warns.",
  options: TABLE_OPTIONS,
  examples: ["tidemark doctor", "tidemark doctor --format json"],
  run: runDoctor,
};

async function runDoctor(context: CommandContext): Promise<number> {
  const format = formatOption(context.options, TABLE_FORMATS);
  const named = textOption(context.options, "project") !== undefined;
  const root = named ? projectRoot(context) : rootOrNone(() => projectRoot(context));
  const findings = await examine(root);
  if (format === "table") emitText(context, findings.map(line).join("\n"));
  else
    emitTable(
      context,
      tableOf(
        ["id", "status", "message", "action"],
        findings.map((f) => [f.id, f.status, f.message, f.action]),
      ),
    );
  return doctorExitCode(findings);
}

function line({ status, message, action }: Finding): string {
  const text = `${status.padEnd(4)}  ${message.split("\n").map(printable).join("\n      ")}`;
  return action === null ? text : `${text}\n      ${printable(action)}`;
}
