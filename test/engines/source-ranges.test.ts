import { afterAll, expect, test } from "vitest";
import type { SampleColumn } from "../../src/build/sample-lake.ts";
import { Project } from "../../src/contract/project/project.ts";
import { stopEngines } from "./engines.ts";
import { openEngines } from "./open-engines.ts";

afterAll(stopEngines);

const COLUMNS: readonly SampleColumn[] = [
  ["event_time", "time", "timestamp"],
  ["event", "event", "text"],
  ["user_id", "user", "integer"],
];
const rows = (times: readonly string[]) => ({
  columns: COLUMNS,
  batches: [times.map((time, i) => ({ event_time: time, event: "e", user_id: i % 3 }))],
});
const at = (text: string): number => Date.parse(`${text}Z`);

test("every engine knows from when to when each event source has rows, and which knows days only", async () => {
  const log = { path: "x.csv", events: { time: "t", name: "n", user: "u" } };
  const project = Project.parse({
    project: { name: "two", timezone: "UTC" },
    sources: { feed: log, ledger: log },
    metrics: { n: { kind: "count", on: "ledger" } },
  });
  await using opened = await openEngines(project, {
    feed: rows(["2024-10-01 00:10:00", "2024-10-10 23:50:00"]),
    ledger: rows(["2024-10-03 00:00:00", "2024-10-03 00:00:00", "2024-10-07 00:00:00"]),
  });
  for (const { context } of opened.engines)
    expect(Object.fromEntries(context.ranges)).toEqual({
      events: { minMs: at("2024-10-01T00:10:00"), maxMs: at("2024-10-10T23:50:00") },
      feed: { minMs: at("2024-10-01T00:10:00"), maxMs: at("2024-10-10T23:50:00") },
      ledger: { minMs: at("2024-10-03T00:00:00"), maxMs: at("2024-10-07T00:00:00"), daily: true },
    });
  expect(opened.engines.length).toBeGreaterThan(1);
}, 120_000);
