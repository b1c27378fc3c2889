import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDuckDB } from "../../src/warehouse/duckdb/instance.ts";
import type { Engine } from "./engine.ts";

export const duckdbEngine: Engine = {
  name: "DuckDB",
  open: async ({ lake, project }) => {
    await lake.build(project, "models.duckdb", { full: true });
    return openDuckDB({
      path: join(lake.root, "models.duckdb"),
      spillDir: join(lake.root, "spill"),
      threads: 1,
      readableDirs: [join(lake.root, "lake")],
    });
  },
  empty: () => openDuckDB({ path: ":memory:", spillDir: tmpdir(), threads: 1, memoryLimitBytes: 200e6 }),
};
