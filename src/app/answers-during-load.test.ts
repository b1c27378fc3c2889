import { afterEach, beforeEach, expect, test } from "vitest";
import { type SharedSession, sharedSession } from "../../test/harness/shared-session.ts";
import type { AnyAnalysis } from "../analyses/analysis.ts";
import { eda } from "../analyses/eda/index.ts";
import { metric } from "../analyses/metric/index.ts";
import { pipeline } from "../analyses/pipeline/index.ts";
import { createLoadRunStore } from "../state/load-runs.ts";
import { createResultStore } from "../state/results.ts";
import { withEngine } from "./analysis-engine.ts";
import { answer } from "./answer.ts";
import { checkedParameters } from "./checked-parameters.ts";
import { refreshSharedViews } from "./open-warehouse.ts";
import { readVersion } from "./read-version.ts";

let own: SharedSession;
beforeEach(async () => {
  own = await sharedSession();
  own.write("2024-01-01", 50);
  await own.ingest();
  await own.build();
});
afterEach(() => own[Symbol.asyncDispose]());

const question = (analysis: AnyAnalysis, params: Readonly<Record<string, unknown>>) => ({
  ...{ asOfMs: null, seed: 0, clock: { nowMs: Date.now } },
  params: checkedParameters(analysis, params, own.session.project),
});

test("while files are loaded an answer is of the lake that its rows are of", async () => {
  const asked = question(eda, { table: "stg_log" });
  const rows = async (): Promise<number> => {
    const { envelope } = await answer(eda, own.session, asked);
    return (envelope.result as { readonly rows: number }).rows;
  };
  expect(await rows()).toBe(50);
  const before = readVersion(own.session);
  own.write("2024-01-02", 7);
  await own.ingest(false);
  expect(await rows()).toBe(50);
  expect(readVersion(own.session)).toEqual(before);
  await refreshSharedViews(own.session);
  expect(readVersion(own.session)).not.toEqual(before);
  expect(await rows()).toBe(57);
});

test("an answer that the lake changed under is not stored", async () => {
  const asked = question(eda, { table: "stg_log" });
  let version = 0;
  const shared = own.session.shared && { ...own.session.shared, lakeVersion: () => `${version++}` };
  const { envelope } = await answer(eda, { ...own.session, shared }, asked);
  expect(envelope.status).toBe("ok");
  expect(createResultStore(own.session.state).get(envelope.id)).toBeUndefined();
});

test("what the pipeline was while a build ran is not what it is afterwards", async () => {
  const asked = question(pipeline, {});
  const runs = createLoadRunStore(own.session.state);
  const id = runs.begin("build", "2024-01-01T00:00:00.000Z");
  const during = await answer(pipeline, own.session, asked);
  runs.finish(id, { status: "failed", seconds: 1, error: "stopped", notes: [], steps: [] });
  const after = await answer(pipeline, own.session, asked);
  expect([during.cached, after.cached]).toEqual([false, false]);
});

test("models whose copy failed are answered from, and what was noted of others does not keep the warehouse from it", async () => {
  const engine = "engine: { kind: clickhouse, url: http://127.0.0.1:1/shop }";
  await own.declare(`  users: { kind: distinct }\n${engine}\n`);
  await expect(own.build()).rejects.toMatchObject({ code: "ENGINE_UNREACHABLE" });
  const asked = question(metric, { metric: "users" });
  const here = withEngine(own.session, "duckdb");
  expect((await answer(metric, here, asked)).envelope.status).toBe("ok");
  own.session.state.prepare("update models set metrics = 'others'").run();
  expect((await answer(metric, here, asked)).cached).toBe(false);
  expect((await answer(metric, here, asked)).cached).toBe(true);
});
