import type { ForecastParams } from "../analyses/forecast/params.ts";
import type { FunnelStep } from "../contract/project/funnel.ts";
import { funnelOutcomes, type Project, segmentParts } from "../contract/project/project.ts";
import { rowMetrics, sourceOf } from "../models/metrics/metric-request.ts";
import { changedPaths } from "./receipt-changes.ts";
import { numberDefinitions } from "./result-identity.ts";

type Definitions = Readonly<Record<string, unknown>>;

type Section = "sources" | "dimensions" | "metrics" | "segments" | "funnels";

/** Definitions as receipts have them, with every section. */
type Defined = Pick<Project, Section | "sample"> & Project["project"];

/** Keys of a definition that a number does not depend on. */
const WORDS: ReadonlySet<string> = new Set([
  ...["label", "description", "owner", "good", "goal", "parent"],
  ...["format", "changed", "late_days"],
]);

/** What a number of one metric rests on. */
interface Basis extends Pick<ForecastParams, "segment" | "where"> {
  readonly metric: string;
}

interface Parts extends Pick<Basis, "segment"> {
  /** The metric and, of a ratio, its parts. */
  readonly metrics: readonly string[];
}

/**
 * Definitions that a number rests on and that are others now than in its receipt, as dotted paths: `sample`,
 * `metrics.revenue`, `sources.orders`. The number cannot be compared with one of today where there are any.
 */
export function changedBasis(before: Definitions, basis: Basis, project: Project): readonly string[] {
  const { segment, where, metric } = basis;
  const parts = { segment, metrics: [metric, ...rowMetrics([metric], project).keys()] };
  const now: Definitions = JSON.parse(JSON.stringify(numberDefinitions(project)));
  const empty = { sources: {}, dimensions: {}, metrics: {}, segments: {}, funnels: {} };
  const sides = [before, now].map((definitions) => ({ ...empty, ...definitions }) as Defined);
  const text = JSON.stringify([where, sides.map((side) => meant(side, parts))]);
  const [old, current] = sides.map((side) => ({ ...meant(side, parts), ...read(side, parts, text) }));
  return changedPaths(old, current);
}

/** The metrics asked for, and the segments and funnels that the segment is made of. */
function meant({ timezone, week_start, sample, ...sections }: Defined, { metrics, segment }: Parts) {
  const { segments, funnels } = sections;
  const within = segment === undefined ? [] : [segment, ...segmentParts(segment, segments)];
  const reached = within.flatMap((id) => funnelOutcomes(segments[id] ?? {})).map(({ funnel }) => funnel);
  const bare = Object.entries(funnels).map(([id, funnel]) => [
    id,
    { ...funnel, steps: funnel.steps.map(withoutLabel) },
  ]);
  return {
    ...{ timezone, week_start, sample, metrics: picked(sections.metrics, metrics) },
    ...{ segments: picked(segments, within), funnels: picked(Object.fromEntries(bare), reached) },
  };
}

const withoutLabel = (step: FunnelStep): FunnelStep => (typeof step === "string" ? step : withoutWords(step));

/** The dimensions that the text names; the sources that are counted, with the columns that anything of this names. */
function read({ sources, dimensions, ...sections }: Defined, { metrics, segment }: Parts, text: string) {
  const named = Object.keys(dimensions).filter((id) => new RegExp(`\\b${id}\\b`).test(text));
  const used = picked(dimensions, named);
  const counted = metrics.map((id) => sourceOf(id, sections));
  const joined = counted.flatMap((id) => Object.keys(sources[id]?.table?.joins ?? {}));
  const events = segment !== undefined || counted.includes("events");
  const own = Object.keys(sources).filter(
    (id) => [...counted, ...joined].includes(id) || (events && sources[id]?.events !== undefined),
  );
  const bare = Object.entries(sources).map(([id, { columns = {}, ...source }]) => {
    const all = JSON.stringify([text, used, source, Object.values(columns)]).toLowerCase();
    const kept = Object.entries(columns).filter(([name]) => all.includes(name.toLowerCase()));
    return [id, { ...source, columns: Object.fromEntries(kept) }];
  });
  return { dimensions: used, sources: picked(Object.fromEntries(bare), own) };
}

/** Those of a section that are named, in one order, without their words. */
function picked(section: Readonly<Record<string, object>>, ids: readonly string[]) {
  return Object.fromEntries([...ids].sort().map((id) => [id, withoutWords(section[id] ?? {})]));
}

const withoutWords = <T extends object>(definition: T): T =>
  Object.fromEntries(Object.entries(definition).filter(([key]) => !WORDS.has(key))) as T;
