import { copyFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDuckDB } from "../../src/warehouse/duckdb/instance.ts";
import type { Engine } from "./engine.ts";

export const duckdb: Engine = {
  name: "DuckDB",
  open: ({ lake, file }) => {
    const path = `${file}.open`;
    copyFileSync(file, path);
    const readableDirs = [join(lake.root, "lake")];
    return openDuckDB({ path, spillDir: join(lake.root, "spill"), threads: 1, readableDirs });
  },
  empty: () => openDuckDB({ path: ":memory:", spillDir: tmpdir(), threads: 1, memoryLimitBytes: 200e6 }),
  stop: async () => {},
};
