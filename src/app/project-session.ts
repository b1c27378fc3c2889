import { mkdirSync, rmSync } from "node:fs";
import { type ProjectPaths, projectPaths } from "../config/paths.ts";
import { loadProject } from "../config/project-file.ts";
import type { ManifestStore } from "../contract/manifest.ts";
import type { Project } from "../contract/project/project.ts";
import { openState, type StateDatabase } from "../state/database.ts";
import { lockProject } from "../state/lock.ts";
import { createManifestStore } from "../state/manifest.ts";
import type { SharedWarehouse } from "./shared-warehouse.ts";

export interface SessionOptions {
  /** What this process is doing, told to whoever waits for the project. */
  readonly purpose: string;
  readonly waitMs?: number;
}

/** One process's exclusive hold on a project: its definitions, its state and its folders. */
export interface ProjectSession extends Disposable {
  readonly project: Project;
  readonly paths: ProjectPaths;
  readonly state: StateDatabase;
  readonly manifest: ManifestStore;
  /** The engine that all readers of this process share; undefined where each opens its own. */
  readonly shared?: SharedWarehouse | undefined;
}

/** Locks and opens the project at `root`; temporary files that a killed process left are removed. */
export async function openProject(root: string, { purpose, waitMs = 5000 }: SessionOptions): Promise<ProjectSession> {
  const { project } = loadProject(root);
  const paths = projectPaths(root);
  const lock = await lockProject(paths.state, { waitMs, purpose });
  try {
    for (const dir of [paths.tmp, paths.spill]) {
      rmSync(dir, { recursive: true, force: true });
      mkdirSync(dir, { recursive: true });
    }
    const state = openState(paths.stateDb);
    const close = (): void => {
      state.close();
      lock.release();
    };
    return { project, paths, state, manifest: createManifestStore(state), [Symbol.dispose]: close };
  } catch (error) {
    lock.release();
    throw error;
  }
}
