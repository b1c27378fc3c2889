import { describe, expect, test } from "vitest";
import { Project } from "../../contract/project/project.ts";
import { addDays } from "../../core/calendar.ts";
import { createRng } from "../../core/rng.ts";
import { completeDays } from "../../models/metrics/complete-days.ts";
import type { MetricRow } from "../../models/metrics/metric-row.ts";
import { resolveWindows } from "../../models/metrics/windows.ts";
import { duckdbDialect } from "../../warehouse/duckdb/dialect.ts";
import type { ComputeContext } from "../analysis.ts";
import { overviewCharts } from "./chart.ts";
import { computeOverview } from "./compute.ts";
import { overviewFindings } from "./findings.ts";
import { OverviewParams } from "./params.ts";

const project = Project.parse({
  project: { name: "test", timezone: "Europe/Berlin" },
  sources: { log: { path: "x.csv", events: { time: "t", name: "n" } } },
  metrics: { events: { kind: "count", good: "up" }, latency: { kind: "mean", of: "ms", unit: "ms", good: "down" } },
});

const at = (text: string): number => Date.parse(text);

function context(minMs: number, maxMs: number, asOfMs: number | null = null): ComputeContext {
  return {
    project,
    dialect: duckdbDialect,
    facts: null,
    tables: new Map(),
    ranges: new Map([["events", { minMs, maxMs }]]),
    asOfMs,
    relations: new Map(),
    seed: 0,
    rng: createRng(0),
  };
}

const rowsFrom = (metric: string, first: string, values: readonly (number | null)[]): MetricRow[] =>
  values.flatMap((value, i) =>
    value === null
      ? []
      : [
          {
            window: 0,
            level: 0,
            k0: null,
            k1: null,
            k2: null,
            period: addDays(first, i),
            metric,
            value,
            rows: 10,
            left_out: null,
          },
        ],
  );

describe("complete days", () => {
  test.each([
    [
      "data end inside the last hour of a Berlin day: it is over",
      "2024-03-01T00:30:00Z",
      "2024-03-10T22:59:40Z",
      null,
      { first: "2024-03-02", last: "2024-03-10" },
    ],
    [
      "data begin in the first hour: the first day counts",
      "2024-02-29T23:10:00Z",
      "2024-03-10T21:00:00Z",
      null,
      { first: "2024-03-01", last: "2024-03-09" },
    ],
    [
      "as-of cuts",
      "2024-02-29T23:10:00Z",
      "2024-03-10T21:00:00Z",
      "2024-03-05T23:00:00Z",
      { first: "2024-03-01", last: "2024-03-05" },
    ],
    [
      "the 23-hour day of the clock change ends at 22:00 UTC",
      "2024-03-01T00:00:00Z",
      "2024-03-31T21:30:00Z",
      null,
      { first: "2024-03-02", last: "2024-03-31" },
    ],
  ] as const)("%s", (_, min, max, asOf, expected) => {
    expect(completeDays({ minMs: at(min), maxMs: at(max) }, asOf === null ? null : at(asOf), "Europe/Berlin")).toEqual(
      expected,
    );
  });

  test("a source that knows days only has its last day whole", () => {
    const range = { minMs: at("2019-01-01T00:00:00Z"), maxMs: at("2019-12-31T00:00:00Z"), daily: true };
    expect(completeDays(range, null, "UTC")).toEqual({ first: "2019-01-01", last: "2019-12-31" });
    const request = { grain: "hour", compare: "none" } as const;
    const found = { project, ranges: new Map([["log", range]]), sources: ["log"], asOfMs: null };
    expect(resolveWindows(request, found)).toMatchObject({ undetermined: expect.stringContaining("log are days") });
  });

  test("a few hours of one day hold no complete day", () => {
    expect(
      completeDays({ minMs: at("2019-10-01T00:00:00Z"), maxMs: at("2019-10-01T02:50:00Z") }, null, "UTC"),
    ).toBeNull();
  });
});

describe("overview", () => {
  const params = OverviewParams.parse({ days: 10 });
  const span = context(at("2024-01-01T00:00:00+01:00"), at("2024-01-12T15:00:00+01:00"));

  test("compares the last complete day with the same weekday a week before", () => {
    const computed = computeOverview(
      { days: rowsFrom("events", "2024-01-01", [10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 5]) },
      params,
      span,
    );
    if (computed.status !== "ok") throw new Error(computed.reason);
    const [line] = computed.result.lines;
    expect(line).toMatchObject({
      day: "2024-01-11",
      value: 110,
      previousDay: "2024-01-04",
      previous: 40,
      change: 1.75,
      reason: null,
    });
    expect(line?.series).toHaveLength(10);
    expect(overviewFindings(computed.result)[0]?.text).toBe(
      "events 110 on Thursday 2024-01-11, +175 % against 40 on 2024-01-04.",
    );
    expect(overviewCharts(computed.result)[0]?.alt).toContain("events 110");
  });

  test("a day without rows counts 0, has no mean, and gives no relative change; nothing is NaN", () => {
    const rows = [
      ...rowsFrom("events", "2024-01-01", [1, 1, 1, null, 1, 1, 1, 1, 1, 1, 7]),
      ...rowsFrom("latency", "2024-01-01", [5, 5, 5, null, 5, 5, 5, 5, 5, 5, 6]),
    ];
    const computed = computeOverview({ days: rows }, params, span);
    if (computed.status !== "ok") throw new Error(computed.reason);
    const [events, latency] = computed.result.lines;
    expect(events).toMatchObject({ value: 7, previous: 0, change: null });
    expect(events?.reason).toContain("0 on 2024-01-04");
    expect(latency).toMatchObject({ value: 6, previous: null, change: null, reason: "no value on 2024-01-04" });
    expect(JSON.stringify(computed)).not.toMatch(/NaN|Infinity/);
  });

  test("less than a week of data has a value and no comparison", () => {
    const computed = computeOverview(
      { days: rowsFrom("events", "2024-01-08", [3, 4, 5, 6]) },
      params,
      context(at("2024-01-08T00:00:00+01:00"), at("2024-01-11T23:30:00+01:00")),
    );
    if (computed.status !== "ok") throw new Error(computed.reason);
    expect(computed.result.lines[0]).toMatchObject({
      value: 6,
      previous: null,
      change: null,
      reason: "no complete day a week before: data begin on 2024-01-08",
    });
  });

  test("no complete day is undetermined with a reason", () => {
    const computed = computeOverview(
      { days: rowsFrom("events", "2024-01-08", [3]) },
      params,
      context(at("2024-01-08T00:00:00+01:00"), at("2024-01-08T03:30:00+01:00")),
    );
    expect(computed).toMatchObject({
      status: "undetermined",
      warnings: ["events: no complete day lies in the days asked for, so its metrics are left out"],
    });
  });
});
