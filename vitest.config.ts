import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          exclude: ["**/*-on-clickhouse.test.ts"],
          include: ["src/**/*.test.ts", "web/**/*.test.ts", "bench/**/*.test.ts", "test/*.test.ts"],
          // no test changes what its modules hold: loading them once saves a quarter of the processor time
          isolate: false,
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "engines",
          include: ["test/engines/*.test.ts", "test/engines/reference/*.test.ts", "src/**/*-on-clickhouse.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: "browser",
          include: ["test/e2e/browser/*.test.ts"],
          testTimeout: 240_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
      { test: { name: "slow", include: ["test/slow/**/*.test.ts"], testTimeout: 1_800_000, maxWorkers: 1 } },
    ],
  },
});
