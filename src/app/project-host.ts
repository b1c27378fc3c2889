import { statSync } from "node:fs";
import { join } from "node:path";
import { loadProject, PROJECT_FILE } from "../config/project-file.ts";
import type { Project } from "../contract/project/project.ts";
import { asAppError } from "../core/errors.ts";
import { shareProjectWarehouse } from "./open-warehouse.ts";
import { openProject, type ProjectSession, type SessionOptions } from "./project-session.ts";

/** A project that a process holds for a long time, for many readers and one writer at a time. */
export interface ProjectHost extends AsyncDisposable {
  /**
   * The project with the definitions its file has now. It is the host's: disposing it does nothing.
   * @throws AppError CONFIG_INVALID while the file is not valid
   */
  session(): ProjectSession;
  /** Tells of every change of the project file, valid or not. */
  onChange(listener: () => void): void;
  /** True when an engine could not be stopped: the process can only end by being killed. */
  readonly stuck: boolean;
}

/** Locks and opens the project at `root`. @throws AppError as `openProject` does */
export async function openHost(root: string, options: SessionOptions): Promise<ProjectHost> {
  const opened = await openProject(root, options);
  const listeners: (() => void)[] = [];
  const definitions = followFile(root, opened.project, () => {
    for (const listener of listeners) listener();
  });
  const shared = shareProjectWarehouse(() => session());
  const session = (): ProjectSession => ({
    ...opened,
    project: definitions(),
    shared,
    [Symbol.dispose]: () => {},
  });
  return {
    session,
    onChange: (listener) => listeners.push(listener),
    get stuck() {
      return shared.abandoned;
    },
    [Symbol.asyncDispose]: async () => {
      await shared[Symbol.asyncDispose]();
      opened[Symbol.dispose]();
    },
  };
}

/** The project file's content, read again whenever the file is another one than before. */
function followFile(root: string, first: Project, changed: () => void): () => Project {
  const path = join(root, PROJECT_FILE);
  const stamp = (): string => {
    const { mtimeMs = 0, size = 0, ino = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {};
    return `${mtimeMs} ${size} ${ino}`;
  };
  const read = (): (() => Project) => {
    try {
      const { project } = loadProject(root);
      return () => project;
    } catch (thrown) {
      const error = asAppError(thrown);
      return () => {
        throw error;
      };
    }
  };
  let seen = stamp();
  let current = (): Project => first;
  return () => {
    const now = stamp();
    if (now !== seen) {
      seen = now;
      current = read();
      changed();
    }
    return current();
  };
}
