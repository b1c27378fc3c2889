import { existsSync } from "node:fs";
import { hashOf, readBuildState } from "../build/bookkeeping.ts";
import { type Sample, sampleNote } from "../contract/project/sample.ts";
import { AppError } from "../core/errors.ts";
import { definitions } from "../models/definitions.ts";
import { type BuiltModels, createModelStore, type PartSize } from "../state/models.ts";
import type { Warehouse } from "../warehouse/port.ts";
import { modelInput } from "./open-warehouse.ts";
import type { ProjectSession } from "./project-session.ts";

/**
 * What the models hold as it was noted, without opening the warehouse; undefined when nothing was noted.
 * @throws AppError NOT_BUILT when there is no warehouse
 */
export function notedModels({ paths, state }: Pick<ProjectSession, "paths" | "state">): BuiltModels | undefined {
  if (!existsSync(paths.warehouse))
    throw notBuilt("the project has no warehouse yet", "run `tidemark ingest`, then `tidemark build`");
  return createModelStore(state).current();
}

/**
 * What the models hold as it was noted, where that can answer; undefined where it was not noted, or with other definitions
 * than the project has now: the warehouse may have been built since, and is to be asked.
 * @throws AppError NOT_BUILT when there is no warehouse
 */
export function answeringModels(session: ProjectSession): BuiltModels | undefined {
  const noted = notedModels(session);
  return noted === undefined || otherDefinitions(session, noted) !== null ? undefined : noted;
}

/**
 * What the models in the open warehouse hold. The warehouse is the truth: a build that was killed before it noted what
 * it had done is noted now. Of a file that a build has taken the place of nothing is noted.
 * @throws AppError NOT_BUILT when nothing was built
 */
export async function readModels(session: ProjectSession, warehouse: Warehouse): Promise<BuiltModels> {
  const found = await readBuildState(warehouse);
  if (found === null || found.dataVersion === "")
    throw notBuilt("the warehouse does not say which data its models hold", BUILD);
  const { parts: _, dataVersion, ...made } = found;
  const models = { dataVersion, ...made };
  const noted = createModelStore(session.state).current();
  const current = session.shared?.isCurrent(warehouse) ?? true;
  if (current && JSON.stringify(noted) !== JSON.stringify(models)) noteModels(session, models);
  return models;
}

/** Notes what the models hold, with the lake's parts where they are those of the lake as it is. */
export function noteModels({ state, manifest }: ProjectSession, models: BuiltModels): void {
  const current = manifest.dataVersion() === models.dataVersion;
  createModelStore(state).record(models, current ? lakeParts({ manifest }) : undefined);
}

/** Every part of the lake as it is: path and rows. */
export function lakeParts({ manifest }: Pick<ProjectSession, "manifest">): readonly PartSize[] {
  return manifest.parts().map(({ path, rows }): PartSize => [path, rows]);
}

/** @throws AppError NOT_BUILT when the models were made with other definitions than the project has now */
export function requireDefinitions(session: ProjectSession, models: Omit<BuiltModels, "dataVersion">): void {
  const other = otherDefinitions(session, models);
  if (other !== null) throw notBuilt(`the models were made with other ${other}`, BUILD);
}

/** What the models were made with that is not as it is now; null when all is the same. */
function otherDefinitions(
  session: ProjectSession,
  { relations, metrics, sample }: Omit<BuiltModels, "dataVersion">,
): string | null {
  const { project, schemas } = modelInput(session);
  const now = definitions(project, schemas);
  if (relations !== hashOf(now.relations) && JSON.stringify(sample) !== JSON.stringify(now.sample))
    return `users than the project has now: ${usersOf(sample)}, not ${usersOf(now.sample)}`;
  if (relations !== hashOf(now.relations))
    return "dimensions, funnels, columns or time zone than the project has now, or by another version of Tidemark";
  return metrics === hashOf(now.metrics) ? null : "metrics than the project has now";
}

const usersOf = (sample: Sample | undefined): string =>
  sample === undefined ? "all" : `${sample.share} (seed ${sample.seed})`;

/**
 * The part of the users that models hold; undefined where it is all of them. After an interrupted build the project has
 * another than they were made with; where it was not written down their definitions tell.
 */
export function heldSample(
  session: ProjectSession,
  { relations, sample }: Pick<BuiltModels, "relations" | "sample">,
): Sample | undefined {
  const { project, schemas } = modelInput(session);
  return relations === hashOf(definitions(project, schemas).relations) ? project.sample : sample;
}

/** What is to be said on numbers of the models in the open warehouse; null where they hold all users. */
export async function heldSampleNote(session: ProjectSession, warehouse: Warehouse): Promise<string | null> {
  const found = await readBuildState(warehouse);
  const sample = found === null ? session.project.sample : heldSample(session, found);
  return sample === undefined ? null : sampleNote(sample);
}

/** Says that the lake is newer than the models; null when it is not. */
export function staleModels(
  { manifest }: Pick<ProjectSession, "manifest">,
  { dataVersion }: BuiltModels,
): string | null {
  const lake = manifest.dataVersion();
  return lake === dataVersion
    ? null
    : `the models are of data version ${dataVersion}, the lake is ${lake}: run \`tidemark build\``;
}

const BUILD = "run `tidemark build`";

const notBuilt = (message: string, hint: string): AppError => new AppError("NOT_BUILT", message, { hint });
