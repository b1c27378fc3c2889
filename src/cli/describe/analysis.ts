import { ANALYSES } from "../../analyses/registry.ts";
import { parameterSchemas, parameterTypes } from "../analysis-options.ts";
import { tableOf } from "../output/sections.ts";
import type { Subject } from "./subject.ts";

/** An analysis: the question it answers and its parameters with their defaults. */
export function analysisSubject(id: string): Subject | undefined {
  const analysis = ANALYSES.find((known) => known.id === id);
  if (analysis === undefined) return undefined;
  const rows = Object.entries(parameterSchemas(analysis)).map(([name, schema]) => [
    name,
    schema.enum?.join(" | ") ?? (parameterTypes(schema).join(" | ") || null),
    schema.default === undefined ? null : JSON.stringify(schema.default),
    schema.description ?? null,
  ]);
  return {
    kind: "analysis",
    id,
    facts: { title: analysis.title, question: analysis.question, run: `tidemark run ${id}` },
    sections: [
      { title: "parameters", table: tableOf(["parameter", "type", "default", "meaning"], rows), empty: "none" },
    ],
  };
}
