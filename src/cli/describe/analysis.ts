import { z } from "zod";
import { ANALYSES } from "../../analyses/registry.ts";
import { tableOf } from "../output/sections.ts";
import type { Subject } from "./subject.ts";

interface ParamSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly description?: string;
  readonly default?: unknown;
}

/** An analysis: the question it answers and its parameters with their defaults. */
export function analysisSubject(id: string): Subject | undefined {
  const analysis = ANALYSES.find((known) => known.id === id);
  if (analysis === undefined) return undefined;
  const { properties = {} } = z.toJSONSchema(analysis.params, { io: "input" }) as {
    properties?: Record<string, ParamSchema>;
  };
  const rows = Object.entries(properties).map(([name, schema]) => [
    name,
    schema.enum?.join(" | ") ?? schema.type ?? null,
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
