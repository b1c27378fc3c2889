import type { Command } from "./command.ts";
import { benchCommand } from "./commands/bench.ts";
import { buildCommand } from "./commands/build.ts";
import { checkCommand } from "./commands/check.ts";
import { demoCommand } from "./commands/demo.ts";
import { describeCommand } from "./commands/describe.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { engineCommand } from "./commands/engine.ts";
import { generateCommand } from "./commands/generate.ts";
import { ingestCommand } from "./commands/ingest.ts";
import { initCommand } from "./commands/init.ts";
import { listCommand } from "./commands/list.ts";
import { queryCommand } from "./commands/query.ts";
import { runCommand } from "./commands/run.ts";
import { sampleCommand } from "./commands/sample.ts";
import { serveCommand } from "./commands/serve.ts";
import { whyCommand } from "./commands/why.ts";

/** Every command, in the order of the help text. A new command is one file and one line here. */
export const COMMANDS: readonly Command[] = [
  initCommand,
  demoCommand(() => COMMANDS),
  generateCommand,
  ingestCommand,
  buildCommand,
  checkCommand,
  runCommand,
  whyCommand,
  listCommand,
  describeCommand(() => COMMANDS),
  queryCommand,
  sampleCommand,
  serveCommand(() => COMMANDS),
  engineCommand,
  doctorCommand,
  benchCommand,
];
