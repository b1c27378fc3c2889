import { existsSync, statSync } from "node:fs";
import type { ModelInput } from "../build/plan.ts";
import { refreshViews } from "../build/views.ts";
import type { ProjectPaths } from "../config/paths.ts";
import type { SourceSchema } from "../contract/source-schema.ts";
import { AppError } from "../core/errors.ts";
import { engineMemoryBytes } from "../warehouse/duckdb/engine-memory.ts";
import { type DuckDBWarehouse, openDuckDB } from "../warehouse/duckdb/instance.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { engineOptions } from "./engine-options.ts";
import type { ProjectSession } from "./project-session.ts";
import { type OpeningEngine, type SharedWarehouse, shareWarehouse } from "./shared-warehouse.ts";

/**
 * The project's warehouse for reading: the engine can read the lake and nothing else, and its settings are locked, so
 * that SQL which users wrote may run on it. Where the process shares one engine, this is a connection to it.
 * @throws AppError NOT_BUILT when there is no warehouse yet
 */
export async function openProjectWarehouse(session: ProjectSession): Promise<DuckDBWarehouse> {
  return session.shared?.lease() ?? openEngine(session).warehouse;
}

/** An engine for all readers of the process, opened when the first of them comes. */
export function shareProjectWarehouse(
  { warehouse }: Pick<ProjectPaths, "warehouse">,
  session: () => ProjectSession,
): SharedWarehouse {
  return shareWarehouse({
    open: () => openShared(session()),
    file: () => statSync(warehouse, { throwIfNoEntry: false })?.ino,
  });
}

const openShared = (session: ProjectSession): OpeningEngine => openEngine(session, { keepLog: true });

/**
 * Lets readers go over to the file that is in place; does nothing where none share an engine. It is opened by the session's
 * definitions: those in the project file may be invalid by now.
 */
export const moveReaders = async (session: ProjectSession): Promise<void> =>
  session.shared?.move(() => openShared(session));

/** Makes the views of a shared engine list the manifest's parts as they are now; does nothing where none is shared. */
export async function refreshSharedViews(session: ProjectSession): Promise<void> {
  if (session.shared === undefined) return;
  // had it failed after the last build, the views would go into the log of a file that is no longer there
  await moveReaders(session);
  const input = modelInput(session);
  await session.shared.refresh(input.dataVersion, (warehouse) => refreshViews(warehouse, input));
}

/**
 * The version of the lake that a reader sees. While files are loaded, the views of a shared engine list the parts from
 * before.
 * @param lease the reader's connection; without it, what a new reader would see
 */
export function lakeVersion(
  { shared, manifest }: Pick<ProjectSession, "shared" | "manifest">,
  lease?: Warehouse,
): string {
  return shared?.lakeVersion(lease) ?? manifest.dataVersion();
}

function openEngine(session: ProjectSession, { keepLog = false }: { readonly keepLog?: boolean } = {}): OpeningEngine {
  const { paths } = session;
  if (!existsSync(paths.warehouse)) {
    throw new AppError("NOT_BUILT", "the project has no warehouse yet", {
      hint: "run `tidemark ingest`, then `tidemark build`",
    });
  }
  const input = modelInput(session);
  const opening = openDuckDB({
    path: paths.warehouse,
    spillDir: paths.spill,
    readableDirs: [paths.lake],
    keepLog,
    ...engineOptions(session),
  });
  return { warehouse: opening.then((warehouse) => withViews(warehouse, input)), lakeVersion: input.dataVersion };
}

async function withViews(warehouse: DuckDBWarehouse, input: ModelInput): Promise<DuckDBWarehouse> {
  try {
    await refreshViews(warehouse, input);
    return warehouse;
  } catch (error) {
    await warehouse[Symbol.asyncDispose]();
    throw error;
  }
}

/** What the project's relations are made from: its definitions and the manifest as it is now. */
export function modelInput({ paths, project, manifest }: ProjectSession): ModelInput {
  const schemas = Object.keys(project.sources).flatMap((id) => {
    const schema = manifest.schema(id);
    return schema === undefined ? [] : [[id, JSON.parse(schema) as SourceSchema] as const];
  });
  return {
    root: paths.root,
    project,
    schemas: Object.fromEntries(schemas),
    parts: manifest.parts(),
    dataVersion: manifest.dataVersion(),
  };
}

/** Bytes that the embedded engines of this process account for. */
export const openEngineBytes = (): Promise<number> => engineMemoryBytes();
