import { existsSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createProject, type TestProject } from "../../test/harness/project.ts";
import { raw } from "../sql/sql.ts";
import { buildProject } from "./build-project.ts";
import { ingestProject } from "./ingest-project.ts";
import { notedModels, readModels, staleModels } from "./model-state.ts";
import { openProjectWarehouse, shareProjectWarehouse } from "./open-warehouse.ts";
import { openProject, type ProjectSession } from "./project-session.ts";

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

let project: TestProject;
let session: ProjectSession;
beforeEach(async () => {
  project = createProject(YML, { "data/1.csv": day("2024-01-01", 50), "data/2.csv": day("2024-01-02", 50) });
  const own = await openProject(project.root, { purpose: "test" });
  const shared = shareProjectWarehouse(() => session);
  session = { ...own, shared, [Symbol.dispose]: own[Symbol.dispose] };
});
afterEach(async () => {
  await session.shared?.[Symbol.asyncDispose]();
  session[Symbol.dispose]();
  project.remove();
});

const ingest = () => ingestProject(session, { onProgress: () => {}, onFile: () => {}, clock: { nowMs: Date.now } });
const build = (full = false) => buildProject(session, { clock: { nowMs: Date.now }, full });

async function count(relation: string): Promise<number> {
  await using warehouse = await openProjectWarehouse(session);
  const { rows } = await warehouse.table(raw(`select count(*) from ${relation}`));
  return Number(rows[0]?.[0]);
}

test("readers see the models they began with until they are done; those that come later see the new ones", async () => {
  await expect(openProjectWarehouse(session)).rejects.toMatchObject({ code: "NOT_BUILT" });
  await ingest();
  await build();
  expect(await count("fct_events")).toBe(100);
  const early = await openProjectWarehouse(session);
  project.write("data/3.csv", day("2024-01-03", 7));
  await ingest();
  expect([await count("fct_events"), await count("stg_events")]).toEqual([100, 107]);
  expect((await build()).mode).toBe("incremental");
  expect(await count("fct_events")).toBe(107);
  expect((await early.table(raw("select count(*) from fct_events"))).rows).toEqual([[100]]);
  expect((await build(true)).mode).toBe("full");
  expect((await early.table(raw("select count(*) from fct_events"))).rows).toEqual([[100]]);
  await early[Symbol.asyncDispose]();
  expect(await count("fct_events")).toBe(107);
  expect((await build()).mode).toBe("unchanged");
  expect(existsSync(`${session.paths.warehouse}.next`)).toBe(false);
});

test("what was built while readers were there is on disk when all is closed", async () => {
  await ingest();
  await build();
  const early = await openProjectWarehouse(session);
  project.write("data/3.csv", day("2024-01-03", 7));
  await ingest();
  await build();
  await early[Symbol.asyncDispose]();
  await session.shared?.[Symbol.asyncDispose]();
  await using alone = await openProjectWarehouse({ ...session, shared: undefined });
  expect((await alone.table(raw("select count(*) from fct_events"))).rows).toEqual([[107]]);
});

test("an engine that was given up is not used again, and does not keep others from reading", async () => {
  await ingest();
  await build();
  const stuck = await openProjectWarehouse(session);
  const alsoStuck = await openProjectWarehouse(session);
  session.shared?.abandon(stuck);
  expect(session.shared?.abandoned).toBe(true);
  expect(await count("fct_events")).toBe(100);
  const healthy = await openProjectWarehouse(session);
  session.shared?.abandon(alsoStuck);
  expect(session.shared?.isCurrent(healthy)).toBe(true);
  await build(true);
  const newer = await openProjectWarehouse(session);
  session.shared?.abandon(healthy);
  expect(session.shared?.isCurrent(newer)).toBe(true);
  for (const lease of [stuck, alsoStuck, healthy, newer]) await lease[Symbol.asyncDispose]();
});

test("a reader of the models from before does not note them over the new ones", async () => {
  await ingest();
  await build();
  const early = await openProjectWarehouse(session);
  project.write("data/3.csv", day("2024-01-03", 7));
  await ingest();
  await build();
  const noted = notedModels(session);
  expect((await readModels(session, early)).dataVersion).not.toBe(noted?.dataVersion);
  expect(notedModels(session)).toEqual(noted);
  await early[Symbol.asyncDispose]();
});

test("the version of a lake whose new file holds no new rows is in the models; with nothing new their engine stays", async () => {
  await ingest();
  await build();
  project.write("data/3.csv", `${day("2024-01-02", 50)}\nnever,1,view`);
  await ingest();
  expect(await build()).toMatchObject({ mode: "incremental", reason: "no new rows" });
  await using reader = await openProjectWarehouse(session);
  expect(staleModels(session, await readModels(session, reader))).toBeNull();
  expect((await build()).mode).toBe("unchanged");
  expect(session.shared?.isCurrent(reader)).toBe(true);
});
