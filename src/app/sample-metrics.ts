import { z } from "zod";
import { datedTables, planModels } from "../build/plan.ts";
import type { Metric } from "../contract/project/metric.ts";
import type { Project } from "../contract/project/project.ts";
import type { Sample } from "../contract/project/sample.ts";
import { sampleShare } from "../contract/project/sample.ts";
import type { SampledMetric } from "../contract/sample-report.ts";
import type { CancelSignal } from "../core/signal.ts";
import { metricQuery } from "../models/metrics/metric-query.ts";
import { type MetricRequest, sourceOf } from "../models/metrics/metric-request.ts";
import { metricSeries } from "../models/metrics/metric-series.ts";
import { dataDays } from "../models/metrics/windows.ts";
import { raw } from "../sql/sql.ts";
import { RANDOM_GROUPS, samplingBound } from "../stats/random-groups.ts";
import { modelInput, openProjectWarehouse } from "./open-warehouse.ts";
import type { ProjectSession } from "./project-session.ts";
import { sourceRanges } from "./source-ranges.ts";

/** The metrics of events over all days, and how many users there are. */
export interface MeasuredMetrics {
  readonly users: number;
  readonly values: ReadonlyMap<string, number | null>;
  /** The values in each random group of users; empty where they were not asked for. */
  readonly groups: readonly ReadonlyMap<string, number | null>[];
}

export interface MeasureOptions {
  readonly groups: boolean;
  readonly signal?: CancelSignal | undefined;
  readonly onGroup?: ((done: number) => void) | undefined;
}

/** Computes every metric of events from the models as they are. @throws AppError NOT_BUILT */
export async function measureMetrics(session: ProjectSession, options: MeasureOptions): Promise<MeasuredMetrics> {
  const { signal } = options;
  const project = withoutVolumes(session.project);
  await using warehouse = await openProjectWarehouse(session);
  const ranges = await sourceRanges(warehouse, project);
  const plan = planModels({ ...modelInput(session), project }, warehouse.dialect);
  const context = { ...plan, tables: datedTables(plan), ranges, asOfMs: null };
  const metrics = Object.keys(project.metrics).filter((id) => isOfUsers(id, project));
  const days = dataDays({ ranges, sources: ["events"], asOfMs: null, project });
  if (days === null || metrics.length === 0) return { users: 0, values: new Map(), groups: [] };
  const measure = async (users?: MetricRequest["users"]): Promise<ReadonlyMap<string, number | null>> => {
    const request: MetricRequest = { metrics, windows: [days], grain: "total", by: [], filters: [], top: null, users };
    const rows = await warehouse.rows(metricQuery(request, context), { signal });
    return new Map(
      metricSeries(rows, request, context).map(({ metric, points }) => [metric, points[0]?.value ?? null]),
    );
  };
  const values = await measure();
  const groups: ReadonlyMap<string, number | null>[] = [];
  for (let index = 1; options.groups && index <= RANDOM_GROUPS; index++) {
    groups.push(await measure({ index, of: RANDOM_GROUPS }));
    options.onGroup?.(index);
  }
  const row = z.object({ n: z.number() });
  const [found] = await warehouse.rows({
    name: "users",
    row,
    text: raw("select count(*) as n from dim_users order by 1"),
  });
  return { users: found?.n ?? 0, values, groups };
}

/** Groups are smaller than the project: what is too little to be shown is not too little to be compared. */
function withoutVolumes(project: Project): Project {
  const metrics = Object.entries(project.metrics).map(([id, { min_volume: _, ...metric }]) => [id, metric as Metric]);
  return { ...project, metrics: Object.fromEntries(metrics) };
}

function isOfUsers(id: string, project: Project): boolean {
  const source = sourceOf(id, project);
  return source === "events" || project.sources[source]?.events !== undefined;
}

/** How the sample's metrics stand to those of all users. */
export function compareMetrics(
  all: MeasuredMetrics,
  sampled: MeasuredMetrics,
  { sample, project }: { readonly sample: Sample; readonly project: Project },
): readonly SampledMetric[] {
  const share = sampleShare(sample);
  return [...all.values].map(([metric, value]): SampledMetric => {
    const kind = kindOf(metric, project);
    const mine = sampled.values.get(metric) ?? null;
    const estimate = mine === null || kind === null ? null : kind === "total" ? mine / share : mine;
    const relative = (x: number | null): number | null =>
      x === null || value === null || value === 0 ? null : x / Math.abs(value);
    const groups = all.groups.map((group) => group.get(metric) ?? null);
    return {
      metric,
      label: project.metrics[metric]?.label ?? metric,
      all: value,
      sample: mine,
      estimate,
      deviation: relative(estimate === null || value === null ? null : estimate - value),
      bound: kind === null ? null : relative(samplingBound(groups, { share, kind })),
    };
  });
}

/** Totals are multiplied, levels are not; how many items all users have touched a part of them cannot say. */
function kindOf(id: string, { metrics }: Project): "total" | "level" | null {
  const metric = metrics[id];
  if (metric === undefined) return null;
  if (metric.kind === "ratio" || metric.kind === "mean" || metric.kind === "quantile") return "level";
  if (metric.entity === "item") return null;
  if (metric.kind !== "distinct" || metric.of === undefined || metric.of === "user_id") return "total";
  return null;
}
