import { expect, test } from "vitest";
import { createProject } from "../../test/harness/project.ts";
import { SHOP_YML, shopDay } from "../../test/harness/server.ts";
import { raw } from "../sql/sql.ts";
import { buildProject } from "./build-project.ts";
import { ingestProject } from "./ingest-project.ts";
import { notedModels } from "./model-state.ts";
import { openProjectWarehouse } from "./open-warehouse.ts";
import { openHost } from "./project-host.ts";

test("a build that began with a valid project file ends, though the file is invalid by then", async () => {
  const project = createProject(SHOP_YML, { "data/1.csv": shopDay("2024-03-01", 30) });
  await project.ingest();
  {
    await using host = await openHost(project.root, { purpose: "test" });
    const clock = { nowMs: Date.now };
    await buildProject(host.session(), { clock });
    const count = async () => {
      await using reader = await openProjectWarehouse(host.session());
      return (await reader.table(raw("select count(*) from fct_events"))).rows;
    };
    expect(await count()).toEqual([[30]]);
    const before = notedModels(host.session());
    project.write("data/2.csv", shopDay("2024-03-02", 12));
    await ingestProject(host.session(), { clock, onProgress: () => {}, onFile: () => {} });
    const onProgress = () => project.write("tidemark.yml", `${SHOP_YML}\nmetrixx: {}\n`);
    expect(await buildProject(host.session(), { clock, onProgress, full: true })).toMatchObject({ mode: "full" });
    expect(() => host.session()).toThrow("metrixx");
    project.write("tidemark.yml", SHOP_YML);
    expect(await count()).toEqual([[42]]);
    expect(notedModels(host.session())?.dataVersion).not.toBe(before?.dataVersion);
  }
  project.remove();
});
