import fc from "fast-check";
import { metricQuery } from "../../../src/models/metrics/metric-query.ts";
import type { MetricRow } from "../../../src/models/metrics/metric-row.ts";
import { answersAlike } from "../alike.ts";
import type { LogCheck } from "../log-run.ts";
import { randomRequest } from "../random-request.ts";
import { breakdown } from "../reference/breakdowns.ts";
import { byCodePoint } from "../reference/text-order.ts";

const REQUESTS = 12;

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

const keyOf = (row: MetricRow): string =>
  JSON.stringify([row.metric, row.window, row.level, row.k0, row.k1, row.k2, row.period]);

/** Rows of something by name: where nothing entered, a relation may have a row of 0 or none. */
function comparable(rows: readonly MetricRow[]): readonly MetricRow[] {
  return rows
    .filter((row) => row.rows > 0 || (row.level === 0 && (row.left_out ?? 0) > 0))
    .sort((a, b) => byCodePoint(keyOf(a), keyOf(b)));
}
