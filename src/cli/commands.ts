import type { Command } from "./command.ts";
import { ingestCommand } from "./commands/ingest.ts";
import { initCommand } from "./commands/init.ts";
import { queryCommand } from "./commands/query.ts";

/** Every command, in the order of the help text. A new command is one file and one line here. */
export const COMMANDS: readonly Command[] = [initCommand, ingestCommand, queryCommand];
