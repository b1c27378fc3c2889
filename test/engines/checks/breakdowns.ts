import fc from "fast-check";
import { startOfDayMs } from "../../../src/core/calendar.ts";
import { metricQuery } from "../../../src/models/metrics/metric-query.ts";
import { answersAlike } from "../alike.ts";
import type { LogCheck } from "../log-run.ts";
import { randomRequest } from "../random-request.ts";
import { breakdown, comparable } from "../reference/breakdowns.ts";

const REQUESTS = 6;

/** Random metrics by random grain, dimensions, filters, segment and largest values. */
export const breakdowns: LogCheck = {
  meaning:
    "breakdowns: random metrics, days, grains, dimensions, filters, segments and largest values over random logs, whole and as of the end of the days",
  cases: REQUESTS,
  check: async ({ rows, project, engines, seed }) => {
    const [first = ""] = rows.map(({ day }) => day).sort();
    for (const [i, request] of fc.sample(randomRequest(project, first), { numRuns: REQUESTS, seed }).entries()) {
      const end = startOfDayMs(request.windows[0]?.to ?? first, project.project.timezone);
      const asOfMs = i % 2 === 0 ? null : end;
      const known = asOfMs === null ? rows : rows.filter(({ event_time }) => event_time < asOfMs * 1000);
      const expected = comparable(breakdown(known, request, project));
      const what = JSON.stringify({ request, asOfMs });
      await answersAlike(
        engines,
        async ({ context, fetch }) => comparable(await fetch(metricQuery(request, { ...context, asOfMs }))),
        {
          expected,
          what,
        },
      );
    }
  },
};
