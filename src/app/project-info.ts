import { codeVersion } from "../config/version.ts";
import type { ProjectInfo } from "../contract/api/project.ts";
import { metricDefinition } from "../contract/project/definition-text.ts";
import { stepLabel } from "../contract/project/funnel.ts";
import type { Metric } from "../contract/project/metric.ts";
import { eventSources, type Project } from "../contract/project/project.ts";
import { sampleNote } from "../contract/project/sample.ts";
import type { CheckRun } from "../contract/quality.ts";
import { isAdditive } from "../contract/selection.ts";
import { AppError } from "../core/errors.ts";
import { dimensionsOf } from "../models/dimension.ts";
import { sourceOf } from "../models/metrics/metric-request.ts";
import { createCheckRunStore } from "../state/check-runs.ts";
import { createModelStore } from "../state/models.ts";
import { heldSample, requireDefinitions, staleModels } from "./model-state.ts";
import type { ProjectSession } from "./project-session.ts";
import { sourceSummaries } from "./source-summary.ts";

/** A project's definitions, how fresh its data are, and what the last check said; no engine is asked. */
export function projectInfo(session: ProjectSession): ProjectInfo {
  const { project, paths, manifest } = session;
  const sources = sourceInfos(session);
  return {
    name: project.project.name,
    folder: paths.root,
    timezone: project.project.timezone,
    weekStart: project.project.week_start,
    codeVersion: codeVersion(),
    sample: sampleInfo(session),
    sources,
    metrics: Object.entries(project.metrics).map(([id, metric]) => metricInfo(id, metric, project)),
    dimensions: Object.entries(project.dimensions).map(
      ([id, { label, on, column, rules, default: other, parent }]) => ({
        id,
        label: label ?? null,
        on: on ?? null,
        column: column ?? id,
        computed: rules !== undefined || other !== undefined,
        parent: parent ?? null,
      }),
    ),
    segments: Object.entries(project.segments).map(([id, { label, description, ...rule }]) => ({
      id,
      label: label ?? null,
      description: description ?? null,
      rule,
    })),
    funnels: Object.entries(project.funnels).map(([id, { label, steps }]) => ({
      id,
      label: label ?? null,
      steps: steps.map(stepLabel),
    })),
    data: {
      version: manifest.dataVersion(),
      first: extreme(sources.map(({ first }) => first)).first,
      last: extreme(sources.map(({ last }) => last)).last,
      lastLoad: extreme(sources.map(({ lastLoad }) => lastLoad)).last,
    },
    models: modelInfo(session),
    quality: qualityInfo(session),
  };
}

/** The least and the greatest of ISO instants. */
function extreme(instants: readonly (string | null)[]): {
  readonly first: string | null;
  readonly last: string | null;
} {
  const sorted = instants.filter((instant) => instant !== null).sort();
  return { first: sorted[0] ?? null, last: sorted.at(-1) ?? null };
}

function sourceInfos(session: ProjectSession): ProjectInfo["sources"] {
  const { manifest } = session;
  return sourceSummaries(session).map(({ id, kind, files, kept, duplicates, quarantined, bytes }) => {
    const parts = manifest.parts({ source: id, kind: "rows" });
    return {
      ...{ id, kind, files, rows: kept, duplicates, quarantined, bytes },
      first: extreme(parts.map(({ minTime }) => minTime)).first,
      last: extreme(parts.map(({ maxTime }) => maxTime)).last,
      lastLoad: extreme(manifest.files(id).map(({ committedAt }) => committedAt)).last,
    };
  });
}

function metricInfo(id: string, metric: Metric, project: Project): ProjectInfo["metrics"][number] {
  const ratio = metric.kind === "ratio";
  const source = sourceOf(id, project);
  const onEvents = source === "events" || eventSources(project).some(([event]) => event === source);
  return {
    id,
    label: metric.label ?? null,
    description: metric.description ?? null,
    owner: metric.owner ?? null,
    kind: metric.kind,
    unit: metric.unit ?? null,
    good: metric.good,
    goal: metric.goal ?? null,
    minVolume: metric.min_volume ?? null,
    entity: ratio ? null : metric.entity,
    on: ratio ? null : (metric.on ?? null),
    additive: isAdditive(id, project),
    parts: ratio ? { numerator: metric.numerator, denominator: metric.denominator } : null,
    dimensions: [...dimensionsOf(project, onEvents ? null : source)],
    definition: metricDefinition(metric),
  };
}

function sampleInfo(session: ProjectSession): ProjectInfo["sample"] {
  const models = createModelStore(session.state).current();
  const sample = models === undefined ? session.project.sample : heldSample(session, models);
  return sample === undefined ? null : { ...sample, note: sampleNote(sample) };
}

function modelInfo(session: ProjectSession): ProjectInfo["models"] {
  const models = createModelStore(session.state).current();
  if (models === undefined) return { dataVersion: null, stale: null };
  try {
    requireDefinitions(session, models);
    return { dataVersion: models.dataVersion, stale: staleModels(session, models) };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "NOT_BUILT") throw error;
    return { dataVersion: models.dataVersion, stale: `${error.message}: ${error.hint}` };
  }
}

/** The last complete check; null when there was none. */
export function lastCheck({ state }: Pick<ProjectSession, "state">): CheckRun | null {
  return (
    createCheckRunStore(state)
      .recent(RECENT)
      .find(({ partial }) => !partial) ?? null
  );
}

const RECENT = 20;

function qualityInfo(session: ProjectSession): ProjectInfo["quality"] {
  const run = lastCheck(session);
  if (run === null) return { outcome: null, at: null, current: false, failed: 0, warned: 0 };
  const counted = (status: string): number =>
    run.results.filter((result) => result.status === status && result.muted === null).length;
  return {
    outcome: run.outcome,
    at: run.at,
    current: run.dataVersion === session.manifest.dataVersion(),
    failed: counted("fail"),
    warned: counted("warn"),
  };
}
