import { hashOf } from "../build/bookkeeping.ts";
import { buildModels } from "../build/build-models.ts";
import type { BuildReport } from "../build/report.ts";
import type { Clock } from "../core/clock.ts";
import { AppError } from "../core/errors.ts";
import type { OnProgress } from "../core/progress.ts";
import type { CancelSignal } from "../core/signal.ts";
import { checkDeclarations } from "../lake/stored-schema.ts";
import { definitions } from "../models/definitions.ts";
import { engineOptions } from "./engine-options.ts";
import { noteModels } from "./model-state.ts";
import { modelInput, refreshSharedViews } from "./open-warehouse.ts";
import type { ProjectSession } from "./project-session.ts";

export interface BuildProjectOptions {
  readonly clock: Clock;
  readonly full?: boolean | undefined;
  readonly onProgress?: OnProgress | undefined;
  readonly signal?: CancelSignal | undefined;
}

/**
 * Brings the project's models up to its lake.
 * @throws AppError NOT_BUILT when nothing has been loaded; everything that `buildModels` throws
 */
export async function buildProject(session: ProjectSession, options: BuildProjectOptions): Promise<BuildReport> {
  const { paths, project } = session;
  const input = modelInput(session);
  if (Object.keys(input.schemas).length === 0) {
    throw new AppError("NOT_BUILT", "there is nothing to build: no file has been loaded", {
      hint: "run `tidemark ingest` first",
    });
  }
  checkDeclarations(project, session.manifest);
  await refreshSharedViews(session);
  const report = await buildModels({
    ...input,
    ...options,
    ...engineOptions(project),
    aside: session.shared !== undefined,
    warehousePath: paths.warehouse,
    spillDir: paths.spill,
  });
  const { relations, metrics } = definitions(project, input.schemas);
  const models = { dataVersion: input.dataVersion, relations: hashOf(relations), metrics: hashOf(metrics) };
  await session.shared?.move();
  noteModels(session, models);
  return report;
}
