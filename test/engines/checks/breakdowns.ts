import fc from "fast-check";
import { metricQuery } from "../../../src/models/metrics/metric-query.ts";
import { answersAlike } from "../alike.ts";
import type { LogCheck } from "../log-run.ts";
import { randomRequest } from "../random-request.ts";
import { breakdown, comparable } from "../reference/breakdowns.ts";

const REQUESTS = 6;

/** Random metrics by random grain, dimensions, filters, segment and largest values. */
export const breakdowns: LogCheck = {
  meaning:
    "breakdowns: random metrics, days, grains, dimensions, filters, segments and largest values over random logs",
  cases: REQUESTS,
  check: async ({ rows, project, engines, seed }) => {
    const [first = ""] = rows.map(({ day }) => day).sort();
    for (const request of fc.sample(randomRequest(project, first), { numRuns: REQUESTS, seed })) {
      const expected = comparable(breakdown(rows, request, project));
      const what = JSON.stringify(request);
      await answersAlike(
        engines,
        async ({ context, fetch }) => comparable(await fetch(metricQuery(request, context))),
        {
          expected,
          what,
        },
      );
    }
  },
};
