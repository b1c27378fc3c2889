import { writeSync } from "node:fs";
import type { AppError } from "../core/errors.ts";

/** The engine works on inside one call: `process.exit` would wait for its thread, only a kill ends it (exit code 137). */
export function onStuck(error: AppError): never {
  writeSync(2, `error: ${error.message}\n${error.hint === undefined ? "" : `  ${error.hint}\n`}`);
  process.kill(process.pid, "SIGKILL");
  throw error;
}
