import { existsSync } from "node:fs";
import { AppError } from "../core/errors.ts";
import { type DuckDBWarehouse, openDuckDB } from "../warehouse/duckdb/instance.ts";
import { engineOptions } from "./engine-options.ts";
import type { ProjectSession } from "./project-session.ts";

/**
 * Opens the project's warehouse for reading: the engine can read the lake and nothing else, and its settings are
 * locked, so that SQL which users wrote may run on it.
 * @throws AppError NOT_BUILT when there is no warehouse yet
 */
export async function openProjectWarehouse({ paths, project }: ProjectSession): Promise<DuckDBWarehouse> {
  if (!existsSync(paths.warehouse)) {
    throw new AppError("NOT_BUILT", "the project has no warehouse yet", {
      hint: "run `tidemark ingest`, then `tidemark build`",
    });
  }
  return openDuckDB({
    path: paths.warehouse,
    spillDir: paths.spill,
    readableDirs: [paths.lake],
    ...engineOptions(project),
  });
}
