import { existsSync, watch, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type SharedSession, sharedSession } from "../../test/harness/shared-session.ts";
import type { BuildReport } from "../build/report.ts";
import { raw } from "../sql/sql.ts";
import { type DuckDBWarehouse, openDuckDB } from "../warehouse/duckdb/instance.ts";
import { notedModels, readModels, staleModels } from "./model-state.ts";
import { openProjectWarehouse } from "./open-warehouse.ts";
import { shareWarehouse } from "./shared-warehouse.ts";

let own: SharedSession;
beforeEach(async () => {
  own = await sharedSession();
  own.write("2024-01-01", 50);
  own.write("2024-01-02", 50);
});
afterEach(() => own[Symbol.asyncDispose]());

const loadAndBuild = async (): Promise<BuildReport> => {
  await own.ingest();
  return own.build();
};

/** A reader of the models from before a build that added seven rows. */
async function earlyReader(): Promise<DuckDBWarehouse> {
  await loadAndBuild();
  const early = await openProjectWarehouse(own.session);
  own.write("2024-01-03", 7);
  await loadAndBuild();
  return early;
}

/** Names of files that come, change or go in a folder, until disposed. */
function watchFolder(folder: string): Disposable & { names(): Promise<readonly string[]> } {
  const seen = new Set<string>();
  const watcher = watch(folder, (_, name) => void seen.add(String(name)));
  return {
    names: async () => {
      writeFileSync(join(folder, "last"), "");
      while (!seen.has("last")) await sleep(5);
      return [...seen];
    },
    [Symbol.dispose]: () => watcher.close(),
  };
}

async function count(relation: string): Promise<number> {
  await using warehouse = await openProjectWarehouse(own.session);
  const { rows } = await warehouse.table(raw(`select count(*) from ${relation}`));
  return Number(rows[0]?.[0]);
}

test("readers see the models they began with until they are done; those that come later see the new ones", async () => {
  await expect(openProjectWarehouse(own.session)).rejects.toMatchObject({ code: "NOT_BUILT" });
  await loadAndBuild();
  expect(await count("fct_events")).toBe(100);
  const early = await openProjectWarehouse(own.session);
  own.write("2024-01-03", 7);
  await own.ingest();
  expect([await count("fct_events"), await count("stg_events")]).toEqual([100, 107]);
  expect((await own.build()).mode).toBe("incremental");
  expect(await count("fct_events")).toBe(107);
  expect((await early.table(raw("select count(*) from fct_events"))).rows).toEqual([[100]]);
  expect((await own.build({ full: true })).mode).toBe("full");
  expect((await early.table(raw("select count(*) from fct_events"))).rows).toEqual([[100]]);
  await early[Symbol.asyncDispose]();
  expect(await count("fct_events")).toBe(107);
  expect((await own.build()).mode).toBe("unchanged");
  expect(existsSync(`${own.session.paths.warehouse}.next`)).toBe(false);
});

test("what was built while readers were there is on disk when all is closed", async () => {
  const early = await earlyReader();
  await early[Symbol.asyncDispose]();
  await own.session.shared?.[Symbol.asyncDispose]();
  await using alone = await openProjectWarehouse({ ...own.session, shared: undefined });
  expect((await alone.table(raw("select count(*) from fct_events"))).rows).toEqual([[107]]);
});

test("an engine that was given up is not used again, and does not keep others from reading", async () => {
  await loadAndBuild();
  const stuck = await openProjectWarehouse(own.session);
  const alsoStuck = await openProjectWarehouse(own.session);
  own.session.shared?.abandon(stuck);
  expect(own.session.shared?.abandoned).toBe(true);
  expect(await count("fct_events")).toBe(100);
  const healthy = await openProjectWarehouse(own.session);
  own.session.shared?.abandon(alsoStuck);
  expect(own.session.shared?.isCurrent(healthy)).toBe(true);
  await own.build({ full: true });
  const newer = await openProjectWarehouse(own.session);
  own.session.shared?.abandon(healthy);
  expect(own.session.shared?.isCurrent(newer)).toBe(true);
  for (const lease of [stuck, alsoStuck, healthy, newer]) await lease[Symbol.asyncDispose]();
});

test("a reader of the models from before does not note them over the new ones", async () => {
  const early = await earlyReader();
  const noted = notedModels(own.session);
  expect((await readModels(own.session, early)).dataVersion).not.toBe(noted?.dataVersion);
  expect(notedModels(own.session)).toEqual(noted);
  await early[Symbol.asyncDispose]();
});

test("the version of a lake whose new file holds no new rows is in the models; with nothing new their engine stays", async () => {
  await loadAndBuild();
  own.write("2024-01-02", 50, ["never,1,view"]);
  expect(await loadAndBuild()).toMatchObject({ mode: "incremental", reason: "no new rows" });
  await using reader = await openProjectWarehouse(own.session);
  expect(staleModels(own.session, await readModels(own.session, reader))).toBeNull();
  expect((await own.build()).mode).toBe("unchanged");
  expect(own.session.shared?.isCurrent(reader)).toBe(true);
});

test("a build with nothing to do copies no warehouse", async () => {
  await loadAndBuild();
  using folder = watchFolder(dirname(own.session.paths.warehouse));
  expect((await own.build()).mode).toBe("unchanged");
  expect((await folder.names()).filter((name) => name.includes(".next"))).toEqual([]);
});

test("the version of views is known while their engine opens; while those of another are made it is no one's", async () => {
  await loadAndBuild();
  const { shared } = own.session;
  const opening = openProjectWarehouse(own.session);
  const versions = [shared?.lakeVersion()];
  await using reader = await opening;
  const note = async () => void versions.push(shared?.lakeVersion(reader));
  await note();
  await shared?.refresh(own.session.manifest.dataVersion(), note);
  await shared?.refresh("next", note);
  await note();
  const now = own.session.manifest.dataVersion();
  expect(versions).toEqual([now, now, now, expect.stringContaining("making"), "next"]);
});

test("a file takes the place of another when nobody is opening that", async () => {
  const happened: string[] = [];
  let goOn = (): void => {};
  await using shared = shareWarehouse({
    file: () => 1,
    open: () => {
      const gate = new Promise<void>((resolve) => (goOn = resolve));
      const warehouse = gate.then(() => openDuckDB({ path: ":memory:", spillDir: "", threads: 1 }));
      return { warehouse, lakeVersion: "1" };
    },
  });
  const swap = () => shared.betweenOpenings(() => happened.push("swap"));
  await swap();
  const reader = shared.lease().then((lease) => {
    happened.push("open");
    return lease;
  });
  const late = swap();
  await sleep(5);
  expect(happened).toEqual(["swap"]);
  goOn();
  await late;
  await using _ = await reader;
  expect(happened.toSorted()).toEqual(["open", "swap", "swap"]);
});

test("a file that could not be opened keeps no other from its place", async () => {
  await using shared = shareWarehouse({
    file: () => 1,
    open: () => ({ warehouse: Promise.reject(new Error("broken")), lakeVersion: "1" }),
  });
  await expect(shared.lease()).rejects.toThrow("broken");
  let swapped = false;
  await shared.betweenOpenings(() => (swapped = true));
  expect(swapped).toBe(true);
});
