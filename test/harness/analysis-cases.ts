import { z } from "zod";
import type { AnyAnalysis } from "../../src/analyses/analysis.ts";
import { ANALYSES } from "../../src/analyses/registry.ts";

/** An analysis bound with parameters that fit the sample project. */
export interface AnalysisCase {
  readonly name: string;
  readonly analysis: AnyAnalysis;
  readonly params: Readonly<Record<string, unknown>>;
}

export type Variant = readonly [what: string, params: Readonly<Record<string, unknown>>];

/** Parameters that an analysis cannot do without, for the sample project. */
const REQUIRED: Readonly<Record<string, unknown>> = { metric: "revenue", table: "events" };

/** The same, for parameters that mean something else elsewhere. */
const REQUIRED_OF: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  associate: { x: "country", y: "event" },
  bin: { column: "score" },
  compare: { value: "score", by: "country" },
  correlate: { columns: ["score", "value"] },
  impact: { by: "score", outcomes: ["value"] },
  normality: { column: ["score", "value"] },
  outliers: { column: ["score", "value"] },
  pca: { columns: ["score", "value"] },
  regress: { y: "score", x: ["value"] },
  survival: { duration: "score", event: "country", happened: "DE" },
  transform: { column: ["score", "value"] },
};

export const VARIANTS: readonly Variant[] = [
  ["as it is", {}],
  ["split", { by: ["plan"] }],
  ["filtered", { where: [{ dimension: "plan", values: ["pro", null] }] }],
  ["of some days", { from: "2024-03-12", to: "2024-03-30" }],
  ["of a segment", { segment: "buyers" }],
];

/** What the parameters of an analysis are called, with their descriptions. */
export const propertiesOf = (params: z.ZodType): Readonly<Record<string, { readonly description?: string }>> =>
  (z.toJSONSchema(params, { io: "input" }) as { properties?: Record<string, { description?: string }> }).properties ??
  {};

/** Of some parameters those that an analysis has. */
function known({ params }: AnyAnalysis, given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const names = propertiesOf(params);
  return Object.fromEntries(Object.entries(given).filter(([name]) => name in names));
}

/** Only what an analysis cannot do without. */
export const requiredParams = (analysis: AnyAnalysis): Readonly<Record<string, unknown>> => ({
  ...known(analysis, REQUIRED),
  ...REQUIRED_OF[analysis.id],
});

/** Every registered analysis with every variant that its parameters allow; `base` says what variants leave open. */
export function analysisCases(
  variants: readonly Variant[],
  base: Readonly<Record<string, unknown>> = {},
): readonly AnalysisCase[] {
  return ANALYSES.flatMap((analysis) => {
    const names = propertiesOf(analysis.params);
    const open = { ...requiredParams(analysis), ...known(analysis, base) };
    return variants
      .filter(([, params]) => Object.keys(params).every((name) => name in names))
      .map(([what, own]) => ({ name: `${analysis.id} ${what}`, analysis, params: { ...open, ...own } }))
      .filter(({ params }) => analysis.params.safeParse(params).success);
  });
}
