import { expect, test } from "vitest";
import { renderBench } from "./render.ts";
import { type BenchResult, benchRow, BenchResult as ResultSchema } from "./result.ts";

const plain = { name: "plain DuckDB", value: 4 };
const result: BenchResult = {
  name: "ingest",
  commit: "abc1234",
  date: "2026-01-02T03:04:05.000Z",
  machine: { cpu: "CPU", cores: 2, memoryBytes: 16e9, os: "Linux 6", node: "v20.20.2", engine: "DuckDB v1.5.6" },
  limits: { threads: 2, memoryLimitBytes: 3.5e9, repeat: 1 },
  rows: [
    benchRow({ case: "csv 10M", metric: "time", value: 6, unit: "s" }, plain),
    benchRow({ case: "csv 10M", metric: "speed", value: 1e6, unit: "rows/s" }, { ...plain, value: 2e6 }),
    benchRow({ case: "csv 10M", metric: "kept", value: 10, unit: "rows" }, { ...plain, value: 10 }),
    benchRow({ case: "csv 10M", metric: "one row", value: 1.25, unit: "us" }, { ...plain, value: 125 }),
    benchRow({ case: "csv 10M", metric: "input file", value: 1.5e9, unit: "bytes" }),
  ],
};

test("every row says which direction of its ratio is better; a value without reference has no ratio", () => {
  const lines = renderBench(result).split("\n");
  expect(lines.filter((line) => line.startsWith("| csv"))).toEqual([
    "| csv 10M | time | 6.00 s | plain DuckDB | 4.00 s | 1.50 | less |",
    "| csv 10M | speed | 1,000,000 rows/s | plain DuckDB | 2,000,000 rows/s | 0.50 | more |",
    "| csv 10M | kept | 10 rows | plain DuckDB | 10 rows | 1.00 | equal |",
    "| csv 10M | one row | 1.25 µs | plain DuckDB | 125 µs | 0.010 | less |",
    "| csv 10M | input file | 1.5 GB |  |  |  |  |",
  ]);
});

test("commit, day, machine and limits are on the page", () => {
  const page = renderBench({ ...result, limits: { ...result.limits, repeat: 3 } });
  expect(page).toContain("Commit abc1234, 2026-01-02, medians of 3 runs.");
  expect(page).toContain("CPU, 2 cores, 16.0 GB RAM, Linux 6, Node v20.20.2, DuckDB v1.5.6");
  expect(page).toContain("2 threads, engine memory 3.5 GB");
});

test("a result survives its JSON, and a ratio is that of the values as they are written", () => {
  expect(ResultSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
  const row = benchRow({ case: "a", metric: "time", value: 1.00049, unit: "s" }, { name: "b", value: 0.33349 });
  expect(row).toMatchObject({ value: 1, referenceValue: 0.333, ratio: 3.003 });
  expect(benchRow({ case: "a", metric: "m", value: 1, unit: "rows" }, { name: "b", value: 0 }).ratio).toBeNull();
});
