import type { Metric } from "../../../src/contract/project/metric.ts";
import type { Project } from "../../../src/contract/project/project.ts";
import { NO_VALUE } from "../../../src/contract/selection.ts";
import { dimensionsOf } from "../../../src/models/dimension.ts";
import type { RowMetric } from "../../../src/models/metrics/metric-parts.ts";
import type { FactRow } from "./fact-rows.ts";
import { firstEvents } from "./first-events.ts";
import { groupsOf } from "./groups.ts";
import { metricValue } from "./metric-value.ts";

/** A row of `fct_daily`. */
export interface DailyRow {
  readonly day: string;
  readonly source: string;
  readonly metric: string;
  /** Empty for the total. */
  readonly dimension: string;
  readonly dimension_value: string;
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  readonly rows: number;
  readonly left_out: number | null;
}

/** Every declared metric of events by day, in total and by each value of each dimension. */
export function dailyMetrics(log: readonly FactRow[], project: Project): readonly DailyRow[] {
  const metrics = Object.entries(project.metrics);
  const plain = metrics.flatMap(([id, metric]) =>
    metric.kind === "ratio" ? [] : dailyRows(id, metric, { log, project }),
  );
  const ratios = metrics.flatMap(([id, metric]) =>
    metric.kind === "ratio" ? ratioRows(id, metric, { plain, project }) : [],
  );
  return [...plain, ...ratios];
}

interface Log {
  readonly log: readonly FactRow[];
  readonly project: Project;
}

function dailyRows(id: string, metric: RowMetric, { log, project }: Log): readonly DailyRow[] {
  const born = firstEvents(log);
  const days = groupsOf(log, ({ day }) => day);
  return ["", ...dimensionsOf(project, metric.on ?? null)].flatMap((dimension) =>
    [...days].flatMap(([day, period]) => {
      const slices = groupsOf(period, (row) => (dimension === "" ? "" : String(row[dimension] ?? NO_VALUE)));
      return [...slices].flatMap(([dimension_value, events]) => {
        const slice = { events, period, log, isNew: (user: string) => born.get(user)?.day === day };
        const { present, leftOut, ...parts } = metricValue(metric, slice, project);
        const shown = dimension === "" ? present : parts.rows > 0 || (leftOut ?? 0) > 0;
        const names = { day, source: metric.on ?? "events", metric: id, dimension, dimension_value };
        return shown ? [{ ...names, ...parts, left_out: leftOut }] : [];
      });
    }),
  );
}

interface Parts {
  readonly plain: readonly DailyRow[];
  readonly project: Project;
}

/** A count, distinct count or sum that has no row for a slice is 0 there; other metrics are missing. */
function ratioRows(
  id: string,
  { numerator, denominator }: Extract<Metric, { readonly kind: "ratio" }>,
  { plain, project }: Parts,
): readonly DailyRow[] {
  const kindOf = (metric: string): string => project.metrics[metric]?.kind ?? "";
  const empty = (metric: string): number | null => (["count", "sum", "distinct"].includes(kindOf(metric)) ? 0 : null);
  const rows = plain.filter(({ metric }) => metric === numerator || metric === denominator);
  const slices = groupsOf(rows, (row) => JSON.stringify([row.day, row.dimension, row.dimension_value]));
  const source = plain.find(({ metric }) => metric === numerator)?.source ?? "events";
  return [...slices.values()].flatMap((own) => {
    const [n, d] = [numerator, denominator].map((metric) => own.find((row) => row.metric === metric));
    const [first] = own;
    if (first === undefined) return [];
    const top = n === undefined ? empty(numerator) : n.value;
    const bottom = d === undefined ? empty(denominator) : d.value;
    const value = top === null || bottom === null || bottom === 0 ? null : top / bottom;
    const parts = { value, numerator: top, denominator: bottom, rows: d?.rows ?? 0, left_out: d?.left_out ?? null };
    return [{ ...first, source, metric: id, ...parts }];
  });
}
