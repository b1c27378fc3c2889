import { afterEach, expect, test } from "vitest";
import { type LoadedProject, loadedProject } from "../../test/harness/loaded-project.ts";
import type { BreakdownResult } from "../analyses/breakdown/compute.ts";
import { breakdown } from "../analyses/breakdown/index.ts";
import type { MetricResult } from "../analyses/metric/compute.ts";
import { metric } from "../analyses/metric/index.ts";

const YML = `project: { name: t, timezone: UTC }
sources:
  log:
    path: log.csv
    events: { time: at, user: who, name: what, value: price }
  bills:
    path: bills.csv
    table: { time: day }
dimensions:
  period: { }
metrics:
  revenue: { kind: sum, of: value }
  people: { kind: distinct, entity: user }
  visits: { kind: count, entity: session }
  paid: { kind: sum, on: bills, of: amount }
`;
const LOG = `at,who,what,price,period
2024-01-01 10:00:00,1,buy,1,spring
2024-01-01 11:00:00,2,buy,2,autumn
2024-01-02 10:00:00,1,buy,4,autumn
`;
const BILLS = `day,amount,period
2024-01-01,8,2031-05-05
2024-01-02,16,2031-05-06
`;

let project: LoadedProject;
afterEach(() => project.remove());

test("a column called `period` is a column like others: it is not taken for the period of a row", async () => {
  project = loadedProject(YML, { "log.csv": LOG, "bills.csv": BILLS });
  await project.load();
  const found: unknown[] = [];
  for (const id of ["revenue", "people", "visits", "paid"]) {
    for (const grain of ["day", "month"]) {
      const { envelope } = await project.analyse(metric, { metric: id, grain });
      const { lines } = envelope.result as MetricResult;
      found.push([id, grain, ...(lines[0]?.points.map(({ value }) => value) ?? [])]);
    }
  }
  expect(found).toEqual([
    ["revenue", "day", 3, 4],
    ["revenue", "month", 7],
    ["people", "day", 2, 1],
    ["people", "month", 2],
    ["visits", "day", 2, 1],
    ["visits", "month", 3],
    ["paid", "day", 8, 16],
    ["paid", "month", 24],
  ]);
  const { envelope } = await project.analyse(breakdown, { by: ["period"], metrics: ["revenue", "visits"] });
  const { rows } = envelope.result as BreakdownResult;
  expect(rows.map(({ keys, cells }) => [...keys, ...cells.map(({ value }) => value)])).toEqual([
    [7, 3],
    ["autumn", 6, 2],
    ["spring", 1, 1],
  ]);
});
