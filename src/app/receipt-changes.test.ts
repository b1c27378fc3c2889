import { expect, test } from "vitest";
import { changedPaths, partitionChanges } from "./receipt-changes.ts";

test("partitions are told apart by their parts, whatever the order", () => {
  expect(
    partitionChanges(
      [
        ["lake/log/day=2024-01-01/1.parquet", 10],
        ["lake/log/day=2024-01-02/2.parquet", 5],
        ["lake/log/day=2024-01-03/3.parquet", 7],
      ],
      [
        ["lake/log/day=2024-01-04/9.parquet", 1],
        ["lake/log/day=2024-01-02/8.parquet", 5],
        ["lake/log/day=2024-01-02/2.parquet", 5],
        ["lake/log/day=2024-01-01/1.parquet", 10],
      ],
    ),
  ).toEqual([
    { partition: "lake/log/day=2024-01-02", change: "changed", rowsBefore: 5, rowsNow: 10 },
    { partition: "lake/log/day=2024-01-03", change: "removed", rowsBefore: 7, rowsNow: 0 },
    { partition: "lake/log/day=2024-01-04", change: "added", rowsBefore: 0, rowsNow: 1 },
  ]);
});

test("changed definitions are named two keys deep", () => {
  const before = { timezone: "UTC", metrics: { a: { kind: "count" }, b: { kind: "sum" } }, funnels: {} };
  expect(changedPaths(before, structuredClone(before))).toEqual([]);
  expect(
    changedPaths(before, { timezone: "CET", metrics: { a: { kind: "sum" }, c: {} }, funnels: { f: {} }, segments: {} }),
  ).toEqual(["timezone", "metrics.a", "metrics.b", "metrics.c", "funnels.f", "segments"]);
  expect(changedPaths({ m: { a: 1, b: 2 } }, { m: { b: 2, a: 1 } })).toEqual(["m (order)"]);
});
