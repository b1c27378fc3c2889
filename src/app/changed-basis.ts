import type { ForecastParams } from "../analyses/forecast/params.ts";
import type { Project } from "../contract/project/project.ts";
import { rowMetrics } from "../models/metrics/metric-request.ts";
import { changedPaths } from "./receipt-changes.ts";
import { numberDefinitions } from "./result-identity.ts";

type Definitions = Readonly<Record<string, unknown>>;

/** Keys of a metric that its number does not depend on. */
const WORDS: ReadonlySet<string> = new Set(["label", "description", "owner", "good", "goal"]);

/** What a number of one metric rests on. */
interface Basis extends Pick<ForecastParams, "segment" | "where"> {
  readonly metric: string;
}

/**
 * Definitions that a number rests on and that are others now than in its receipt, as dotted paths: `sample`,
 * `metrics.revenue`. The number cannot be compared with one of today where there are any.
 */
export function changedBasis(before: Definitions, basis: Basis, project: Project): readonly string[] {
  const now: Definitions = JSON.parse(JSON.stringify(numberDefinitions(project)));
  const metrics = [...new Set([basis.metric, ...rowMetrics([basis.metric], project).keys()])];
  const [old, current] = [before, now].map((definitions) => basisOf(definitions, { ...basis, metrics }));
  return changedPaths(old, current);
}

function basisOf(
  definitions: Definitions,
  { metrics, segment, where }: Basis & { readonly metrics: readonly string[] },
) {
  const picked = (section: string, ids: readonly string[]): Definitions =>
    Object.fromEntries(ids.map((id) => [id, (definitions[section] as Definitions | undefined)?.[id]]));
  const numberOf = (metric: unknown): Definitions =>
    Object.fromEntries(Object.entries(metric ?? {}).filter(([key]) => !WORDS.has(key)));
  const { timezone, week_start, sample, segments, funnels } = definitions;
  return {
    ...{ timezone, week_start, sample },
    metrics: Object.fromEntries(Object.entries(picked("metrics", metrics)).map(([id, one]) => [id, numberOf(one)])),
    dimensions: picked(
      "dimensions",
      where.map(({ dimension }) => dimension),
    ),
    ...(segment === undefined ? {} : { segments, funnels }),
  };
}
