import { findResult, isReproduced, why } from "../../app/why.ts";
import { AppError } from "../../core/errors.ts";
import type { Command, CommandContext } from "../command.ts";
import { openCommandProject } from "../open-project.ts";
import { emitText, formatOption, outputOptions } from "../output/emit-table.ts";
import { whyText } from "../output/why-text.ts";
import { onStuck } from "../stuck-engine.ts";

const FORMATS = ["table", "json"] as const;

export const whyCommand: Command = {
  name: "why",
  usage: "<id>",
  summary: "show how a result was made, and make it again: the same bytes, or what has changed since",
  details:
    "Takes the id of a receipt, or its beginning. Prints definitions, SQL with its values, data version, quality, seed and code\n" +
    "version, then runs it again with the same parameters, as-of instant and seed. Exit code 0: result, charts and findings\n" +
    "have the same bytes; 1: they have not, or the data have changed (the partitions are named) so that it cannot be said.",
  options: outputOptions(FORMATS),
  examples: ["tidemark why 3f1c", "tidemark why 3f1c9a0b12de4455 --format json"],
  handedOver: true,
  run: runWhy,
};

async function runWhy(context: CommandContext): Promise<number> {
  const { args, options, io, clock, signal } = context;
  const format = formatOption(options, FORMATS);
  const [id, ...rest] = args;
  if (id === undefined || rest.length > 0)
    throw new AppError("USAGE", "why takes the id of one result", { hint: "`tidemark run` prints it: receipt <id>" });
  using session = await openCommandProject(context, `why ${id}`);
  const found = await why(session, findResult(session, id), { clock, signal, onStuck });
  const reproduced = isReproduced(found);
  emitText(context, format === "json" ? JSON.stringify({ reproduced, ...found }, null, 2) : whyText(found));
  for (const note of found.notes) io.err(`warning: ${note}`);
  return reproduced ? 0 : 1;
}
