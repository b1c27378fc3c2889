import type { Command } from "./command.ts";
import { describeCommand } from "./commands/describe.ts";
import { generateCommand } from "./commands/generate.ts";
import { ingestCommand } from "./commands/ingest.ts";
import { initCommand } from "./commands/init.ts";
import { listCommand } from "./commands/list.ts";
import { queryCommand } from "./commands/query.ts";

/** Every command, in the order of the help text. A new command is one file and one line here. */
export const COMMANDS: readonly Command[] = [
  initCommand,
  generateCommand,
  ingestCommand,
  listCommand,
  describeCommand(() => COMMANDS),
  queryCommand,
];
