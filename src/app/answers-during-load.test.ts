import { afterEach, beforeEach, expect, test } from "vitest";
import { createProject, type TestProject } from "../../test/harness/project.ts";
import type { AnyAnalysis } from "../analyses/analysis.ts";
import { eda } from "../analyses/eda/index.ts";
import { metric } from "../analyses/metric/index.ts";
import { pipeline } from "../analyses/pipeline/index.ts";
import { createLoadRunStore } from "../state/load-runs.ts";
import { createResultStore } from "../state/results.ts";
import { withEngine } from "./analysis-engine.ts";
import { answer } from "./answer.ts";
import { buildProject } from "./build-project.ts";
import { checkedParameters } from "./checked-parameters.ts";
import { ingestProject } from "./ingest-project.ts";
import { refreshSharedViews, shareProjectWarehouse } from "./open-warehouse.ts";
import { openProject, type ProjectSession } from "./project-session.ts";
import { readVersion } from "./read-version.ts";

const YML = `
project: { name: shop }
sources:
  log:
    path: data/*.csv
    events: { time: at, user: who, name: what }
    columns: { at: timestamp, who: integer, what: text }
metrics:
  events: { kind: count }
`;
const day = (date: string, rows: number): string =>
  ["at,who,what", ...Array.from({ length: rows }, (_, i) => `${date}T00:00:${10 + (i % 50)}Z,${i},view`)].join("\n");
const clock = { nowMs: Date.now };

let project: TestProject;
let session: ProjectSession;
beforeEach(async () => {
  project = createProject(YML, { "data/1.csv": day("2024-01-01", 50) });
  const own = await openProject(project.root, { purpose: "test" });
  const shared = shareProjectWarehouse(() => session);
  session = { ...own, shared, [Symbol.dispose]: own[Symbol.dispose] };
  await ingest(session);
  await buildProject(session, { clock });
});
afterEach(async () => {
  await session.shared?.[Symbol.asyncDispose]();
  session[Symbol.dispose]();
  project.remove();
});

const ingest = (into: ProjectSession) => ingestProject(into, { onProgress: () => {}, onFile: () => {}, clock });
const question = (analysis: AnyAnalysis, params: Readonly<Record<string, unknown>>) => ({
  ...{ asOfMs: null, seed: 0, clock },
  params: checkedParameters(analysis, params, session.project),
});

test("while files are loaded an answer is of the lake that its rows are of", async () => {
  const asked = question(eda, { table: "stg_log" });
  const rows = async (): Promise<number> => {
    const { envelope } = await answer(eda, session, asked);
    return (envelope.result as { readonly rows: number }).rows;
  };
  expect(await rows()).toBe(50);
  const before = readVersion(session);
  project.write("data/2.csv", day("2024-01-02", 7));
  // committed, and the load goes on: the views of the shared engine are as they were
  await ingest({ ...session, shared: undefined });
  expect(await rows()).toBe(50);
  expect(readVersion(session)).toEqual(before);
  await refreshSharedViews(session);
  expect(readVersion(session)).not.toEqual(before);
  expect(await rows()).toBe(57);
});

test("an answer that the lake changed under is not stored", async () => {
  const asked = question(eda, { table: "stg_log" });
  let version = 0;
  const shared = session.shared && { ...session.shared, lakeVersion: () => `${version++}` };
  const { envelope } = await answer(eda, { ...session, shared }, asked);
  expect(envelope.status).toBe("ok");
  expect(createResultStore(session.state).get(envelope.id)).toBeUndefined();
});

test("what the pipeline was while a build ran is not what it is afterwards", async () => {
  const asked = question(pipeline, {});
  const runs = createLoadRunStore(session.state);
  const id = runs.begin("build", "2024-01-01T00:00:00.000Z");
  const during = await answer(pipeline, session, asked);
  runs.finish(id, { status: "failed", seconds: 1, error: "stopped", notes: [], steps: [] });
  const after = await answer(pipeline, session, asked);
  expect([during.cached, after.cached]).toEqual([false, false]);
});

test("models whose copy failed are answered from, and what was noted of others does not keep the warehouse from it", async () => {
  const engine = "engine: { kind: clickhouse, url: http://127.0.0.1:1/shop }";
  project.write("tidemark.yml", `${YML}  users: { kind: distinct }\n${engine}\n`);
  session[Symbol.dispose]();
  const own = await openProject(project.root, { purpose: "test" });
  session = { ...own, shared: session.shared, [Symbol.dispose]: own[Symbol.dispose] };
  await expect(buildProject(session, { clock })).rejects.toMatchObject({ code: "ENGINE_UNREACHABLE" });
  const asked = question(metric, { metric: "users" });
  const here = withEngine(session, "duckdb");
  expect((await answer(metric, here, asked)).envelope.status).toBe("ok");
  session.state.prepare("update models set metrics = 'others'").run();
  expect((await answer(metric, here, asked)).cached).toBe(false);
  expect((await answer(metric, here, asked)).cached).toBe(true);
});
