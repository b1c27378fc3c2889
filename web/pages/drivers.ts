import { z } from "zod";
import type { ProjectInfo } from "../../src/contract/api/project.ts";
import { addDays } from "../../src/core/calendar.ts";

/** What is read of the overview's answer beside its charts. */
const Overview = z.object({ lines: z.array(z.object({ metric: z.string(), day: z.string() })) });

const DAYS = 7;

/**
 * The breakdown that says where a change comes from: of the first metric of events that can be split, the days up to its
 * last complete one, as the overview has it, against those before. Null where there is no such metric or day.
 * @param selected parameters that the filter bar decides
 */
export function driverParams(
  { metrics }: Pick<ProjectInfo, "metrics">,
  overview: unknown,
  selected: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> | null {
  const metric = metrics.find(({ dimensions, on }) => on === null && dimensions.length > 0);
  const dimension = metric?.dimensions.find((id) => id !== "event") ?? metric?.dimensions[0];
  const last = Overview.safeParse(overview).data?.lines.find((line) => line.metric === metric?.id)?.day;
  if (metric === undefined || last === undefined) return null;
  return {
    from: addDays(last, 1 - DAYS),
    to: addDays(last, 1),
    ...selected,
    by: [dimension],
    metrics: [metric.id],
    top: 8,
    compare: "previous",
  };
}
