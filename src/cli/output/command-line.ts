import type { AnyAnalysis } from "../../analyses/analysis.ts";
import { runCommandLine } from "../../contract/command-line.ts";
import type { Envelope } from "../../contract/envelope.ts";
import { parameterSchemas } from "../analysis-options.ts";

/** The command that asks the question of a result again; parameters at their defaults are left out. */
export function commandLine(analysis: AnyAnalysis, { params, receipt }: Pick<Envelope, "params" | "receipt">): string {
  const defaults = Object.entries(parameterSchemas(analysis)).map(([name, schema]) => [name, schema.default]);
  return runCommandLine({ analysis: analysis.id, params, receipt }, Object.fromEntries(defaults));
}
