import { rmSync } from "node:fs";
import { join } from "node:path";
import { type CopiedRelation, copyModels } from "../build/engine-copy/copy-models.ts";
import { restoreModels } from "../build/engine-copy/restore-models.ts";
import { copyDatabase, removeDatabase } from "../build/swap-file.ts";
import type { Project } from "../contract/project/project.ts";
import { AppError } from "../core/errors.ts";
import type { OnProgress } from "../core/progress.ts";
import type { CancelSignal } from "../core/signal.ts";
import { type ClickHouseWarehouse, createDatabase, openClickHouse } from "../warehouse/clickhouse/instance.ts";
import { openDuckDB } from "../warehouse/duckdb/instance.ts";
import { engineOptions, statementOptions } from "./engine-options.ts";
import { modelInput } from "./open-warehouse.ts";
import type { ProjectSession } from "./project-session.ts";

export interface EngineCopyOptions {
  readonly signal?: CancelSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/** The project's ClickHouse. @throws AppError CONFIG_INVALID when the project names none */
export function openProjectClickHouse(project: Project): ClickHouseWarehouse {
  const { url, cluster } = project.engine;
  return openClickHouse({ url: url ?? noClickHouse(), cluster, ...statementOptions(project) });
}

function noClickHouse(): never {
  throw new AppError("CONFIG_INVALID", "the project names no ClickHouse server", {
    hint: "name it in tidemark.yml: engine: {url: http://user:password@localhost:8123/shop}",
  });
}

/**
 * Makes the project's ClickHouse database hold what its warehouse holds: only what differs is written.
 * @throws AppError NOT_BUILT, CONFIG_INVALID; everything that `copyModels` throws
 */
export async function copyToClickHouse(
  session: ProjectSession,
  options: EngineCopyOptions,
): Promise<readonly CopiedRelation[]> {
  const { paths, project } = session;
  const { url = noClickHouse(), cluster } = project.engine;
  const tmpDir = join(paths.tmp, "engine-copy");
  // where others read the warehouse in this process, its file must not be opened a second time
  const path = session.shared === undefined ? paths.warehouse : join(paths.tmp, "engine-copy.duckdb");
  try {
    if (path !== paths.warehouse) await copyDatabase(paths.warehouse, path);
    await createDatabase({ url, cluster });
    await using from = await openDuckDB({ path, spillDir: paths.spill, ...engineOptions(session) });
    await using to = openProjectClickHouse(project);
    return await copyModels({ ...options, from, to, tmpDir, cluster });
  } finally {
    rmSync(tmpDir, { recursive: true, force: true });
    if (path !== paths.warehouse) removeDatabase(path);
  }
}

/** Makes the project's warehouse anew from its ClickHouse database. Nobody else may have the warehouse open. */
export async function copyFromClickHouse(
  session: ProjectSession,
  options: EngineCopyOptions,
): Promise<readonly CopiedRelation[]> {
  const { paths, project } = session;
  if (session.shared !== undefined) {
    throw new AppError("PROJECT_LOCKED", "a server has the warehouse open", {
      hint: "stop `tidemark serve`, then copy",
    });
  }
  await using from = openProjectClickHouse(project);
  const tmpDir = join(paths.tmp, "engine-copy");
  try {
    return await restoreModels({
      ...options,
      ...engineOptions(session),
      from,
      tmpDir,
      warehousePath: paths.warehouse,
      spillDir: paths.spill,
      input: modelInput(session),
    });
  } finally {
    rmSync(tmpDir, { recursive: true, force: true });
  }
}
