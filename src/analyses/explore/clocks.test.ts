import { afterAll, beforeAll, expect, test } from "vitest";
import { type AnalysedProject, analysedProject } from "../../../test/harness/analysed-project.ts";
import type { ExploreResult } from "./compute.ts";
import { explore } from "./index.ts";

let analysed: AnalysedProject;
beforeAll(async () => {
  const at = (second: number, ms = 0): string =>
    `2024-04-01 10:00:${String(second).padStart(2, "0")}.${String(ms).padStart(3, "0")}`;
  const row = (i: number, plan: string, [client, received, processed]: readonly (string | null)[]) => ({
    event_time: at(i),
    event: "view",
    user_id: i,
    session_id: i,
    item_id: 1,
    value: null,
    plan,
    country: null,
    city: null,
    invoice: null,
    score: null,
    client_event_time: client ?? null,
    server_upload_time: received ?? null,
    received_time: received ?? null,
    processed_time: processed ?? null,
  });
  analysed = await analysedProject({
    sections: {
      project: { name: "clocks", timezone: "UTC" },
      sources: {
        shop: { path: "x.csv", events: { time: "t", name: "n", user: "u", session: "s", received: "r" } },
      },
      metrics: {},
      segments: {},
      dimensions: { plan: {} },
    },
    columns: [
      ["received_time", "received", "timestamp"],
      ["client_event_time", "column", "timestamp"],
      ["server_upload_time", "column", "timestamp"],
      ["processed_time", "column", "timestamp"],
    ],
    rows: [
      row(1, "pro", [at(1), at(2), at(2, 100)]),
      row(2, "pro", [at(2, 500), at(2, 200), at(3)]),
      row(3, "free", [at(9), at(1), at(1, 50)]),
      row(4, "free", [null, at(4), null]),
    ],
  });
});
afterAll(() => analysed[Symbol.asyncDispose]());

async function clocks(params: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, unknown>>> {
  const evaluated = await explore.evaluate({ ...params, sections: ["clocks"] }, analysed.context, (query) =>
    analysed.fetch(query),
  );
  if (evaluated.status !== "ok") throw new Error(evaluated.reason);
  return Object.fromEntries((evaluated.result as ExploreResult).clocks?.map((clock) => [clock.id, clock]) ?? []);
}

test("agreement, latencies, negatives and events without both clocks", async () => {
  const found = await clocks({});
  expect(Object.keys(found)).toEqual(["client_clock", "client_server", "processing", "arrival"]);
  // event minus client: 0, -500 ms, -6 s; one has no client time
  expect(found["client_clock"]).toMatchObject({
    n: 3,
    nulls: 1,
    equal: 1,
    within1s: 2,
    negative: 2,
    min: -6000,
    max: 0,
    p50: -500,
  });
  expect(found["client_clock"]).toMatchObject({ within1sShare: 2 / 3 });
  // 100, 800 and 50 ms
  expect(found["processing"]).toMatchObject({ n: 3, nulls: 1, negative: 0, p50: 100, min: 50, max: 800 });
  expect((found["processing"] as { p95: number }).p95).toBeCloseTo(730, 9);
  // 1 s, 200 ms, -2 s, 0
  expect(found["arrival"]).toMatchObject({ n: 4, nulls: 0, equal: 1, within1s: 3, negative: 1, p50: 100 });
});

test("filters reach the clock that only the staged events have", async () => {
  const found = await clocks({ where: [{ dimension: "plan", values: ["pro"] }] });
  expect(found["arrival"]).toMatchObject({ n: 2, min: 200, max: 1000, p50: 600, negative: 0 });
  expect(found["client_clock"]).toMatchObject({ n: 2, nulls: 0 });
});
